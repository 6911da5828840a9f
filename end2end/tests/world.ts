// The outside world: the simulators as a program of their own on free ports.
import { built, freePort, start } from './programs.ts';

/** Where the simulators' faces answer. */
export interface World {
  orangeBaseUrl: string;
  orangeTokenUrl: string;
  stripeUrl: string;
  smtpUrl: string;
  /** The mailbox, the ledger and the knobs. */
  controlUrl: string;
  stop(): Promise<void>;
}

/** What the simulators accept and sign with; the shop's configuration names the same. */
export const STRIPE_KEY = 'sk_test_escale_demo';
export const WEBHOOK_SECRET = 'whsec_escale_demo';

/** Starts a world of its own whose Stripe sends its events to `webhookUrl`. */
export async function startWorld(folder: string, webhookUrl: string): Promise<World> {
  const [orange, stripe, smtp, control] = await Promise.all([freePort(), freePort(), freePort(), freePort()]);
  const controlUrl = `http://127.0.0.1:${control}`;
  const ports = { orange, stripe, smtp, control };
  const args = Object.entries(ports).flatMap(([face, port]) => [`--${face}-port`, String(port)]);
  const program = await start(
    built('SIMULATORS_PROGRAM', 'simulators'),
    [...args, '--webhook-url', webhookUrl],
    { log: `${folder}/simulators.log`, ready: `${controlUrl}/mailbox.json` },
  );
  return {
    orangeBaseUrl: `http://127.0.0.1:${orange}/v1`,
    orangeTokenUrl: `http://127.0.0.1:${orange}/oauth/v3/token`,
    stripeUrl: `http://127.0.0.1:${stripe}`,
    smtpUrl: `smtp://127.0.0.1:${smtp}`,
    controlUrl,
    stop: program.stop,
  };
}
