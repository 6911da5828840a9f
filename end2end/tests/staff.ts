// The merchant's staff: an owner added by the command line, and the way in.
import { execFileSync } from 'node:child_process';
import { expect, type Page } from '@playwright/test';
import { built } from './programs.ts';
import type { Shop } from './shop.ts';
import { words } from './words.ts';

export interface Owner {
  email: string;
  password: string;
}

/** `escale admin create`, as the merchant does it. */
export function addOwner(shop: Shop, email: string): Owner {
  const password = 'correct horse battery staple';
  const args = ['admin', 'create', '--email', email, '--config', shop.config];
  execFileSync(built('ESCALE_PROGRAM', 'escale'), args, { input: `${password}\n` });
  return { email, password };
}

export async function signIn(page: Page, { email, password }: Owner) {
  await page.goto('/en/admin');
  await expect(page).toHaveURL(/\/admin\/sign-in/);
  await page.getByLabel(/e-?mail/i).fill(email);
  await page.getByLabel(/password/i).fill(password);
  await page.getByRole('button', { name: words('en', 'admin-sign-in-button') }).click();
  await expect(page).toHaveURL(/\/admin$/);
}
