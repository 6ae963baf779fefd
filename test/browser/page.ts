// A real Chromium for tests of the window. A violation of the content security policy, an error in the console or an
// uncaught exception fails the test that it happens in.

import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { existsSync } from 'node:fs';
import { expect } from 'vitest';
import AxeSource from 'axe-core';

const places = [
  process.env['CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** Where a Chromium is; null where there is none, and then tests that need one are skipped and say so. */
export const chromiumPath = places.find((place) => place !== undefined && existsSync(place)) ?? null;

export async function openBrowser(): Promise<Browser> {
  if (chromiumPath === null)
    throw new Error('No Chromium was found; install it or set CHROMIUM to its path.');
  return chromium.launch({
    executablePath: chromiumPath,
    // Its sandbox refuses to work as root, as in containers.
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
}

export interface WindowOptions {
  readonly width?: number;
  readonly height?: number;
  readonly theme?: 'light' | 'dark';
}

export interface TestPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What went wrong in the page so far. */
  readonly problems: readonly string[];
  /** Fails when anything went wrong in the page. */
  readonly expectNoProblems: () => void;
}

export async function openPage(
  browser: Browser,
  address: string,
  { width = 1280, height = 800, theme = 'light' }: WindowOptions = {},
): Promise<TestPage> {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: theme });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(`uncaught: ${error.message}`));
  page.on('console', (message) => {
    // A page whose server is gone says so; tests that take the server away know.
    if (message.type() === 'error' && !message.text().includes('ERR_CONNECTION_REFUSED')) {
      problems.push(`console: ${message.text()}`);
    }
  });
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      console.error(
        `policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`,
      );
    });
  });
  await page.goto(address);
  await page.getByRole('contentinfo', { name: 'Status' }).waitFor();
  return {
    page,
    context,
    problems,
    expectNoProblems: () => {
      expect(problems).toEqual([]);
    },
  };
}

/** Fails when axe-core finds a fault in the page that it calls serious or critical. */
export async function expectAccessible(page: Page, where: string): Promise<void> {
  // Evaluated by the debugger, which the page's policy does not concern.
  await page.evaluate(AxeSource.source);
  const faults = await page.evaluate(async () => {
    const axe = (globalThis as unknown as { axe: typeof AxeSource }).axe;
    const { violations } = await axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    });
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(
        ({ id, help, nodes }) =>
          `${id}: ${help} (${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')})`,
      );
  });
  expect(faults, `faults in ${where}`).toEqual([]);
}
