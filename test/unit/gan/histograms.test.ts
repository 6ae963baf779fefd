// Histograms of weights: known counts, and when a run tells of them.

import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Executor } from '../../../core/executors/executor.ts';
import { createReferenceExecutor } from '../../../core/executors/reference.ts';
import { histogram } from '../../../core/gan/histograms.ts';
import { only, tinySpec, trainTiny } from '../../support/tiny.ts';

let executor: Executor;
beforeAll(async () => {
  executor = await createReferenceExecutor();
});
afterAll(() => executor.dispose());

it('counts every finite value once, the greatest in the last cell', () => {
  const { low, high, counts } = histogram(Float32Array.of(0, 0.5, 1, 63.5, 64, NaN, Infinity));
  expect([low, high]).toEqual([0, 64]);
  expect([counts[0], counts[1], counts[63]]).toEqual([2, 1, 2]);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(5);
});

it('holds a single value, and none at all', () => {
  expect(histogram(Float32Array.of(3, 3)).counts[0]).toBe(2);
  expect(histogram(Float32Array.of(NaN))).toMatchObject({ low: 0, high: 0 });
});

it('comes with every evaluation, for every weight of both networks, and piles up at ±c under clipping', async () => {
  const clip = 0.01;
  const spec = { ...tinySpec, objective: { kind: 'wgan', nCritic: 3, clip } } as const;
  const events = only(await trainTiny(executor, spec), 'histograms');
  expect(events.map(({ iteration }) => iteration)).toEqual([0, 4, 8, 12]);
  const kernel = events.at(-1)!.tensors.find(({ name }) => name === 'critic.hidden1.kernel')!;
  expect(kernel.low).toBe(Math.fround(-clip));
  expect(kernel.high).toBe(Math.fround(clip));
  expect(kernel.counts.reduce((sum, count) => sum + count, 0)).toBe(2 * 8);
  // Of 16; spread evenly, not even one would be.
  expect(kernel.counts[0] + kernel.counts[63]).toBeGreaterThanOrEqual(5);
  expect(events[0].tensors.map(({ name }) => name)).toContain('generator.out.kernel');
});
