// Stripe's own command line drives the simulator: what it can trigger at Stripe it can trigger here.
import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { root } from './programs.ts';
import { expect, test } from './stripe_world.ts';
import { STRIPE_KEY } from './world.ts';

const run = promisify(execFile);
const packaged = `@stripe/cli-${process.platform}-${process.arch}/package.json`;
const program = join(dirname(createRequire(import.meta.url).resolve(packaged)), 'bin/stripe');

async function cli(apiBase: string, ...args: string[]): Promise<string> {
  // A scratch home: it must neither find nor leave a configuration of the person who runs this.
  const home = join(root, 'end2end/artefacts/stripe-home');
  mkdirSync(home, { recursive: true });
  const env = { PATH: process.env.PATH, HOME: home, STRIPE_API_KEY: STRIPE_KEY, STRIPE_CLI_TELEMETRY_OPTOUT: '1' };
  const { stdout } = await run(program, [...args, '--api-base', apiBase], { env, timeout: 30_000 });
  return stdout;
}

for (const type of [
  'checkout.session.completed',
  'checkout.session.async_payment_succeeded',
  'checkout.session.expired',
  'payment_intent.amount_capturable_updated',
  'payment_intent.succeeded',
  'payment_intent.canceled',
  'charge.refunded',
  'charge.dispute.created',
]) {
  test(`trigger ${type}`, async ({ stripeWorld }) => {
    const output = await cli(stripeWorld.world.addresses.stripe_url, 'trigger', type);
    expect(output).toContain('Trigger succeeded');
    await stripeWorld.event(type);
  });
}

test('get and post', async ({ stripeWorld }) => {
  const api = stripeWorld.world.addresses.stripe_url;
  const made = await cli(api, 'post', '/v1/products', '-d', 'name=France 10 GB');
  const product = JSON.parse(made) as { id: string; name: string };
  const read = JSON.parse(await cli(api, 'get', `/v1/products/${product.id}`)) as { name: string };
  expect(read.name).toBe('France 10 GB');
});
