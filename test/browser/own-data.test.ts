// Data of one's own, from the designer to a trained run: a folder of images, points that are drawn, a text file of points.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encode } from 'fast-png';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServe, type Served } from '../support/serve.ts';
import { chromiumPath, openBrowser, openPage } from './page.ts';

const edge = 12;

/** A folder of two classes with 40 images, one that is cut off, and something else. */
function writeFolder(folder: string): void {
  for (const [at, name] of ['猫', 'a dog'].entries()) {
    mkdirSync(join(folder, name), { recursive: true });
    for (let i = 0; i < 20; i += 1) {
      const data = new Uint8Array(3 * edge * edge).map((_, k) => (at * 120 + 7 * i + k) % 256);
      const png = encode({ width: edge, height: edge, channels: 3, data });
      writeFileSync(join(folder, name, `图 ${i}.png`), png);
      if (at === 0 && i === 0) writeFileSync(join(folder, name, '坏.png'), png.subarray(0, 60));
    }
  }
  writeFileSync(join(folder, 'notes.txt'), 'Not an image.');
}

const field = (page: Page, path: string) => page.locator(`#field-0-${path.replaceAll('.', '-')}`);
async function fill(page: Page, values: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, value] of Object.entries(values)) await field(page, path).fill(value);
}
const preview = (page: Page) => page.getByRole('region', { name: 'Data preview' });

