// Measures the window: npm run bench:ui. Prints a table of what was measured beside what was promised. Names after it, as
// in npm run bench:ui -- scrubbing, measure only these.

import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import type { Browser, Page } from 'playwright-core';
import { startServe, type Served } from '../support/serve.ts';
import { longRun, manyGrids, manyRuns } from './large-store.ts';
import { openBrowser, openPage } from './page.ts';

interface Row {
  readonly what: string;
  readonly measured: string;
  readonly wanted: string;
}
const rows: Row[] = [];
const report = (what: string, measured: string, wanted: string): void => {
  rows.push({ what, measured, wanted });
  console.log(`${what}: ${measured} (${wanted})`);
};
const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1];
const ms = (value: number): string => `${value.toFixed(0)} ms`;

/** Seconds of processor time that a process has taken (Linux). */
function processorSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** Opens a page, does something, and closes everything. */
async function withWindow<T>(
  browser: Browser,
  options: Parameters<typeof startServe>[0],
  action: (page: Page, served: Served) => Promise<T>,
): Promise<T> {
  const served = await startServe(options);
  try {
    const { page, context } = await openPage(browser, served.address);
    const result = await action(page, served);
    await context.close();
    return result;
  } finally {
    await served.close();
  }
}

async function measureStart(browser: Browser): Promise<void> {
  const times: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    const from = performance.now();
    await withWindow(browser, {}, async (page) => {
      await page.getByText('Start both').first().waitFor();
      times.push(performance.now() - from);
    });
  }
  report('from the command to a usable window', ms(median(times)), 'under 2000 ms');
}

/** Milliseconds from a click on a link until something is shown and painted, measured in the page. */
async function timeUntil(page: Page, href: string, selector: string): Promise<number> {
  return page.evaluate(
    async ([to, shown]) => {
      const from = performance.now();
      location.hash = to;
      while (document.querySelector(shown) === null) await new Promise((next) => requestAnimationFrame(next));
      await new Promise((next) => requestAnimationFrame(() => setTimeout(next)));
      return performance.now() - from;
    },
    [href, selector] as const,
  );
}

async function measureList(browser: Browser): Promise<void> {
  await withWindow(browser, { data: manyRuns(5000) }, async (page) => {
    const rowShown = '[data-run]';
    await page.locator(rowShown).first().waitFor();
    const times: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      await page.evaluate(() => (location.hash = '#/engines'));
      await page.getByRole('heading', { name: 'Engines', exact: true }).waitFor();
      times.push(await timeUntil(page, '#/runs', rowShown));
    }
    report('5,000 runs: the list is shown', ms(median(times)), 'under 200 ms');
    await page.evaluate(() => {
      sessionStorage.setItem('from', String(Date.now()));
      location.reload();
    });
    await page.locator(rowShown).first().waitFor();
    const whole = await page.evaluate(() => Date.now() - Number(sessionStorage.getItem('from')));
    report('5,000 runs: the page reloaded until the list is shown', ms(whole), 'not promised');
  });
}

async function measureLongRun(browser: Browser): Promise<void> {
  const drawn = '[data-chart-drawn]';
  await withWindow(browser, { data: longRun(1_000_000) }, async (page) => {
    const href = `#/run/${await page.locator('[data-run]').first().getAttribute('data-run')}`;
    const opened: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      opened.push(await timeUntil(page, href, drawn));
      await page.evaluate(() => (location.hash = '#/engines'));
      await page.getByRole('heading', { name: 'Engines', exact: true }).waitFor();
    }
    report('a run of 1,000,000 iterations opens', ms(median(opened)), 'under 300 ms');
  });
}

/** Six runs of 2,000 grids each: the playhead dragged from end to end, then played. */
async function measureScrubbing(browser: Browser): Promise<void> {
  await withWindow(browser, { data: manyGrids(6, 2000) }, async (page) => {
    await page.locator('[data-run]').first().waitFor();
    const ids = await page
      .locator('[data-run]')
      .evaluateAll((found) => found.map((one) => one.getAttribute('data-run')));
    await page.evaluate((hash) => (location.hash = hash), `#/compare/${ids.slice(0, 6).join(',')}`);
    const slider = page.getByRole('slider', { name: 'Stored grid' });
    await slider.waitFor();
    await page.waitForTimeout(2000);
    const box = (await page
      .getByRole('group', { name: 'Stored samples of all runs' })
      .locator('.ui-slider')
      .boundingBox())!;
    const y = box.y + box.height / 2;
    const shown = page.evaluate(countPictures, 8000);
    const times = frameTimes(page, 8000);
    await page.mouse.move(box.x + box.width - 3, y);
    await page.mouse.down();
    const from = performance.now();
    for (let passed = 0; passed < 7500; passed = performance.now() - from) {
      const way = Math.abs(((passed / 2500) % 2) - 1);
      await page.mouse.move(box.x + 3 + way * (box.width - 6), y);
      await page.waitForTimeout(8);
    }
    await page.mouse.up();
    reportFrames('6 × 2,000 grids: the playhead dragged', await times, await shown);

    await page.keyboard.press('Home');
    await page.getByLabel('Speed of playing').selectOption('30');
    const playedPictures = page.evaluate(countPictures, 5000);
    const played = frameTimes(page, 5000);
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    reportFrames('6 × 2,000 grids: played at 30 a second', await played, await playedPictures);
  });
}

