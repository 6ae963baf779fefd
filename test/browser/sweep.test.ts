// A sweep as a person makes it: six tiny runs from one design, trained for real, read off the curves and compared.

import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { openStore } from '../../core/store/store.ts';
import { startServe } from '../support/serve.ts';
import { chromiumPath, expectAccessible, openBrowser, openPage } from './page.ts';

const patience = { timeout: 90_000 };
const id = (path: string): string => `#field-0-${path.replaceAll('.', '-')}`;

describe.skipIf(chromiumPath === null)(
  `a sweep${chromiumPath === null ? ': skipped, there is no Chromium' : ''}`,
  { timeout: 240_000 },
  () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await openBrowser();
    });
    afterAll(async () => {
      await browser.close();
    });

    it('designs six runs in one, trains them, filters them and compares two', async () => {
      const served = await startServe();
      onTestFinished(() => served.close());
      const { page, context, expectNoProblems } = await openPage(browser, served.address);
      onTestFinished(() => context.close());
      await go(page, '/new?preset=toy-8gaussians-wgan-gp');
      const fields = {
        ...{ iterations: '40', batch: '16', 'evaluate.every': '10', 'evaluate.samples': '32' },
        ...{ 'generator.hidden': '16', 'critic.hidden': '16', seed: '1..3' },
        ...{ 'optimizer.generator.lr': '1e-4, 1e-3', 'optimizer.critic.lr': '1e-4, 1e-3' },
      };
      for (const [path, text] of Object.entries(fields)) await page.locator(id(path)).fill(text);
      await page.getByText('2 × 3 = 6 combinations, all of them').waitFor(patience);
      await page.getByRole('button', { name: 'Try one step' }).click();
      await page.getByRole('row', { name: /^Time, one after the other \d/ }).waitFor(patience);
      await expectAccessible(page, 'the designer with a sweep');
      await page.getByRole('button', { name: 'Train 6 runs' }).click();
      await page.waitForURL(/#\/sweep\//, patience);

      await page.getByText('6 runs: 6 completed').waitFor(patience);
      const rows = page.getByRole('table').getByRole('row');
      expect(await rows.count()).toBe(7);
      const curves = page.getByRole('listbox', { name: /^Runs as curves/ }).getByRole('option');
      await expect.poll(() => curves.count()).toBe(6);
      expect(await curves.first().getAttribute('aria-label')).toMatch(
        /^lr (1e-4|0\.001), seed \d, best W1 \d/,
      );
      await expectAccessible(page, 'a sweep');

      const store = openStore(served.data);
      try {
        const stored = store.runs.list();
        expect(new Set(stored.map(({ spec }) => JSON.stringify([spec.seed, spec.optimizer]))).size).toBe(6);
        expect(new Set(stored.map(({ compareGroup }) => compareGroup)).size).toBe(1);
        for (const { spec } of stored) expect(spec.optimizer.critic.lr).toBe(spec.optimizer.generator.lr);
      } finally {
        store.close();
      }

      await page.getByRole('slider', { name: /^Lower end of learning rate/ }).press('ArrowUp');
      await page.getByText('3 of 6 runs').waitFor();
      expect((await rows.allInnerTexts()).slice(1).every((row) => row.includes('0.001'))).toBe(true);
      await page.getByRole('button', { name: 'Show all' }).click();
      await page.getByText('Average seeds').click();
      await expect.poll(() => rows.count()).toBe(3);
      await page.getByText('Average seeds').click();

      await page.getByRole('checkbox', { name: 'Select lr 1e-4, seed 1' }).check();
      await page.getByRole('checkbox', { name: 'Select lr 0.001, seed 1' }).check();
      await page.getByRole('button', { name: 'Compare 2 runs' }).click();
      await page.waitForURL(/#\/compare\/[^,]+,[^,]+$/, patience);
      expectNoProblems();
    });
  },
);

async function go(page: Page, hash: string): Promise<void> {
  await page.evaluate((to) => {
    location.hash = to;
  }, hash);
}
