// How the journeys run: a real Chromium from the system, the built shop, its simulators, nothing from elsewhere.
import { defineConfig } from '@playwright/test';
import type { ShopOptions } from './tests/shop.ts';

export default defineConfig<object, ShopOptions>({
  testDir: 'tests',
  outputDir: 'artefacts',
  timeout: 60_000,
  expect: { timeout: 10_000 },
  workers: 2,
  // A journey that passes only on a second try has failed.
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  reporter: 'list',
  use: {
    locale: 'en-GB',
    timezoneId: 'Europe/Paris',
    launchOptions: { executablePath: process.env.ESCALE_CHROMIUM ?? '/usr/bin/chromium' },
    actionTimeout: 15_000,
    screenshot: 'only-on-failure',
  },
  projects: [
    { name: 'sqlite', use: { database: 'sqlite' } },
    // The same purchase once more on the other database; everything else does not depend on it.
    { name: 'postgres', testMatch: 'purchase.spec.ts', use: { database: 'postgres' } },
  ],
});
