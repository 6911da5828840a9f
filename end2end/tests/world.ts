// The outside world: the simulators as a program of their own on free ports, and a look into their books.
import { built, start } from './programs.ts';

/** What the simulators accept and sign with; the shop's configuration names the same. */
export const STRIPE_KEY = 'sk_test_escale_demo';
export const WEBHOOK_SECRET = 'whsec_escale_demo';

/** Where the simulators' faces answer, as they say it themselves in their first line. */
interface Addresses {
  orange_base_url: string;
  orange_token_url: string;
  stripe_url: string;
  smtp_url: string;
  mailbox_url: string;
}

export interface SoldEsim {
  transaction_id: string;
  /** `1$<SM-DP+>$<matching id>` */
  activation_code: string;
}

export interface PaymentTruth {
  session: string | null;
  client_reference_id: string | null;
  currency: string;
  status: string;
  held: number;
  captured: number;
  released: number;
  refunded: number;
}

export interface Mail {
  id: number;
  to: string[];
  subject: string;
  message_id: string;
  text: string;
  html: string;
  attachments: { name: string; content_type: string; content_id: string | null; url: string }[];
}

export interface World {
  addresses: Addresses;
  /** What was really sold and paid. */
  ledger(): Promise<{ payments: PaymentTruth[]; esims: SoldEsim[] }>;
  mailsTo(address: string): Promise<Mail[]>;
  /** A file of a mail. */
  file(url: string): Promise<Buffer>;
  /** Turns a knob by name. */
  turn(knob: string, fields: object): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a world of its own whose Stripe sends its events to `webhookUrl`. */
export async function startWorld(folder: string, webhookUrl: string): Promise<World> {
  const args = ['orange', 'stripe', 'smtp', 'mailbox', 'esim-go', 'standard', 'airalo'].flatMap((face) => [`--${face}-port`, '0']);
  const firstLine = async (output: string) => {
    const line = output.split('\n').slice(0, -1).find((one) => one.startsWith('{'));
    return line === undefined ? undefined : (JSON.parse(line) as Addresses);
  };
  const program = await start(
    built('SIMULATORS_PROGRAM', 'simulators'),
    [...args, '--webhook-url', webhookUrl, '--publish-demo-key'],
    `${folder}/simulators.log`,
    firstLine,
  );
  const addresses = program.ready;
  const fetched = async (path: string, init?: RequestInit) => {
    const answer = await fetch(new URL(path, addresses.mailbox_url), init);
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer;
  };
  return {
    addresses,
    ledger: async () => (await fetched('/_world/ledger')).json() as ReturnType<World['ledger']>,
    mailsTo: async (address) => {
      const mails = (await (await fetched('/mailbox.json')).json()) as Mail[];
      return mails.filter((mail) => mail.to.includes(address));
    },
    file: async (url) => Buffer.from(await (await fetched(url)).arrayBuffer()),
    turn: async (knob, fields) => {
      const headers = { 'content-type': 'application/json' };
      await fetched(`/_world/${knob}`, { method: 'POST', headers, body: JSON.stringify(fields) });
    },
    stop: program.stop,
  };
}
