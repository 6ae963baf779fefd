// Two runs side by side: the same noise at the same step is seen in the pixels themselves.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServe, type Served } from '../support/serve.ts';
import { chromiumPath, expectAccessible, openBrowser, openPage } from './page.ts';
import { idOf, train } from './views.ts';

const tiny = [
  'generator.width=4',
  'critic.width=4',
  'batch=8',
  'iterations=6',
  'evaluate.samples=16',
].flatMap((setting) => ['--set', setting]);

describe.skipIf(chromiumPath === null)(
  `comparing${chromiumPath === null ? ': skipped, there is no Chromium' : ''}`,
  { timeout: 240_000 },
  () => {
    let browser: Browser;
    let served: Served;
    const data = mkdtempSync(join(tmpdir(), 'critic-compare-'));
    beforeAll(async () => {
      for (const preset of ['fashion-gan', 'fashion-wgan-gp'])
        train(data, 'train', preset, '--engine', 'onnx:cpu', ...tiny);
      browser = await openBrowser();
      served = await startServe({ data });
    }, 240_000);
    afterAll(async () => {
      await served.close();
      await browser.close();
      rmSync(data, { recursive: true, force: true });
    });

    it('shows equal pixels where nothing has been learned yet, and different ones later', async () => {
      const { page, context, expectNoProblems } = await openPage(browser, served.address);
      await page.evaluate(
        (to) => {
          location.hash = to;
        },
        `/compare/${idOf(data, 'fashion-gan')},${idOf(data, 'fashion-wgan-gp')}`,
      );
      await page.getByText(/Same noise/).waitFor();
      await expectAccessible(page, 'the comparison');
      await page.keyboard.press('Home');
      await expect.poll(async () => samePictures(page)).toBe(true);
      await page.keyboard.press('End');
      await expect.poll(async () => samePictures(page)).toBe(false);
      await page.keyboard.press('Home');
      await expect.poll(async () => samePictures(page)).toBe(true);
      expectNoProblems();
      await context.close();
    });
  },
);

/** Whether the two grids that are shown are equal, pixel by pixel; null while one of them is empty. */
async function samePictures(page: Page): Promise<boolean | null> {
  return page.evaluate(() => {
    const [left, right] = [...document.querySelectorAll('canvas')].slice(0, 2).map((canvas) => {
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
      return [...data];
    });
    if (!left.some((value) => value > 0)) return null;
    return left.length === right.length && left.every((value, i) => value === right[i]);
  });
}
