import { effectScope, ref } from 'vue';
import { expect, test } from 'vitest';
import { gridSeries, type GridSeries } from '../../../../core/spec/grid-series.ts';
import { seriesAfter, shownSeries } from '../../../../renderer/components/samples/use-grid-series.ts';
import { usePlayhead } from '../../../../renderer/components/run/use-playhead.ts';
import { GridCache } from '../../../../renderer/stores/grid-cache.ts';
import { watchRun } from '../../../../renderer/stores/watched-run.ts';
import { FakeHost, gridAt, runId, settle } from './fake-session.ts';

async function start() {
  const host = new FakeHost();
  host.grids = [0, 1, 2, 5, 10, 20, 30, 50];
  const run = watchRun(host.session, runId, () => undefined);
  const scope = effectScope();
  const playhead = scope.run(() => usePlayhead(run, () => undefined))!;
  await settle();
  return { host, playhead, scope };
}

test('follows the newest grid until one is chosen, and again when told to', async () => {
  const { host, playhead } = await start();
  expect(playhead.grid.value?.iteration).toBe(50);
  playhead.goTo(9);
  await settle();
  expect(playhead.iteration.value).toBe(10);
  expect(playhead.grid.value?.iteration).toBe(10);
  host.tell('grid', gridAt(60));
  expect(playhead.grid.value?.iteration).toBe(10);
  playhead.live();
  expect(playhead.grid.value?.iteration).toBe(60);
});

test('steps stop at the first grid; beyond the newest it is live', async () => {
  const { playhead } = await start();
  playhead.step(1);
  expect(playhead.iteration.value).toBeNull();
  playhead.step(-2);
  expect(playhead.iteration.value).toBe(20);
  playhead.step(-10);
  expect(playhead.iteration.value).toBe(0);
  playhead.step(7);
  expect(playhead.iteration.value).toBe(50);
  playhead.step(1);
  expect(playhead.iteration.value).toBeNull();
});

test('neighbours are read ahead of time', async () => {
  const { host, playhead } = await start();
  playhead.goTo(5);
  await settle();
  const asked = (): unknown[] =>
    host.calls.filter(({ name }) => name === 'readGrid').map(({ args }) => args[1]);
  expect(asked()).toEqual([50, 5, 10, 2, 20, 1]);
  playhead.step(1);
  await settle();
  expect(asked().slice(6)).toEqual([30]);
  expect(playhead.grid.value?.iteration).toBe(10);
});

test('a chosen grid that was rewound away is let go', async () => {
  const { host, playhead } = await start();
  playhead.goTo(20);
  await settle();
  host.tell('rewound', { run: runId, seq: 1, iteration: 7 });
  await settle();
  expect(playhead.iteration.value).toBeNull();
});

test('another series is read at the same place, live and looking back', async () => {
  const host = new FakeHost();
  host.grids = [0, 1, 2, 5, 60];
  const run = watchRun(host.session, runId, () => undefined);
  const series = ref<GridSeries>('fixed');
  const playhead = effectScope().run(() =>
    usePlayhead(
      run,
      () => undefined,
      () => series.value,
    ),
  )!;
  await settle();
  const shown = (): unknown => {
    const content = playhead.grid.value?.content;
    return content?.kind === 'points' ? [...content.points, playhead.series.value] : null;
  };
  expect(shown()).toEqual([60, 0, 'fixed']);
  series.value = 'fresh';
  // Until the other one is there, what is shown is still named for what it is.
  await Promise.resolve();
  expect(shown()).toEqual([60, 0, 'fixed']);
  await settle();
  expect(shown()).toEqual([60, 1, 'fresh']);
  playhead.goTo(5);
  await settle();
  expect(shown()).toEqual([5, 1, 'fresh']);
  series.value = 'fixed';
  await settle();
  expect(shown()).toEqual([5, 0, 'fixed']);
  playhead.live();
  series.value = 'ema';
  await settle();
  expect(shown()).toEqual([60, 1, 'ema']);
  host.grids.push(70);
  host.tell('grid', gridAt(70));
  await settle();
  expect(shown()).toEqual([70, 1, 'ema']);
});

test('what was chosen for one run is shown of others that have it', () => {
  expect(shownSeries('ema', ['fixed', 'ema'])).toBe('ema');
  expect(shownSeries('ema', ['fixed', 'fresh'])).toBe('fixed');
  expect(shownSeries(null, ['fixed', 'fresh'])).toBe('fixed');
  expect(['fixed', 'fresh', 'ema'].map((one) => seriesAfter(one as GridSeries, gridSeries))).toEqual([
    ...['fresh', 'ema', 'fixed'],
  ]);
});

test('the cache keeps what was used of late and forgets failures', async () => {
  const reads: number[] = [];
  const cache = new GridCache((iteration) => {
    reads.push(iteration);
    return iteration < 0 ? Promise.reject(new Error('no')) : Promise.resolve(gridAt(iteration));
  }, 3);
  for (const iteration of [1, 2, 3, 1, 4, 1, 2]) await cache.get(iteration);
  expect(reads).toEqual([1, 2, 3, 4, 2]);
  await expect(cache.get(-1)).rejects.toThrow();
  await expect(cache.get(-1)).rejects.toThrow();
  expect(reads.filter((iteration) => iteration === -1)).toHaveLength(2);
});
