// Grids from fresh noise: other noise at every look, the same one at the same look, and no bit of training changed.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Executor } from '../../../core/executors/executor.ts';
import { createReferenceExecutor } from '../../../core/executors/reference.ts';
import { RandomStream } from '../../../core/nn/random.ts';
import { gridSeriesOf, type GridSeries } from '../../../core/spec/grid-series.ts';
import type { RunSpec } from '../../../core/spec/run-spec.ts';
import { only, tinySpec, trainTiny } from '../../support/tiny.ts';

let executor: Executor;
beforeAll(async () => {
  executor = await createReferenceExecutor();
});
afterAll(() => executor.dispose());

const plain: RunSpec = { ...tinySpec, grid: { ...tinySpec.grid, every: 4 } };
const fresh: RunSpec = { ...plain, grid: { ...plain.grid, fresh: true } };

describe('grids from fresh noise', () => {
  it('change neither training nor the grids from fixed noise', async () => {
    const [without, withThem] = [await trainTiny(executor, plain), await trainTiny(executor, fresh)];
    const [a, b] = [only(without, 'checkpoint').at(-1)!, only(withThem, 'checkpoint').at(-1)!];
    expect(b.checkpoint.tensors).toEqual(a.checkpoint.tensors);
    expect(b.checkpoint.streams).toEqual(a.checkpoint.streams);
    const fixed = (series: GridSeries, events = withThem) =>
      only(events, 'samples').filter((event) => event.series === series);
    expect(fixed('fixed').map(({ data }) => data)).toEqual(fixed('fixed', without).map(({ data }) => data));
    expect(fixed('fresh', without)).toEqual([]);
    expect(fixed('fresh').map(({ iteration }) => iteration)).toEqual([0, 1, 2, 4, 8, 12]);
    for (const [i, { data, shape }] of fixed('fresh').entries()) {
      expect(shape).toEqual([6, 2]);
      expect(data).not.toEqual(fixed('fixed')[i].data);
    }
  });

  it('come before the grid that windows are told of', async () => {
    const events = only(await trainTiny(executor, { ...fresh, ema: { decay: 0.5 } }), 'samples');
    const last = events.slice(-3);
    expect(last.map(({ series }) => series)).toEqual(['fresh', 'ema', 'fixed']);
    expect(new Set(last.map(({ iteration }) => iteration))).toEqual(new Set([12]));
  });

  it('are the same from a checkpoint, whatever was looked at before', async () => {
    const whole = await trainTiny(executor, fresh);
    const from = only(whole, 'checkpoint').find(({ iteration }) => iteration === 5)!.checkpoint;
    const resumed = only(await trainTiny(executor, fresh, { from }), 'samples');
    const ofWhole = only(whole, 'samples').filter(({ iteration }) => iteration > 5);
    expect(resumed.map(({ series, iteration }) => [series, iteration])).toEqual(
      ofWhole.map(({ series, iteration }) => [series, iteration]),
    );
    expect(resumed.map(({ data }) => data)).toEqual(ofWhole.map(({ data }) => data));
  });

  it('are asked for by the specification', () => {
    expect(gridSeriesOf(plain)).toEqual(['fixed']);
    expect(gridSeriesOf({ ...fresh, ema: { decay: 0.9 } })).toEqual(['fixed', 'fresh', 'ema']);
  });
});

describe('the stream of one occasion', () => {
  const draw = (seed: number, occasion: number): Float32Array =>
    RandomStream.at(seed, 'fresh-latent', occasion).fillNormal(new Float32Array(4000));
  /** Of two streams of 4,000 normal numbers: about N(0, 1 / 4,000) where they are independent. */
  const correlation = (a: Float32Array, b: Float32Array): number =>
    a.reduce((sum, value, i) => sum + value * b[i], 0) / a.length;

  it('is the same again, and has nothing in common with its neighbours', () => {
    expect(draw(1, 500)).toEqual(draw(1, 500));
    for (const [seed, occasion] of [
      [1, 501],
      [1, 1],
      [2, 500],
      [1, 500 + 2 ** 32],
    ]) {
      expect(Math.abs(correlation(draw(1, 500), draw(seed, occasion)))).toBeLessThan(0.07);
    }
  });

  it('begins with normal numbers: the first of 2,000 occasions have mean 0 and variance 1', () => {
    const firsts = Float32Array.from({ length: 2000 }, (_, i) => draw(3, i * 500)[0]);
    const mean = firsts.reduce((sum, value) => sum + value, 0) / firsts.length;
    const variance = firsts.reduce((sum, value) => sum + (value - mean) ** 2, 0) / firsts.length;
    expect(Math.abs(mean)).toBeLessThan(0.09);
    expect(Math.abs(variance - 1)).toBeLessThan(0.13);
  });
});
