// The workstation as a person uses it: the built program, a real Chromium under the policy of production, and real
// training. What is looked for has the names that screen readers say.

import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { openStore } from '../../core/store/store.ts';
import { startServe, type Served } from '../support/serve.ts';
import { chromiumPath, openBrowser, openPage, type TestPage } from './page.ts';

const patience = { timeout: 60_000 };

describe.skipIf(chromiumPath === null)(
  `the workstation${chromiumPath === null ? ': skipped, there is no Chromium' : ''}`,
  { timeout: 240_000 },
  () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await openBrowser();
    });
    afterAll(async () => {
      await browser.close();
    });

    async function workstation(data?: string): Promise<TestPage & { served: Served }> {
      const served = await startServe(data === undefined ? {} : { data });
      onTestFinished(() => served.close());
      const opened = await openPage(browser, served.address);
      onTestFinished(async ({ task }) => {
        if (task.result?.state === 'fail') {
          const name = task.name.replaceAll(/\W+/g, '-');
          const path = join(import.meta.dirname, '..', '..', 'dist', 'failed', `${name}.png`);
          await opened.page.screenshot({ path });
          console.error(`${path}\n${opened.problems.join('\n')}\n${served.said()}`);
        }
        await opened.context.close();
      });
      return { ...opened, served };
    }

    it('designs a pair, trains both, and shows them learn', async () => {
      const { page, expectNoProblems } = await workstation();
      await page.getByText('A GAN beside a Wasserstein GAN').waitFor(patience);
      await go(page, '/new?preset=toy-8gaussians-gan');
      await makeSmall(page, 4000);
      await page.getByRole('button', { name: /^Pair with/ }).click();
      await page.getByRole('button', { name: 'Train both' }).click();
      await page.waitForURL(/#\/run\//, patience);

      await expect.poll(() => iterationOf(page), patience).toBeGreaterThan(30);
      const [samples, chart] = [canvas(page, 0), canvas(page, 1)];
      const before = { samples: await pictureOf(samples), chart: await pictureOf(chart) };
      await expect.poll(() => iterationOf(page), patience).toBeGreaterThan(150);
      await expect.poll(() => pictureOf(chart), patience).not.toBe(before.chart);
      await expect.poll(() => pictureOf(samples), patience).not.toBe(before.samples);

      await go(page, '/runs');
      const rows = page.getByRole('row').filter({ hasText: '8 Gaussians' });
      await expect.poll(() => rows.count(), patience).toBe(2);
      await expect
        .poll(async () => (await rows.allInnerTexts()).join(' '), patience)
        .toMatch(/GAN[^]*WGAN|WGAN[^]*GAN/);
      // The status line tells of both while they train.
      await expect.poll(() => page.getByRole('progressbar').count(), patience).toBeGreaterThan(1);
      expectNoProblems();
    });

    it('pauses, continues, saves and stops, and resumes to one curve', async () => {
      const { page, expectNoProblems, served } = await workstation();
      const run = await trainOne(page, 60_000);
      await expect.poll(() => iterationOf(page), patience).toBeGreaterThan(20);

      await page.getByRole('button', { name: 'Pause' }).click();
      await state(page, 'Paused').waitFor(patience);
      const paused = await iterationOf(page);
      await page.waitForTimeout(1500);
      expect(await iterationOf(page)).toBe(paused);

      await page.getByRole('button', { name: 'Continue' }).click();
      await state(page, 'Running').waitFor(patience);
      await expect.poll(() => iterationOf(page), patience).toBeGreaterThan(paused);

      await page.getByRole('button', { name: 'Save and stop' }).click();
      await state(page, 'Stopped').waitFor(patience);
      const stopped = await iterationOf(page);
      await page.getByRole('button', { name: 'Resume' }).first().click();
      await expect.poll(() => iterationOf(page), patience).toBeGreaterThan(stopped);
      await page.getByRole('button', { name: 'Save and stop' }).click();
      await state(page, 'Stopped').waitFor(patience);
      await served.stop();

      // One curve: every iteration is there once.
      const store = openStore(served.data);
      const { iterations } = store.series.read(run, 'critic_loss');
      store.close();
      expect([...iterations]).toEqual(Array.from({ length: iterations.length }, (_, i) => i + 1));
      expect(iterations.length).toBeGreaterThan(stopped);
      expectNoProblems();
    });

    it('says that a killed trainer crashed, offers to resume, and resumes', async () => {
      const { page, expectNoProblems, served } = await workstation();
      const run = await trainOne(page, 60_000);
      await expect.poll(() => iterationOf(page), patience).toBeGreaterThan(20);
      await saveCheckpoint(page, served, run);
      const store = openStore(served.data);
      const { pid } = store.runs.get(run);
      store.close();
      process.kill(pid!, 'SIGKILL');
      await state(page, 'Crashed').waitFor(patience);
      await page.getByText(/was ended by SIGKILL/).waitFor(patience);
      await page.getByText(/Resume it to go on from the checkpoint at iteration \d+/).waitFor(patience);
      const crashed = await iterationOf(page);

      await page.getByRole('button', { name: 'Resume' }).first().click();
      await state(page, 'Running').waitFor(patience);
      await expect.poll(() => iterationOf(page), patience).toBeGreaterThan(crashed);
      expectNoProblems();
    });

    it('loses nothing when the page is reloaded or the host is killed in mid-run', async () => {
      const { page, served, problems } = await workstation();
      const run = await trainOne(page, 60_000);
      await expect.poll(() => iterationOf(page), patience).toBeGreaterThan(20);
      const before = await iterationOf(page);
      await page.reload();
      await state(page, 'Running').waitFor(patience);
      await expect.poll(() => iterationOf(page), patience).toBeGreaterThan(before);
      // The charts start at the beginning again, from the store.
      await expect.poll(() => pictureOf(canvas(page, 1)), patience).not.toBe('');
      expect(problems).toEqual([]);

      await saveCheckpoint(page, served, run);
      served.child.kill('SIGKILL');
      await page.getByText(/The host does not answer/).waitFor(patience);
      const again = await served.again();
      onTestFinished(() => again.close());
      await state(page, 'Crashed').waitFor(patience);
      await page.getByRole('button', { name: 'Resume' }).first().waitFor(patience);
      expect(existsSync(join(again.data, 'runs', run))).toBe(true);
    });

    it('deletes a run, takes it back, and frees the disk when nobody does', async () => {
      const { page, served, expectNoProblems } = await workstation();
      const run = await trainOne(page, 40);
      await state(page, 'Completed').waitFor(patience);
      await go(page, '/runs');
      const row = page.getByRole('row').filter({ hasText: 'small' });
      await row.waitFor(patience);
      await page.getByRole('checkbox', { name: /small/ }).check();
      await page.keyboard.press('Delete');
      await row.waitFor({ state: 'hidden' });
      await page.getByRole('button', { name: 'Undo' }).click();
      await row.waitFor(patience);
      expect(existsSync(join(served.data, 'runs', run))).toBe(true);

      await page.getByRole('checkbox', { name: /small/ }).check();
      await page.keyboard.press('Delete');
      await row.waitFor({ state: 'hidden' });
      await expect.poll(() => existsSync(join(served.data, 'runs', run)), { timeout: 45_000 }).toBe(false);
      expectNoProblems();
    });

    it('saves a design as JSON and takes it back, and refuses what is none', async () => {
      const { page, expectNoProblems } = await workstation();
      await go(page, '/new?preset=toy-swissroll-wgan-gp');
      await field(page, 'Batch size').fill('77');
      await field(page, 'Batch size').blur();
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        (async () => {
          await page.getByRole('button', { name: 'Export' }).click();
          await page.getByRole('menuitem', { name: 'Save as JSON' }).click();
        })(),
      ]);
      const text = await readFile(await download.path(), 'utf8');
      expect((JSON.parse(text) as { batch: number }).batch).toBe(77);

      await go(page, '/new?preset=toy-8gaussians-gan');
      await expect.poll(() => field(page, 'Batch size').inputValue()).not.toBe('77');
      await page.getByRole('button', { name: 'Import' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.locator('input[type="file"]').setInputFiles({
        ...{ name: 'wrong.json', mimeType: 'application/json' },
        buffer: Buffer.from('{"format": 1, "batch": "many"'),
      });
      await dialog
        .getByText(/line 1/i)
        .first()
        .waitFor(patience);
      await dialog.locator('input[type="file"]').setInputFiles({
        ...{ name: 'right.json', mimeType: 'application/json', buffer: Buffer.from(text) },
      });
      await dialog.waitFor({ state: 'hidden', ...patience });
      await expect.poll(() => field(page, 'Batch size').inputValue()).toBe('77');
      expectNoProblems();
    });

    it('can be used by keyboard alone', async () => {
      const { page, expectNoProblems } = await workstation();
      await page.getByText('A GAN beside a Wasserstein GAN').waitFor(patience);
      await page.keyboard.press('n');
      await page.waitForURL(/#\/new/);
      await page.keyboard.press('e');
      await page.getByRole('heading', { name: 'Engines', exact: true }).waitFor(patience);
      await page.keyboard.press('?');
      await page.getByRole('dialog', { name: 'Keyboard map' }).waitFor(patience);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
      await page.keyboard.press('t');
      await expect.poll(() => page.evaluate(() => document.documentElement.dataset['theme'])).toBe('dark');
      expectNoProblems();
    });
  },
);

