// The shop's own words, so that a journey finds a button by what a visitor reads on it, in either language.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './programs.ts';

export type Lang = 'en' | 'fr';

const tables: Record<Lang, Map<string, string>> = { en: read('en'), fr: read('fr') };

function read(lang: Lang): Map<string, string> {
  const folder = join(root, 'locales', lang);
  const lines = readdirSync(folder).flatMap((file) => readFileSync(join(folder, file), 'utf8').split('\n'));
  const entries = lines.map((line) => /^([a-z][\w-]*) = (.+)$/.exec(line)).filter((match) => match !== null);
  return new Map(entries.map((match) => [match[1]!, match[2]!]));
}

/** The words under a key; what stands in braces, or follows, may be anything. Messages of several lines are not for journeys. */
export function words(lang: Lang, key: string): RegExp {
  const text = tables[lang].get(key);
  if (text === undefined || /->/.test(text)) throw new Error(`${lang} has no plain words for ${key}`);
  const parts = text.split(/\{[^}]*\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+'));
  return new RegExp(`^\\s*${parts.join('.*')}`, 's');
}
