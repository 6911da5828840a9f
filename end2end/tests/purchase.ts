// The main job, step by step, as a traveller does it: by what stands on the page, with nothing but links and forms.
import { expect, type Page } from '@playwright/test';
import { words, type Lang } from './words.ts';

export interface Wish {
  lang?: Lang;
  /** What is typed into the search. */
  search?: string;
  email: string;
}

/** From the home page to a plan's own page. */
export async function choosePlan(page: Page, { lang = 'en', search = 'France' }: Pick<Wish, 'lang' | 'search'> = {}) {
  await page.goto(`/${lang}`);
  await page.getByRole('searchbox').first().fill(search);
  await page.getByRole('button', { name: words(lang, 'search-button') }).first().click();
  // One certain answer is opened at once; several are a list to choose from.
  await page.waitForURL(/\/(to|search)\b/);
  if (page.url().includes('/search')) await page.getByRole('main').getByRole('link', { name: search }).first().click();
  await expect(page).toHaveURL(/\/to\//);
  await page.getByRole('main').getByRole('link', { name: words(lang, 'plan-see') }).first().click();
  await expect(page).toHaveURL(/\/plan\//);
}

/** From a plan's page to the filled-in checkout. */
export async function fillCheckout(page: Page, { lang = 'en', email }: Wish) {
  await page.getByRole('link', { name: words(lang, 'plan-buy') }).click();
  await expect(page).toHaveURL(/\/checkout\//);
  await page.getByLabel(words(lang, 'checkout-email')).fill(email);
  for (const consent of ['checkout-start', 'checkout-loss']) {
    const box = page.getByRole('checkbox', { name: words(lang, consent) });
    await expect(box).not.toBeChecked();
    await box.check();
  }
}

/** From the filled-in checkout to the payment page. */
export async function order(page: Page, lang: Lang = 'en') {
  await page.getByRole('button', { name: words(lang, 'checkout-pay') }).click();
  await expect(page).toHaveURL(/\/c\/pay\//);
}

/** The whole purchase; ends on the eSIM's page and returns its address. */
export async function buy(page: Page, wish: Wish): Promise<string> {
  await choosePlan(page, wish);
  await fillCheckout(page, wish);
  await order(page, wish.lang);
  await page.getByRole('button', { name: 'Pay', exact: true }).click();
  await expect(page).toHaveURL(/\/o\//);
  await expectEsim(page);
  return page.url();
}

/** Waits until the page has turned into the eSIM by itself. */
export async function expectEsim(page: Page) {
  await expect(page.getByRole('img', { name: /QR/ }).first()).toBeVisible({ timeout: 30_000 });
}
