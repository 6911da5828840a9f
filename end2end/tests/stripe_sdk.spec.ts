// The Stripe simulator in the eyes of Stripe's own SDK: its calls, its errors, and the signatures of its webhooks.
import { randomUUID } from 'node:crypto';
import type Stripe from 'stripe';
import { WEBHOOK_SECRET } from './world.ts';
import { expect, test } from './stripe_world.ts';

const params = (): Stripe.Checkout.SessionCreateParams => ({
  mode: 'payment',
  line_items: [
    { quantity: 1, price_data: { currency: 'eur', unit_amount: 1599, product_data: { name: 'France 10 GB' } } },
  ],
  success_url: 'http://127.0.0.1:9/paid',
  cancel_url: 'http://127.0.0.1:9/back',
  client_reference_id: 'order-1',
  metadata: { payment: 'pay-1' },
  payment_intent_data: { capture_method: 'manual', metadata: { payment: 'pay-1' } },
});

test('a hold is made on the hosted page without script, captured in part, given back', async ({ browser, stripeWorld }) => {
  const { stripe, event } = stripeWorld;
  const session = await stripe.checkout.sessions.create(params());
  expect(session).toMatchObject({ object: 'checkout.session', status: 'open', payment_status: 'unpaid', amount_total: 1599 });

  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.route('http://127.0.0.1:9/**', (route) => route.fulfill({ body: 'back at the shop' }));
  await page.goto(session.url!);
  await page.getByRole('button', { name: /^pay\b/i }).first().click();
  await expect(page.getByText('back at the shop')).toBeVisible();
  await context.close();

  const completed = await event('checkout.session.completed', session.id);
  expect(completed.data.object).toMatchObject({ id: session.id, status: 'complete' });
  const paid = await stripe.checkout.sessions.retrieve(session.id, { expand: ['payment_intent'] });
  const intent = paid.payment_intent as Stripe.PaymentIntent;
  expect(intent).toMatchObject({ status: 'requires_capture', amount: 1599, amount_capturable: 1599, metadata: { payment: 'pay-1' } });
  await event('payment_intent.amount_capturable_updated', intent.id);

  const captured = await stripe.paymentIntents.capture(intent.id, { amount_to_capture: 1000 });
  expect(captured).toMatchObject({ status: 'succeeded', amount_received: 1000, amount_capturable: 0 });
  await event('payment_intent.succeeded', intent.id);
  await expect(stripe.paymentIntents.capture(intent.id)).rejects.toMatchObject({ type: 'StripeInvalidRequestError' });

  await expect(stripe.refunds.create({ payment_intent: intent.id, amount: 1001 })).rejects.toMatchObject({ statusCode: 400 });
  const refund = await stripe.refunds.create({ payment_intent: intent.id, amount: 400, metadata: { refund: 'ref-1' } });
  expect(refund).toMatchObject({ amount: 400, status: 'succeeded' });
  await event('refund.created', refund.id);
  const refunds = await stripe.refunds.list({ payment_intent: intent.id });
  expect(refunds.data.map((one) => one.id)).toEqual([refund.id]);
});

test('a hold that is cancelled takes nothing', async ({ stripeWorld }) => {
  const { stripe, event } = stripeWorld;
  const intent = await stripe.paymentIntents.create({
    amount: 990,
    currency: 'eur',
    capture_method: 'manual',
    confirm: true,
    payment_method: 'pm_card_visa',
    return_url: 'http://127.0.0.1:9/paid',
  });
  expect(intent.status).toBe('requires_capture');
  const cancelled = await stripe.paymentIntents.cancel(intent.id);
  expect(cancelled).toMatchObject({ status: 'canceled', amount_received: 0, amount_capturable: 0 });
  await event('payment_intent.canceled', intent.id);
});

test('a key replays its answer and refuses other parameters', async ({ stripeWorld }) => {
  const { stripe } = stripeWorld;
  const idempotencyKey = randomUUID();
  const first = await stripe.checkout.sessions.create(params(), { idempotencyKey });
  const again = await stripe.checkout.sessions.create(params(), { idempotencyKey });
  expect(again.id).toBe(first.id);
  const other = stripe.checkout.sessions.create({ ...params(), client_reference_id: 'order-2' }, { idempotencyKey });
  await expect(other).rejects.toMatchObject({ type: 'StripeIdempotencyError' });
});

test('an expired session cannot be paid', async ({ page, stripeWorld }) => {
  const { stripe, event } = stripeWorld;
  const session = await stripe.checkout.sessions.create(params());
  const expired = await stripe.checkout.sessions.expire(session.id);
  expect(expired.status).toBe('expired');
  await event('checkout.session.expired', session.id);
  await page.goto(session.url!);
  await expect(page.getByRole('button', { name: /^pay\b/i })).toHaveCount(0);
});

test('what the API refuses is an error of the right kind', async ({ stripeWorld }) => {
  const { stripe } = stripeWorld;
  await expect(stripe.checkout.sessions.retrieve('cs_test_nobody')).rejects.toMatchObject({ code: 'resource_missing', statusCode: 404 });
  const unknown = { ...params(), colour: 'blue' } as Stripe.Checkout.SessionCreateParams;
  await expect(stripe.checkout.sessions.create(unknown)).rejects.toMatchObject({ code: 'parameter_unknown', param: 'colour' });
  const tooSoon = { ...params(), expires_at: Math.floor(Date.now() / 1000) + 60 };
  await expect(stripe.checkout.sessions.create(tooSoon)).rejects.toMatchObject({ statusCode: 400, param: 'expires_at' });
  await expect(stripe.accounts.retrieve(null)).resolves.toMatchObject({ object: 'account' });
});

test('signatures hold for the body and the moment they were made for', async ({ stripeWorld }) => {
  const { stripe, firstDelivery } = stripeWorld;
  await stripe.checkout.sessions.expire((await stripe.checkout.sessions.create(params())).id);
  const { body, signature } = await firstDelivery();
  const judge = (text: string, header: string, secret = WEBHOOK_SECRET) => () =>
    stripe.webhooks.constructEvent(text, header, secret);
  expect(judge(body, signature)()).toMatchObject({ object: 'event' });
  expect(judge(`${body} `, signature)).toThrow(/signature/i);
  expect(judge(body, signature, 'whsec_somebody_else')).toThrow(/signature/i);
  const old = signature.replace(/t=(\d+)/, (_, seconds: string) => `t=${Number(seconds) - 600}`);
  expect(judge(body, old)).toThrow(/signature|timestamp/i);
});

test('events can be caught up with', async ({ stripeWorld }) => {
  const { stripe, event } = stripeWorld;
  const session = await stripe.checkout.sessions.create(params());
  await stripe.checkout.sessions.expire(session.id);
  const seen = await event('checkout.session.expired', session.id);
  const listed = await stripe.events.list({ types: ['checkout.session.expired'], limit: 100 });
  expect(listed.data.map((one) => one.id)).toContain(seen.id);
  expect(await stripe.events.retrieve(seen.id)).toMatchObject({ id: seen.id, type: seen.type });
});