async function design(page: Page, preset: string, kind: string): Promise<void> {
  await page.evaluate((to) => {
    location.hash = to;
  }, `/new?preset=${preset}`);
  await field(page, 'data.kind').selectOption(kind);
}
async function trainToTheEnd(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await page.waitForURL(/#\/run\//);
  await page.getByText('Completed').first().waitFor({ timeout: 60_000 });
}

describe.skipIf(chromiumPath === null)(
  `data of one's own${chromiumPath === null ? ': skipped, there is no Chromium' : ''}`,
  { timeout: 120_000 },
  () => {
    let browser: Browser;
    let served: Served;
    const files = mkdtempSync(join(tmpdir(), 'critic-数据 '));
    beforeAll(async () => {
      browser = await openBrowser();
      // What is prepared is of no use afterwards.
      served = await startServe({ environment: { CRITIC_CACHE: join(files, 'cache') } });
    }, 120_000);
    afterAll(async () => {
      await browser.close();
      await served.close();
      rmSync(files, { recursive: true, force: true });
    });

    it('previews a folder with what it skips, holds out what it can spare, and trains on it', async () => {
      const folder = join(files, '图像 folder');
      writeFolder(folder);
      const { page, context, expectNoProblems } = await openPage(browser, served.address);
      await design(page, 'fashion-wgan-gp', 'folder');
      // As file managers copy it.
      await field(page, 'data.path').fill(`"${folder}"`);
      await preview(page).getByText('32 to train on · 8 held out').waitFor();
      expect(await field(page, 'data.heldOut').inputValue()).toBe('8');
      await preview(page).getByText('2 files skipped').click();
      await preview(page).getByText('notes.txt').waitFor();
      await preview(page).getByText('坏.png').waitFor();
      await preview(page).getByText('2 classes').click();
      await preview(page).getByText('猫', { exact: true }).waitFor();

      await field(page, 'data.heldOut').fill('40');
      await page.getByText('Held out cannot be 40').waitFor();
      await fill(page, { 'data.heldOut': '8', 'generator.width': '4', 'critic.width': '4' });
      await fill(page, { iterations: '3', batch: '4', 'grid.columns': '2', 'grid.rows': '2' });
      await trainToTheEnd(page);
      expectNoProblems();

      // The whole training set is looked through for the image nearest to a tile.
      await page
        .getByRole('link', { name: 'Gallery' })
        .or(page.getByRole('button', { name: 'Gallery' }))
        .click();
      await page.getByPlaceholder('none').waitFor();
      await page.keyboard.press(']');
      await page.getByRole('button', { name: 'Find nearest' }).click();
      await page.getByText('The nearest training image is').waitFor({ timeout: 60_000 });
      expectNoProblems();
      await context.close();
    });

    it('draws points with the pointer, takes strokes back, and trains on them', async () => {
      const { page, context, expectNoProblems } = await openPage(browser, served.address);
      await design(page, 'toy-8gaussians-wgan-gp', 'drawn');
      const square = preview(page).getByRole('img', { name: /drawn in a square/ });
      await preview(page).getByRole('button', { name: 'Clear' }).click();
      await page.locator('#problem-0-data-points').waitFor();
      const box = (await square.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
      const at = (x: number, y: number) => [box.x + x * box.width, box.y + y * box.height] as const;
      await page.mouse.move(...at(0.25, 0.75));
      await page.mouse.down();
      await page.mouse.move(...at(0.75, 0.75), { steps: 10 });
      await page.mouse.up();
      const afterStroke = Number(/^\d+/.exec((await square.getAttribute('aria-label')) ?? '')?.[0]);
      expect(afterStroke).toBeGreaterThan(5);
      await page.mouse.click(...at(0.5, 0.25));
      expect(await field(page, 'data.points').inputValue()).toMatch(/^-1, -1, .*, 0, 1$/);
      // The click alone, then the whole stroke.
      await page.getByRole('button', { name: 'Undo', exact: true }).click();
      expect(await square.getAttribute('aria-label')).toMatch(new RegExp(`^${afterStroke} points`));
      await page.getByRole('button', { name: 'Undo', exact: true }).click();
      expect(await square.getAttribute('aria-label')).toMatch(/^0 points/);
      await field(page, 'data.points').fill('-1 0, 1 0, 0 1');
      await preview(page).getByText('3 drawn points').waitFor();
      await fill(page, { 'generator.hidden': '8', 'critic.hidden': '8', iterations: '3', batch: '16' });
      await fill(page, { 'evaluate.samples': '64', 'grid.columns': '4', 'grid.rows': '4' });
      await trainToTheEnd(page);
      await page.getByText('3 drawn points').first().waitFor();
      expectNoProblems();
      await context.close();
    });

    it('refuses a text file with the number of its bad line, and takes it once it is mended', async () => {
      const file = join(files, '点 points.csv');
      writeFileSync(file, 'x,y\n0,1\n1,one\n2,3\n');
      const { page, context, expectNoProblems } = await openPage(browser, served.address);
      await design(page, 'toy-8gaussians-wgan-gp', 'csv');
      await field(page, 'data.path').fill(file);
      await page.getByText(/line 3: "one" is not a number/).waitFor();
      expect(await field(page, 'data.path').getAttribute('aria-invalid')).toBe('true');
      // Training goes to what is wrong instead.
      await page.getByRole('button', { name: 'Train', exact: true }).click();
      expect(page.url()).toMatch(/#\/new$/);
      const points = Array.from({ length: 100 }, (_, i) => `${Math.cos(i)},${Math.sin(i)}`);
      writeFileSync(file, `x,y\n${points.join('\n')}\n`);
      await preview(page).getByRole('button', { name: 'Read again' }).click();
      await preview(page).getByText('held out').waitFor();
      expect(await page.locator('#problem-0-data-path').count()).toBe(0);
      expectNoProblems();
      await context.close();
    });

    it('says what to do with a file that is dropped, as a browser does not tell where it lies', async () => {
      const { page, context, expectNoProblems } = await openPage(browser, served.address);
      await design(page, 'toy-8gaussians-wgan-gp', 'drawn');
      await page.getByRole('region', { name: 'Designer' }).evaluate((element) => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File(['0,1'], '点.csv'));
        element.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
      });
      await page.getByText('A browser does not say where 点.csv lies').waitFor();
      expect(await field(page, 'data.kind').inputValue()).toBe('csv');
      expect(await field(page, 'data.path').evaluate((box) => box === document.activeElement)).toBe(true);
      expectNoProblems();
      await context.close();
    });
  },
);
