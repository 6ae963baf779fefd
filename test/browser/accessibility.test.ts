// axe-core on every view, light and dark, and on the first start; and views that are laid out alike whatever was opened
// before them.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServe, type Served } from '../support/serve.ts';
import { small } from '../support/critic.ts';
import { chromiumPath, expectAccessible, openBrowser, openPage } from './page.ts';
import { train, viewsOf, type View } from './views.ts';

describe.skipIf(chromiumPath === null)(
  `accessibility${chromiumPath === null ? ': skipped, there is no Chromium' : ''}`,
  { timeout: 240_000 },
  () => {
    let browser: Browser;
    let served: Served;
    let views: readonly View[];
    const data = mkdtempSync(join(tmpdir(), 'critic-views-'));
    beforeAll(async () => {
      train(data, 'train', 'toy-8gaussians-wgan-gp', ...small, '--set', 'iterations=60', '--set', 'name=toy');
      for (const name of ['image', 'partner'])
        train(data, 'train', 'fashion-gan', '--engine', 'onnx:cpu', ...tinyImages, '--set', `name=${name}`);
      browser = await openBrowser();
      served = await startServe({ data });
      views = viewsOf(data, { image: 'image', partner: 'partner', toy: 'toy' });
    }, 240_000);
    afterAll(async () => {
      await served.close();
      await browser.close();
      rmSync(data, { recursive: true, force: true });
    });

    it.each(['light', 'dark'] as const)('finds no serious fault in any view, %s', async (theme) => {
      const { page, context, expectNoProblems } = await openPage(browser, served.address, { theme });
      for (const { name, show } of views) {
        await show(page);
        await expectAccessible(page, `${name}, ${theme}`);
        await page.keyboard.press('Escape');
      }
      expectNoProblems();
      await context.close();
    });

    it('lays a view out alike whether it is opened first or after all others', async () => {
      const still = views.filter(({ name }) => /^(lab|guide|experiments|engines)/.test(name));
      const { page, context } = await openPage(browser, served.address);
      // Each brings its own style sheet, which stays.
      for (const { show } of views) {
        await show(page);
        await page.keyboard.press('Escape');
      }
      for (const { name, show } of still) {
        const first = await openPage(browser, served.address);
        await show(first.page);
        await show(page);
        const expected = await layout(first.page);
        expect(expected.length, name).toBeGreaterThan(1);
        await expect.poll(() => layout(page), { message: name }).toEqual(expected);
        await first.context.close();
      }
      await context.close();
    });

    it('finds no serious fault in the first start', async () => {
      const empty = await startServe();
      try {
        const { page, context, expectNoProblems } = await openPage(browser, empty.address);
        await page.getByText('A GAN beside a Wasserstein GAN').waitFor();
        await expectAccessible(page, 'the first start');
        expect(await page.getByText('Start both').count()).toBe(2);
        expectNoProblems();
        await context.close();
      } finally {
        await empty.close();
      }
    });
  },
);

const tinyImages = [
  'generator.width=4',
  'critic.width=4',
  'batch=8',
  'iterations=4',
  'evaluate.samples=16',
].flatMap((setting) => ['--set', setting]);

/** Where the parts of a view are, in pixels. */
function layout(page: Page): Promise<readonly string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('main :is(h1, h2, section, article, figure, table)')].map((part) => {
      const { x, y, width, height } = part.getBoundingClientRect();
      return [part.tagName, ...[x, y, width, height].map(Math.round)].join(' ');
    }),
  );
}
