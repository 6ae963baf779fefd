// Smoothing over iterations: the same curve from every value and from stretches of them, from a window and the whole.

import { expect, test } from 'vitest';
import { smooth, timeConstants } from '../../../../renderer/charts/smoothing.ts';
import { partOf, seriesOf } from './support.ts';
import { SeriesModel } from '../../../../renderer/charts/series-model.ts';

const noisy = Array.from(
  { length: 5000 },
  (_, i) => 3 * Math.exp(-i / 2000) + 0.3 * Math.sin(12.9898 * i) + 0.2,
);

/** By definition: the mean of all values so far, each weighted by its age. */
function byDefinition(values: readonly number[], timeConstant: number, at: number): number {
  const weights = values.slice(0, at + 1).map((_, i) => Math.exp((i - at) / timeConstant));
  const total = weights.reduce((a, b) => a + b);
  return weights.reduce((sum, weight, i) => sum + weight * values[i], 0) / total;
}

test('follows its definition', () => {
  const curve = smooth(seriesOf(noisy.slice(0, 400)), 50);
  for (const at of [0, 1, 10, 399]) expect(curve[at]).toBeCloseTo(byDefinition(noisy, 50, at), 10);
});

test('begins with the first value: debiased', () => {
  expect(smooth(seriesOf([7, 7.1]), 1e6)[0]).toBe(7);
});

test('is the same from every value and from stretches', () => {
  const every = smooth(seriesOf(noisy), 200);
  for (const width of [4, 10, 40]) {
    const stretches = seriesOf(noisy, width);
    const curve = smooth(stretches, 200);
    const worst = Math.max(...curve.map((value, i) => Math.abs(value - every[stretches.column('last')[i]])));
    expect(worst).toBeLessThan(0.02);
  }
});

test('does not depend on where the window begins', () => {
  const every = smooth(seriesOf(noisy), 200);
  const whole = seriesOf(noisy, 20);
  const part = partOf(noisy);
  const cut = Object.fromEntries(
    Object.entries(part).map(([name, column]) => [
      name,
      column instanceof Float64Array ? column.slice(3007, 3500) : column,
    ]),
  ) as typeof part;
  const window = new SeriesModel(cut, { from: 3007, to: 3499, buckets: 1000 });
  const curve = smooth(window, 200, { before: whole });
  const worst = Math.max(...curve.map((value, i) => Math.abs(value - every[3007 + i])));
  expect(worst).toBeLessThan(0.01);
  // Without what came before, the first value would stand alone.
  expect(Math.abs(smooth(window, 200)[0] - every[3007])).toBeGreaterThan(0.01);
});

test('values that are far apart count by their distance, not by their number', () => {
  const sparse = smooth(
    seriesOf([1, 0], 1, (i) => i * 1000),
    10,
  );
  expect(sparse[1]).toBeCloseTo(0, 10);
});

test('a constant stays constant, in any units and any stretches', () => {
  for (const width of [1, 7]) {
    for (const logarithmic of [false, true]) {
      const curve = smooth(
        seriesOf(
          Array.from({ length: 100 }, () => 0.3),
          width,
        ),
        30,
        { logarithmic },
      );
      for (const value of curve) expect(value).toBeCloseTo(0.3, 12);
    }
  }
});

test('smooths logarithms where asked to: the middle of 1 and 100 is 10', () => {
  const curve = smooth(seriesOf([1, 100]), 1e9, { logarithmic: true });
  expect(curve[1]).toBeCloseTo(10, 6);
});

test('leaves out what is not finite', () => {
  const curve = smooth(seriesOf([1, NaN, Infinity, 1, -Infinity]), 5);
  expect([...curve]).toEqual([1, 1, 1, 1, 1]);
  expect(smooth(seriesOf([NaN, 2]), 5)[0]).toBeNaN();
  expect(smooth(seriesOf([NaN, 2]), 5)[1]).toBe(2);
});

test('is off at 0', () => {
  expect([...smooth(seriesOf([3, 1, 2]), 0)]).toEqual([3, 1, 2]);
});

test('offers round time constants that suit the length of the run', () => {
  expect(timeConstants(10_000)).toEqual([0, 20, 50, 100, 200, 500, 1000, 2000]);
  expect(timeConstants(800)).toEqual([0, 2, 5, 10, 20, 50, 100, 200]);
  for (const constant of timeConstants(3)) expect(constant).toBeGreaterThanOrEqual(0);
});
