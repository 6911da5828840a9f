// The same two purchases at every supplier: an eSIM, and more data on it; without script.
import { decodeQr } from './qr.ts';
import { expectEsim, fillCheckout, order } from './purchase.ts';
import { expect, test } from './shop.ts';
import { words } from './words.ts';

test.use({ suppliers: 'all', javaScriptEnabled: false });

for (const supplier of ['orange', 'esim-go', 'partner', 'airalo']) {
  test(`an eSIM of ${supplier} is bought and topped up`, async ({ page, shop }) => {
    const email = `traveller-${supplier}@example.org`;
    await page.goto('/en/to/france');
    await page.locator(`a[href*="/plan/${supplier}-"]`).first().click();
    await expect(page).toHaveURL(/\/plan\//);
    await fillCheckout(page, { email });
    await order(page);
    await page.getByRole('button', { name: 'Pay', exact: true }).click();
    await expectEsim(page);
    const code = decodeQr(await page.getByRole('img', { name: /QR/ }).first().screenshot());
    expect(code).toMatch(/^LPA:1\$/);
    await expect.poll(async () => (await shop.world.mailsTo(email)).length, { timeout: 20_000 }).toBe(1);

    await page.getByRole('link', { name: words('en', 'top-up-see') }).click();
    await page.getByRole('button', { name: words('en', 'top-up-choose') }).first().click();
    for (const box of await page.getByRole('checkbox').all()) await box.check();
    await order(page);
    await page.getByRole('button', { name: 'Pay', exact: true }).click();
    await expect(page.getByRole('heading', { name: words('en', 'topped-up-title') })).toBeVisible({ timeout: 30_000 });
    await expect.poll(async () => (await shop.world.mailsTo(email)).length, { timeout: 20_000 }).toBe(2);
    const payments = (await shop.world.ledger()).payments.filter((payment) => payment.captured > 0);
    expect(payments.every((payment) => payment.refunded === 0)).toBe(true);
  });
}
