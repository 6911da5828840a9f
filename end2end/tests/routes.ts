// The route table as the shop tells it, and for each row how a test gets there.
import { execFileSync } from 'node:child_process';
import { built } from './programs.ts';
import type { Lang } from './words.ts';

export interface Row {
  path: string;
  audience: 'everybody' | 'staff';
  get: boolean;
  post: boolean;
}

/** Every page of the shop. */
export const rows = JSON.parse(execFileSync(built('ESCALE_PROGRAM', 'escale'), ['routes', '--json']).toString()) as Row[];

/** Values for the placeholders, taken from a shop in which an eSIM has been bought. */
export interface Known {
  slug: string;
  region: string;
  offer: string;
  draft: string;
  token: string;
  /** The order's number, as staff call it. */
  number: string;
}

/**
 * What is known of each row: the values of its placeholders, `query` beside them. A row that never answers with a page
 * says what it does instead.
 */
const fixtures: Record<string, ((known: Known) => Record<string, string>) | 'form only' | 'file'> = {
  '/{lang}': () => ({}),
  '/{lang}/search': () => ({ query: 'q=fra' }),
  '/{lang}/destinations': () => ({}),
  '/{lang}/to/{slug}': ({ slug }) => ({ slug }),
  '/{lang}/region/{region}': ({ region }) => ({ region }),
  '/{lang}/plan/{offer}': ({ offer }) => ({ offer }),
  '/{lang}/help': () => ({}),
  '/{lang}/help/device': () => ({}),
  '/{lang}/terms': () => ({}),
  '/{lang}/privacy': () => ({}),
  '/{lang}/withdrawal': () => ({}),
  '/{lang}/legal': () => ({}),
  '/{lang}/buy/{offer}': ({ offer }) => ({ offer }),
  '/{lang}/checkout/{draft}': ({ draft, offer }) => ({ draft, query: `plan=${offer}` }),
  '/{lang}/orders': () => ({}),
  '/{lang}/withdraw': () => ({}),
  '/{lang}/o/{token}': ({ token }) => ({ token }),
  '/{lang}/top-up': () => ({}),
  '/{lang}/o/{token}/top-up/{position}': ({ token }) => ({ token, position: '1' }),
  '/{lang}/o/{token}/cancel': 'form only',
  '/{lang}/o/{token}/qr/{position}': 'file',
  '/{lang}/admin/sign-in': () => ({}),
  '/{lang}/admin/sign-out': 'form only',
  '/{lang}/admin': () => ({}),
  '/{lang}/admin/orders': () => ({}),
  '/{lang}/admin/orders/{number}': ({ number }) => ({ number }),
  '/{lang}/admin/tasks': () => ({}),
  '/{lang}/admin/identity-papers': () => ({}),
  '/{lang}/admin/offers': () => ({}),
  '/{lang}/admin/reconciliation': () => ({}),
};

/** Where a row's page is; `undefined` for a row that has none. Throws for a row without a fixture. */
export function place(row: Row, lang: Lang, known: Known): string | undefined {
  const fixture = fixtures[row.path];
  if (fixture === undefined) throw new Error(`no fixture for ${row.path}: add one to routes.ts`);
  if (fixture === 'form only' && row.get) throw new Error(`${row.path} answers GET: give it values in routes.ts`);
  if (typeof fixture === 'string') return undefined;
  const { query, ...values } = { lang, ...fixture(known) } as Record<string, string>;
  const path = row.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`no value for {${name}} of ${row.path} in routes.ts`);
    return encodeURIComponent(value);
  });
  return query === undefined ? path : `${path}?${query}`;
}

/** Rows of fixtures that the route table no longer has. */
export function leftOver(): string[] {
  return Object.keys(fixtures).filter((path) => !rows.some((row) => row.path === path));
}
