// The simulator's bodies against Stripe's own TypeScript types: a field that is missing, too many or of the wrong kind
// does not compile. The types belong to the API version that the SDK speaks.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './programs.ts';
import { expect, test } from './stripe_world.ts';
import { STRIPE_KEY } from './world.ts';

test('every body is what the official types say', async ({ stripeWorld }, testInfo) => {
  const { world, stripe, event } = stripeWorld;
  const session = await stripe.checkout.sessions.create({
    mode: 'payment',
    line_items: [{ quantity: 1, price_data: { currency: 'eur', unit_amount: 1599, product_data: { name: 'France' } } }],
    success_url: 'http://127.0.0.1:9/paid',
  });
  const intent = await stripe.paymentIntents.create({
    amount: 1599, currency: 'eur', confirm: true, payment_method: 'pm_card_visa', return_url: 'http://127.0.0.1:9/',
  });
  const refund = await stripe.refunds.create({ payment_intent: intent.id, amount: 599 });
  const disputed = await stripe.paymentIntents.create({
    amount: 1599, currency: 'eur', confirm: true, payment_method: 'pm_card_createDispute', return_url: 'http://127.0.0.1:9/',
  });
  const disputes = await stripe.disputes.list({ payment_intent: disputed.id });
  const declined = await stripe.paymentIntents.create({ amount: 500, currency: 'eur' });
  await event('refund.created', refund.id);

  const read = async (path: string) => {
    const url = new URL(`/v1/${path}`, world.addresses.stripe_url);
    const answer = await fetch(url, { headers: { authorization: `Bearer ${STRIPE_KEY}` } });
    expect(answer.status, path).toBe(200);
    return answer.json() as Promise<{ data?: unknown[] }>;
  };
  const booked = refund.balance_transaction as string;
  const withFee = 'expand[]=latest_charge.balance_transaction';
  const bodies: [string, unknown][] = [
    ['Checkout.Session', await read(`checkout/sessions/${session.id}`)],
    ['PaymentIntent', await read(`payment_intents/${intent.id}`)],
    ['PaymentIntent', await read(`payment_intents/${declined.id}`)],
    ['Charge', await read(`charges/${String(intent.latest_charge)}`)],
    ['Refund', await read(`refunds/${refund.id}`)],
    ['PaymentIntent', await read(`payment_intents/${intent.id}?${withFee}`)],
    ['BalanceTransaction', await read(`balance_transactions/${booked}`)],
    ['ApiList<Stripe.BalanceTransaction>', await read('balance_transactions?limit=100')],
    ['Dispute', await read(`disputes/${disputes.data[0]!.id}`)],
    ['Account', await read('account')],
  ];
  const file = join(root, 'end2end/artefacts/workers', `stripe-bodies-${testInfo.workerIndex}.ts`);
  const lines = bodies.map(([type, body], index) => `export const body${index}: Stripe.${type} = ${JSON.stringify(body, null, 1)};`);
  writeFileSync(file, `import type Stripe from 'stripe';\n${lines.join('\n')}\n`);
  let complaints = '';
  try {
    const flags = ['--noEmit', '--strict', '--skipLibCheck', '--module', 'nodenext', '--target', 'es2022', '--types', 'node'];
    execFileSync(join(root, 'end2end/node_modules/.bin/tsc'), [...flags, file], { cwd: join(root, 'end2end') });
  } catch (error) {
    complaints = String((error as { stdout: Buffer }).stdout);
  }
  expect(complaints).toBe('');
});
