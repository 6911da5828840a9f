// Every row of the route table in a real browser: axe in light and dark, 320 pixels wide, in both languages.
import type { Browser, BrowserContext, Page } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from './accessibility.ts';
import { buy, choosePlan } from './purchase.ts';
import { leftOver, place, rows, type Known } from './routes.ts';
import { expect, test as base } from './shop.ts';
import { addOwner, signIn } from './staff.ts';
import type { Lang } from './words.ts';

// Motion is reduced in what follows: colours in the middle of a transition are nobody's contrast.
const PHONE = { width: 320, height: 640 };
const DESKTOP = { width: 1280, height: 900 };

/** A shop in which somebody has bought an eSIM, and a member of its staff who is signed in. */
const test = base.extend<object, { known: Known; staff: BrowserContext }>({
  known: [
    async ({ browser, shop, staff }, use) => {
      const page = await browser.newPage({ baseURL: shop.url });
      const segment = (index: number, of = page) => new URL(of.url()).pathname.split('/')[index]!;
      await choosePlan(page);
      const offer = segment(3);
      await buy(page, { email: 'pages@example.org' });
      const token = segment(3);
      await page.goto(`/en/buy/${offer}`);
      const draft = segment(3);
      await page.close();
      const desk = await staff.newPage();
      await desk.goto('/en/admin/orders');
      await desk.locator('main a[href*="/admin/orders/"]').first().click();
      await desk.waitForURL(/\/admin\/orders\/./);
      const number = segment(4, desk);
      await desk.close();
      await use({ slug: 'france', region: 'europe', offer, draft, token, number });
    },
    { scope: 'worker', timeout: 90_000 },
  ],
  staff: [
    async ({ browser, shop }, use) => {
      const owner = addOwner(shop, 'pages-owner@example.org');
      const context = await browser.newContext({ baseURL: shop.url, reducedMotion: 'reduce' });
      await signIn(await context.newPage(), owner);
      await use(context);
      await context.close();
    },
    { scope: 'worker' },
  ],
});

async function inContext(browser: Browser, baseURL: string, staff: BrowserContext | undefined, work: (page: Page) => Promise<void>) {
  const context = staff ?? (await browser.newContext({ baseURL, reducedMotion: 'reduce' }));
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await work(page);
  expect(complaints, 'what the browser complains of, such as something the policy refuses').toEqual([]);
  await (staff === undefined ? context.close() : page.close());
}

test('every fixture still has its row', () => {
  expect(leftOver()).toEqual([]);
});

for (const row of rows) {
  test(row.path, async ({ browser, shop, known, staff }) => {
    const context = row.audience === 'staff' ? staff : undefined;
    await inContext(browser, shop.url, context, async (page) => {
      for (const lang of ['en', 'fr'] satisfies Lang[]) {
        const path = place(row, lang, known);
        if (path === undefined) return;
        await page.setViewportSize(DESKTOP);
        const answer = await page.goto(path);
        expect(answer?.status(), path).toBe(200);
        await expect(page.locator('html')).toHaveAttribute('lang', lang);
        expect(await page.title(), path).not.toBe('');
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme });
          await expectAccessible(page, `${path}, ${colorScheme}`);
        }
        await page.setViewportSize(PHONE);
        await expectNoSidewaysScroll(page, path);
      }
      await expectAccessible(page, `${row.path}, on a phone`);
    });
  });
}

test.use({ contextOptions: { reducedMotion: 'reduce' } });

test('an address that leads nowhere is answered by a designed page', async ({ page }) => {
  for (const path of ['/en/nothing-here', '/fr/plan/nobody', '/en/o/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA']) {
    const answer = await page.goto(path);
    expect(answer?.status(), path).toBe(404);
    await expectAccessible(page, path);
  }
});

test('a form with errors says so first and keeps what was typed', async ({ page }) => {
  await choosePlan(page);
  await page.getByRole('link', { name: /^Buy/ }).click();
  await page.getByLabel('E-mail address').fill('not an address');
  await page.getByRole('button', { name: /obligation to pay/ }).click();
  expect(await page.title()).toMatch(/^Error:/);
  await expect(page.getByLabel('E-mail address')).toHaveValue('not an address');
  await expectAccessible(page, 'checkout with errors');
  await page.getByRole('link', { name: /Enter an e-mail address/ }).click();
  await expect(page.getByLabel('E-mail address')).toBeFocused();
});
