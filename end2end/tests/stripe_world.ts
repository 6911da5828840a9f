// Stripe's simulator alone, with a receiver for its events and the official SDK as its client.
import { test as base, expect } from '@playwright/test';
import { join } from 'node:path';
import Stripe from 'stripe';
import { root } from './programs.ts';
import { startReceiver, type Delivery } from './stripe_receiver.ts';
import { startWorld, STRIPE_KEY, WEBHOOK_SECRET, type World } from './world.ts';

export interface StripeWorld {
  world: World;
  stripe: Stripe;
  /** Waits for an event of this type about this object; its signature has been verified by the SDK. */
  event(type: string, objectId?: string): Promise<Stripe.Event>;
  /** The first delivery as it arrived. */
  firstDelivery(): Promise<Delivery>;
}

export const test = base.extend<object, { stripeWorld: StripeWorld }>({
  stripeWorld: [
    async ({}, use, worker) => {
      const receiver = await startReceiver();
      const folder = join(root, 'end2end/artefacts/workers', `stripe-${worker.parallelIndex}`);
      const world = await startWorld(folder, receiver.url);
      const { hostname, port } = new URL(world.addresses.stripe_url);
      const stripe = new Stripe(STRIPE_KEY, { host: hostname, port, protocol: 'http', maxNetworkRetries: 0, telemetry: false });
      const verified = (delivery: Delivery) =>
        stripe.webhooks.constructEvent(delivery.body, delivery.signature, WEBHOOK_SECRET);
      const about = (event: Stripe.Event) => (event.data.object as { id?: string }).id;
      const event = async (type: string, objectId?: string) => {
        const find = () =>
          receiver.deliveries.map(verified).find((one) => one.type === type && (!objectId || about(one) === objectId));
        await expect.poll(() => find() !== undefined, { message: `event ${type}` }).toBe(true);
        return find()!;
      };
      const firstDelivery = async () => {
        await expect.poll(() => receiver.deliveries.length).toBeGreaterThan(0);
        return receiver.deliveries[0]!;
      };
      await use({ world, stripe, event, firstDelivery });
      await world.stop();
      await receiver.close();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
});

export { expect };
