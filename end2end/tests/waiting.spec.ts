// The honest waits and ends of a purchase, without script: the page goes on by itself and never says "failed".
import { expectAccessible, expectNoSidewaysScroll } from './accessibility.ts';
import { choosePlan, expectEsim, fillCheckout, order } from './purchase.ts';
import { expect, test } from './shop.ts';
import { words } from './words.ts';

test.use({ javaScriptEnabled: false, contextOptions: { reducedMotion: 'reduce' } });

const pay = { name: 'Pay', exact: true };

test('a network that takes its time: the page waits, promises, and turns into the eSIM', async ({ page, shop, browser }) => {
  await shop.world.turn('plan_next_sale', { status: 'pending', later: { after_seconds: 10, status: 'ok' } });
  await choosePlan(page);
  await fillCheckout(page, { email: 'patient@example.org' });
  await order(page);
  await page.getByRole('button', pay).click();
  await expect(page.getByRole('heading', { level: 1, name: words('en', 'order-preparing-title') })).toBeVisible();
  expect((await page.content()).toLowerCase()).not.toContain('failed');
  await expectNoSidewaysScroll(page, 'waiting page');

  // axe needs script, so another browser looks at the same wait.
  const context = await browser.newContext({ javaScriptEnabled: true, reducedMotion: 'reduce' });
  const beside = await context.newPage();
  const answer = await beside.goto(page.url());
  expect(Number(answer!.headers()['refresh'])).toBeGreaterThan(0);
  expect(answer!.headers()['cache-control']).toContain('no-store');
  expect(await beside.locator('script, leptos-island').count()).toBe(0);
  await expectAccessible(beside, 'waiting page');
  await context.close();
  await expectEsim(page);
});

test('an eSIM that cannot be had costs nothing, and the page says so', async ({ page, shop, browser }) => {
  const before = await shop.world.ledger();
  await shop.world.turn('plan_every_sale', { status: 'ko' });
  try {
    await choosePlan(page);
    await fillCheckout(page, { email: 'unlucky@example.org' });
    await order(page);
    await page.getByRole('button', pay).click();
    await expect(page.getByRole('heading', { level: 1, name: words('en', 'order-back-title') })).toBeVisible({ timeout: 45_000 });
  } finally {
    await shop.world.turn('plan_every_sale', { status: 'ok' });
  }
  const { payments } = await shop.world.ledger();
  const mine = payments.filter((payment) => !before.payments.some((old) => old.session === payment.session));
  expect(mine).toHaveLength(1);
  expect(mine[0]).toMatchObject({ captured: 0, released: mine[0]!.held });

  const context = await browser.newContext({ javaScriptEnabled: true, reducedMotion: 'reduce' });
  const beside = await context.newPage();
  await beside.goto(page.url());
  await expectAccessible(beside, 'money given back');
  await context.close();
});

test('a card that is declined can be tried again; it stays one order', async ({ page, shop }) => {
  const before = await shop.world.ledger();
  await choosePlan(page);
  await fillCheckout(page, { email: 'declined@example.org' });
  await order(page);
  await page.getByRole('button', { name: 'Decline' }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await page.getByRole('button', pay).click();
  await expectEsim(page);
  expect((await shop.world.ledger()).esims.length - before.esims.length).toBe(1);
});

test('going back from the payment page keeps the address; paying afterwards is one purchase', async ({ page, shop }) => {
  const before = await shop.world.ledger();
  await choosePlan(page);
  await fillCheckout(page, { email: 'hesitant@example.org' });
  await order(page);
  await page.getByRole('link', { name: 'Back to shop' }).click();
  await expect(page).toHaveURL(/\/checkout\//);
  await expect(page.getByLabel(words('en', 'checkout-email'))).toHaveValue('hesitant@example.org');
  await page.getByRole('checkbox', { name: words('en', 'checkout-start') }).check();
  await page.getByRole('checkbox', { name: words('en', 'checkout-loss') }).check();
  await order(page);
  await page.getByRole('button', pay).click();
  await expectEsim(page);
  const after = await shop.world.ledger();
  expect(after.esims.length - before.esims.length).toBe(1);
});