async function go(page: Page, hash: string): Promise<void> {
  await page.evaluate((to) => {
    location.hash = to;
  }, hash);
}

const field = (page: Page, label: string): Locator => page.getByLabel(label, { exact: true }).first();

/** Small networks and few measurements, so that hundreds of iterations take seconds. */
async function makeSmall(page: Page, iterations: number): Promise<void> {
  const fields = {
    Iterations: String(iterations),
    'Batch size': '32',
    'Measure on': '64',
    'Measure every': '20',
    'Save a grid every': '20',
  };
  for (const [label, value] of Object.entries(fields)) {
    await field(page, label).fill(value);
    await field(page, label).blur();
  }
}

/** Designs and starts one small run, and opens it. Returns its id. */
async function trainOne(page: Page, iterations: number): Promise<string> {
  await go(page, '/new?preset=toy-8gaussians-wgan-gp');
  await makeSmall(page, iterations);
  await field(page, 'Name').fill('small');
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await page.waitForURL(/#\/run\//, patience);
  return page.url().split('/').at(-1)!;
}

/** Presses the button, and waits until the checkpoint is stored. */
async function saveCheckpoint(page: Page, { data }: Served, run: string): Promise<void> {
  await page.getByRole('button', { name: 'Checkpoint now' }).click();
  const store = openStore(data);
  try {
    await expect.poll(() => store.checkpoints.list(run).length, patience).toBeGreaterThan(0);
  } finally {
    store.close();
  }
}

const state = (page: Page, word: string): Locator =>
  page.locator('header').getByText(word, { exact: true }).first();

/** Of the run that is shown. */
async function iterationOf(page: Page): Promise<number> {
  const text = await page
    .getByText(/[\d,]+ of [\d,]+ iterations/)
    .first()
    .innerText(patience);
  return Number(/([\d,]+) of/.exec(text)![1].replaceAll(',', ''));
}

const canvas = (page: Page, index: number): Locator => page.locator('canvas').nth(index);

/** A fingerprint of what a canvas shows. */
async function pictureOf(of: Locator): Promise<string> {
  const url = await of.evaluate((element) => (element as HTMLCanvasElement).toDataURL());
  return createHash('sha256').update(url).digest('hex');
}
