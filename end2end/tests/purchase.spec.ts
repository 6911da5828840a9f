// The main job: a traveller buys an eSIM and holds it, with script and without, on either database.
import { readFileSync } from 'node:fs';
import { decodeQr, pngSize } from './qr.ts';
import { buy } from './purchase.ts';
import { expect, test } from './shop.ts';
import type { Lang } from './words.ts';

for (const [script, lang] of [['on', 'en'], ['off', 'en'], ['off', 'fr']] as [string, Lang][]) {
  test.describe(`script ${script}, ${lang}`, () => {
    test.use({ javaScriptEnabled: script === 'on' });

    test('a traveller pays once and holds the code that was sold', async ({ page, shop, database }) => {
      const email = `traveller-${database}-${script}-${lang}@example.org`;
      const before = await shop.world.ledger();
      await buy(page, { lang, email });

      const ledger = await shop.world.ledger();
      const sold = ledger.esims.filter((esim) => !before.esims.some((old) => old.transaction_id === esim.transaction_id));
      expect(sold, 'one eSIM is bought').toHaveLength(1);
      const code = `LPA:${sold[0]!.activation_code}`;
      const [, server, matchingId] = sold[0]!.activation_code.split('$');

      const qr = page.getByRole('img', { name: /QR/ }).first();
      expect(decodeQr(await qr.screenshot()), 'QR on the page').toBe(code);
      const [download] = await Promise.all([page.waitForEvent('download'), page.locator('a[download]').first().click()]);
      const png = readFileSync(await download.path());
      expect(pngSize(png).width).toBeGreaterThanOrEqual(600);
      expect(decodeQr(png), 'QR as a file').toBe(code);
      await expect(page.getByText(server!, { exact: true }).first()).toBeVisible();
      await expect(page.getByText(matchingId!, { exact: true }).first()).toBeVisible();

      await expect.poll(async () => (await shop.world.mailsTo(email)).length, { timeout: 20_000 }).toBe(1);
      const [mail] = await shop.world.mailsTo(email);
      expect(mail!.text).toContain(server!);
      expect(mail!.text).toContain(matchingId!);
      expect(mail!.text, 'the link to the order').toContain(page.url());
      const pictures = mail!.attachments.filter((file) => file.content_type === 'image/png');
      expect(pictures.filter((file) => mail!.html.includes(`cid:${file.content_id}`)), 'QR inline').toHaveLength(1);
      expect(pictures.length, 'QR attached as well').toBeGreaterThanOrEqual(2);
      for (const picture of pictures) {
        expect(decodeQr(await shop.world.file(picture.url)), `${picture.name} in the mail`).toBe(code);
      }

      const paid = async () => {
        const payments = (await shop.world.ledger()).payments;
        return payments.filter((payment) => !before.payments.some((old) => old.session === payment.session));
      };
      await expect.poll(async () => (await paid()).map((payment) => payment.captured > 0), { timeout: 20_000 }).toEqual([true]);
      const [payment] = await paid();
      expect(payment!.captured, 'all that was held is taken, once').toBe(payment!.held);
      expect(payment!.refunded).toBe(0);

      const answer = await page.reload();
      expect(answer!.headers()['cache-control']).toContain('no-store');
      await page.emulateMedia({ colorScheme: 'dark' });
      await page.setViewportSize({ width: 320, height: 640 });
      expect(decodeQr(await qr.screenshot()), 'QR after a reload, on a phone in the dark').toBe(code);
      expect((await shop.world.ledger()).esims).toHaveLength(ledger.esims.length);
    });
  });
}
