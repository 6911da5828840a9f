// axe, run in the page as it stands. Evaluated through the browser's own door, so the strict CSP is left as it is.
import { expect, type Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Finding {
  id: string;
  impact: string;
  help: string;
  nodes: { html: string; failureSummary: string }[];
}

/** Fails with every finding of WCAG 2.2 AA and axe's best practices. */
export async function expectAccessible(page: Page, what: string): Promise<void> {
  await page.evaluate(source);
  const findings = await page.evaluate(async () => {
    const axe = (globalThis as unknown as { axe: { run(): Promise<{ violations: Finding[] }> } }).axe;
    return (await axe.run()).violations;
  });
  const shown = findings.map((finding) => {
    const places = finding.nodes.map((node) => `    ${node.html}\n      ${node.failureSummary}`);
    return `${finding.id} (${finding.impact}): ${finding.help}\n${places.join('\n')}`;
  });
  expect(shown, `axe on ${what}`).toEqual([]);
}

/** Fails if the page is wider than the window, which makes a phone scroll sideways; names what sticks out. */
export async function expectNoSidewaysScroll(page: Page, what: string): Promise<void> {
  const sticksOut = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const wide = [...document.body.querySelectorAll('*')].filter((one) => one.getBoundingClientRect().right > clientWidth);
    return [`${scrollWidth} pixels`, ...wide.slice(0, 8).map((one) => one.outerHTML.slice(0, 160))];
  });
  expect(sticksOut, `${what} is wider than the window`).toEqual([]);
}