/** The lab: Q dragged to and fro for each pair and for samples, and the earth on its way. */
async function measureLab(browser: Browser): Promise<void> {
  await withWindow(browser, {}, async (page) => {
    const dragged = [
      ['two normals', '/lab?pair=normals'],
      ['mixtures', '/lab?pair=mixtures'],
      ['bars', '/lab?pair=bars'],
      ['2 × 2,048 samples', '/lab?tab=samples&n=2048'],
    ] as const;
    for (const [what, address] of dragged) {
      await page.evaluate((hash) => (location.hash = hash), address);
      const grip = page.locator('[data-grip="laws"]');
      await grip.waitFor();
      await page.waitForTimeout(1000);
      const box = (await grip.boundingBox())!;
      const [middle, y] = [box.x + box.width / 2, box.y + box.height / 2];
      await page.mouse.move(middle, y);
      await page.mouse.down();
      const { frames, shown, busy } = await watched(page, 5000, async (passed) => {
        await page.mouse.move(middle + 0.3 * box.width * Math.sin(passed / 300), y);
        await page.waitForTimeout(8);
      });
      await page.mouse.up();
      reportFrames(`lab: Q of ${what} dragged`, frames, shown);
      report(`lab: Q of ${what} dragged, work of the page`, ms1(busy / shown), 'under 16.7 ms a step');
    }
    await page.evaluate(() => (location.hash = '/lab?tab=earth'));
    const move = page.getByRole('button', { name: 'Move the earth' });
    await move.waitFor();
    await page.waitForTimeout(1000);
    const { frames, shown, busy } = await watched(page, 5000, async () => {
      // It ends by itself, and is begun anew.
      if (await move.isVisible()) await move.click();
      await page.waitForTimeout(200);
    });
    reportFrames('lab: the earth on its way', frames, shown);
    report('lab: the earth on its way, work of the page', ms1(busy / shown), 'under 16.7 ms a step');
  });
}

const ms1 = (value: number): string => `${value.toFixed(1)} ms of processor time a step`;

/** Frames, steps shown, and milliseconds of processor time of the page's main thread while something is done over and over. */
async function watched(
  page: Page,
  forMs: number,
  again: (passed: number) => Promise<void>,
): Promise<{ frames: readonly number[]; shown: number; busy: number }> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const worked = async (): Promise<number> => {
    const { metrics } = await session.send('Performance.getMetrics');
    return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN);
  };
  const before = await worked();
  const shown = page.evaluate(countDrawings, forMs);
  const frames = frameTimes(page, forMs);
  const from = performance.now();
  for (let passed = 0; passed < forMs; passed = performance.now() - from) await again(passed);
  const counted = { frames: await frames, shown: await shown };
  const busy = (await worked()) - before;
  await session.detach();
  return { ...counted, busy };
}

/** In the page: in how many frames a figure had been drawn anew, within some time. */
async function countDrawings(forMs: number): Promise<number> {
  let [shown, isNew] = [0, false];
  const observer = new MutationObserver(() => {
    isNew = true;
  });
  const figures = document.querySelector('main') ?? document.body;
  observer.observe(figures, { subtree: true, attributes: true, childList: true, characterData: true });
  const from = performance.now();
  while (performance.now() - from < forMs) {
    await new Promise((next) => requestAnimationFrame(next));
    if (isNew) shown += 1;
    isNew = false;
  }
  observer.disconnect();
  return shown;
}

function reportFrames(what: string, times: readonly number[], pictures: number): void {
  const mean = times.reduce((sum, time) => sum + time, 0) / times.length;
  const late = times.filter((time) => time > 1000 / 50 + 1).length / times.length;
  report(
    what,
    `${(1000 / mean).toFixed(0)} frames a second on average, ${(100 * late).toFixed(0)} % later than 1/50 s, ${pictures} steps shown`,
    'above 50 a second',
  );
}

