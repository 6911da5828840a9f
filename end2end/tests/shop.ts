// The shop that a journey walks through: the built program on a fresh database, with a world of its own, per worker.
import { test as base, expect } from '@playwright/test';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { built, freePort, root, start } from './programs.ts';
import { startWorld, type World } from './world.ts';

export interface ShopOptions {
  database: 'sqlite' | 'postgres';
  /** Orange's plans alone, or everything that `make demo` sells. */
  suppliers: 'orange' | 'all';
}

export interface Shop {
  url: string;
  world: World;
  /** The configuration file, for the command line. */
  config: string;
}

const ORANGE_KEY = join(root, 'end2end/simulators/keys/demo.pem');

/** Starts the simulators and the shop in `folder`; returns how to end both. */
async function open(folder: string, { database, suppliers }: ShopOptions): Promise<Shop & { close(): Promise<void> }> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const listen = `127.0.0.1:${await freePort()}`;
  const url = `http://${listen}`;
  const world = await startWorld(folder, `${url}/webhooks/stripe`);
  const config = join(folder, 'escale.toml');
  const values: Record<string, string> = {
    shop_url: url,
    listen,
    database_url: database === 'sqlite' ? `sqlite://${folder}/escale.db` : postgresUrl(),
    vault_key: randomBytes(32).toString('base64'),
    index_key: randomBytes(32).toString('base64'),
    ...world.addresses,
    orange_key_file: ORANGE_KEY,
  };
  const files = suppliers === 'all' ? ['shop.toml', 'more_suppliers.toml'] : ['shop.toml'];
  const template = files.map((file) => readFileSync(join(root, 'end2end', file), 'utf8')).join('');
  const filled = template.replace(/\{(\w+)\}/g, (word, name: string) => values[name] ?? word);
  writeFileSync(config, filled);
  const ready = async () => ((await fetch(`${url}/health/ready`).catch(() => undefined))?.ok ? true : undefined);
  const args = ['serve', '--config', config];
  try {
    const shop = await start(built('ESCALE_PROGRAM', 'escale'), args, join(folder, 'shop.log'), ready);
    const close = async () => {
      await shop.stop();
      await world.stop();
    };
    return { url, world, config, close };
  } catch (error) {
    await world.stop();
    throw error;
  }
}

function postgresUrl(): string {
  const url = process.env.ESCALE_JOURNEYS_POSTGRES_URL;
  if (url === undefined) throw new Error('ESCALE_JOURNEYS_POSTGRES_URL names an empty PostgreSQL database');
  return url;
}

export const test = base.extend<object, ShopOptions & { shop: Shop }>({
  database: ['sqlite', { option: true, scope: 'worker' }],
  suppliers: ['orange', { option: true, scope: 'worker' }],
  shop: [
    async ({ database, suppliers }, use, worker) => {
      const folder = join(root, 'end2end/artefacts/workers', `${database}-${worker.parallelIndex}`);
      const shop = await open(folder, { database, suppliers });
      await use(shop);
      await shop.close();
    },
    { scope: 'worker', timeout: 90_000 },
  ],
  baseURL: async ({ shop }, use) => use(shop.url),
});

export { expect };
