// How much a traveller on an airport's Wi-Fi must load, counted as it goes over the wire.
import { get } from 'node:http';
import { brotliDecompressSync } from 'node:zlib';
import { buy, choosePlan } from './purchase.ts';
import { expect, test } from './shop.ts';

/** Home, destination and plan page, each with the style sheet, in bytes. */
const BROWSING = 20_000;
/** The eSIM's page without anything else: it fits the first flight of a TCP connection. */
const ESIM = 14_000;

interface Loaded {
  bytes: number;
  text: string;
}

/** The body as it is sent to a browser that reads brotli. */
function load(url: string): Promise<Loaded> {
  return new Promise((loaded, failed) => {
    const headers = { 'accept-encoding': 'br, gzip', accept: 'text/html,*/*' };
    get(url, { headers }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => {
        const body = Buffer.concat(parts);
        if (response.statusCode !== 200) return failed(new Error(`${url}: ${response.statusCode}`));
        if (response.headers['content-encoding'] !== 'br') return failed(new Error(`${url} is not compressed`));
        loaded({ bytes: body.length, text: brotliDecompressSync(body).toString('utf8') });
      });
    }).on('error', failed);
  });
}

test('home, destination and plan pages are light and hold no script', async ({ page, shop }) => {
  await choosePlan(page);
  const plan = page.url();
  for (const url of [`${shop.url}/en`, `${shop.url}/fr`, `${shop.url}/en/to/france`, plan]) {
    const html = await load(url);
    const style = /<link[^>]+href="([^"]+\.css)"/.exec(html.text)?.[1];
    expect(style, url).toBeDefined();
    const sheet = await load(new URL(style!, url).href);
    console.log(`${new URL(url).pathname}: ${html.bytes} + ${sheet.bytes} bytes`);
    expect(html.bytes + sheet.bytes, url).toBeLessThanOrEqual(BROWSING);
    expect(html.text, url).not.toContain('<script');
    expect(html.text, url).not.toContain('modulepreload');
  }
});

test('the eSIM page fits the first flight', async ({ page }) => {
  const url = await buy(page, { email: 'light@example.org' });
  const html = await load(url);
  console.log(`eSIM page: ${html.bytes} bytes`);
  expect(html.bytes).toBeLessThanOrEqual(ESIM);
});

test('the browser half is loaded only where an island is', async ({ page }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await choosePlan(page);
  await page.waitForLoadState('networkidle');
  expect(asked.filter((path) => /\.(js|wasm)$/.test(path))).toEqual([]);
});