/** In the page: how often the first run showed another step within some time. */
async function countPictures(forMs: number): Promise<number> {
  const place = (): string => document.querySelector('[data-step]')?.getAttribute('data-step') ?? '';
  let [shown, before] = [0, place()];
  const from = performance.now();
  while (performance.now() - from < forMs) {
    await new Promise((next) => requestAnimationFrame(next));
    if (place() !== before) shown += 1;
    before = place();
  }
  return shown;
}

async function measureTraining(browser: Browser): Promise<void> {
  await withWindow(browser, {}, async (page, { child }) => {
    const pid = child.pid!;
    const idleFrom = processorSeconds(pid);
    await page.waitForTimeout(10_000);
    const idle = (processorSeconds(pid) - idleFrom) / 10;
    report('the host while nothing happens', `${(100 * idle).toFixed(1)} % of a core`, 'none');

    await page.evaluate(() => (location.hash = '#/new?preset=toy-8gaussians-wgan-gp'));
    await page
      .getByRole('button', { name: /^Train/ })
      .first()
      .click();
    await page.locator('[data-chart-drawn]').first().waitFor();
    await page.waitForTimeout(3000);
    const speeds: { watched: number[]; unwatched: number[] } = { watched: [], unwatched: [] };
    const run = new URL(page.url()).hash;
    const iteration = async (): Promise<number> =>
      page.evaluate(() => Number(document.querySelector('[data-iteration]')?.getAttribute('data-iteration')));
    let frames: number[] = [];
    const hostFrom = processorSeconds(pid);
    const clockFrom = performance.now();
    for (let round = 0; round < 4; round += 1) {
      speeds.watched.push(await speed(page, iteration));
      frames = [...frames, ...(await frameTimes(page, 3000))];
      // Another page altogether: nobody watches.
      await page.goto('about:blank');
      await page.waitForTimeout(500);
      const [from, at] = [performance.now(), await told(page, run)];
      await page.goto('about:blank');
      await page.waitForTimeout(6000);
      const to = await told(page, run);
      speeds.unwatched.push((to - at) / ((performance.now() - from) / 1000));
    }
    const host = (processorSeconds(pid) - hostFrom) / ((performance.now() - clockFrom) / 1000);
    report('the host while training', `${(100 * host).toFixed(1)} % of a core`, 'under 10 %');
    const smooth = frames.filter((time) => time < 1000 / 55).length / frames.length;
    report(
      'frames while training at full speed',
      `${(1000 / median(frames)).toFixed(0)} a second in the median, ${(100 * smooth).toFixed(0)} % of frames in time`,
      '60 a second',
    );
    const loss = 1 - median(speeds.watched) / median(speeds.unwatched);
    report(
      'training loses by being watched',
      `${(100 * loss).toFixed(1)} % (${median(speeds.watched).toFixed(0)} and ${median(speeds.unwatched).toFixed(0)} it/s)`,
      'under 3 %',
    );
  });

  /** Iteration of the run, from a page that is opened for the question only. */
  async function told(page: Page, run: string): Promise<number> {
    await page.goBack();
    await page.evaluate((hash) => (location.hash = hash), run);
    await page.locator('[data-iteration]').first().waitFor();
    return page.evaluate(() =>
      Number(document.querySelector('[data-iteration]')?.getAttribute('data-iteration')),
    );
  }
}

/** Iterations per second over six seconds. */
async function speed(page: Page, iteration: () => Promise<number>): Promise<number> {
  const [from, at] = [performance.now(), await iteration()];
  await page.waitForTimeout(6000);
  return ((await iteration()) - at) / ((performance.now() - from) / 1000);
}

/** Milliseconds between frames of the page. */
async function frameTimes(page: Page, forMs: number): Promise<number[]> {
  return page.evaluate(async (limit) => {
    const times: number[] = [];
    const from = performance.now();
    for (let before = from; before - from < limit;) {
      const now = await new Promise<number>((next) => requestAnimationFrame(next));
      if (times.length > 0 || now > before) times.push(now - before);
      before = now;
    }
    return times.slice(1);
  }, forMs);
}

const parts = {
  start: measureStart,
  list: measureList,
  'long-run': measureLongRun,
  scrubbing: measureScrubbing,
  lab: measureLab,
  training: measureTraining,
} as const;
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !Object.hasOwn(parts, name));
if (unknown.length > 0) {
  console.error(
    `There is no ${unknown.join(', ')} to measure; name some of ${Object.keys(parts).join(', ')}.`,
  );
  process.exit(2);
}
const browser = await openBrowser();
try {
  console.log(`${cpus().length} × ${cpus()[0].model}, Chromium ${browser.version()} without a screen`);
  for (const [name, measure] of Object.entries(parts)) {
    if (wanted.length === 0 || wanted.includes(name)) await measure(browser);
  }
} finally {
  await browser.close();
}
console.table(rows);
