// What script adds to the eSIM's page, and that nothing on it is refused or breaks.
import { buy } from './purchase.ts';
import { expect, test } from './shop.ts';
import { words } from './words.ts';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

test('the islands wake: codes are copied, usage is asked anew', async ({ page, shop }) => {
  const complaints: string[] = [];
  page.on('console', (message) => {
    const isOurs = message.location().url.startsWith(shop.url);
    if (isOurs && ['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.clock.install();
  await buy(page, { email: 'islands@example.org' });

  const { esims } = await shop.world.ledger();
  const [, server] = esims.at(-1)!.activation_code.split('$');
  const copy = page.getByRole('button', { name: words('en', 'esim-copy') }).first();
  await expect(copy).toBeVisible();
  await copy.click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(server);

  const asked = page.waitForResponse((response) => new URL(response.url()).pathname.startsWith('/sf/'));
  await page.clock.fastForward('01:05');
  expect((await asked).status()).toBe(200);
  expect(complaints).toEqual([]);
});
