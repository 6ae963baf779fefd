// Stretches of a series: what they say is exact however often neighbours became one.

import { expect, test } from 'vitest';
import type { MetricBatch, SeriesPart } from '../../../../core/protocol/contract.ts';
import { SeriesModel } from '../../../../renderer/charts/series-model.ts';

const empty: SeriesPart = {
  key: 'critic_loss',
  width: 1,
  ...{
    first: new Float64Array(),
    last: new Float64Array(),
    min: new Float64Array(),
    max: new Float64Array(),
  },
  ...{
    mean: new Float64Array(),
    tail: new Float64Array(),
    count: new Float64Array(),
    nonFinite: new Float64Array(),
  },
  ...{ criticUpdates: new Float64Array(), activeSeconds: new Float64Array() },
};

function batch(from: number, values: readonly number[], step = 1): MetricBatch {
  const iterations = Float64Array.from(values, (_, i) => from + i * step);
  return {
    ...{ run: 'a', seq: from, iterations },
    criticUpdates: iterations.map((i) => 5 * i),
    activeSeconds: iterations.map((i) => i / 10),
    columns: [{ key: 'critic_loss', rows: iterations.map((_, i) => i), values: Float64Array.from(values) }],
  };
}

const grown = (values: readonly number[], buckets = 8, step = 1): SeriesModel => {
  const model = new SeriesModel(empty, { from: 0, to: null, buckets });
  values.forEach((value, i) => model.extend(batch(i * step, [value])));
  return model;
};

test('every value is there until there are more than twice as many as wanted', () => {
  const model = grown([3, 1, 2, 5]);
  expect(model.width).toBe(1);
  expect([...model.column('mean')]).toEqual([3, 1, 2, 5]);
  expect([...model.column('first')]).toEqual([0, 1, 2, 3]);
});

test('then neighbours become one, with exact extremes, means, ends and counts', () => {
  const values = Array.from({ length: 17 }, (_, i) => i * i);
  const model = grown(values);
  expect(model.width).toBe(2);
  expect([...model.column('first')]).toEqual([0, 2, 4, 6, 8, 10, 12, 14, 16]);
  expect([...model.column('last')]).toEqual([1, 3, 5, 7, 9, 11, 13, 15, 16]);
  expect([...model.column('min')].slice(0, 3)).toEqual([0, 4, 16]);
  expect([...model.column('max')].slice(0, 3)).toEqual([1, 9, 25]);
  expect([...model.column('mean')].slice(0, 3)).toEqual([0.5, 6.5, 20.5]);
  expect([...model.column('tail')].slice(-2)).toEqual([225, 256]);
  expect([...model.column('criticUpdates')].slice(0, 2)).toEqual([5, 15]);
  expect(model.column('count').reduce((a, b) => a + b)).toBe(17);
});

test('a spike survives ten thousand iterations in eight stretches', () => {
  const model = grown(Array.from({ length: 10_000 }, (_, i) => (i === 4321 ? 1e6 : Math.sin(i))));
  expect(model.length).toBeLessThanOrEqual(16);
  expect(Math.max(...model.column('max'))).toBe(1e6);
  const at = model.column('max').indexOf(1e6);
  expect(model.column('first')[at]).toBeLessThanOrEqual(4321);
  expect(model.column('last')[at]).toBeGreaterThanOrEqual(4321);
  expect(model.column('count').reduce((a, b) => a + b)).toBe(10_000);
  const mean = model.column('mean').reduce((sum, m, i) => sum + m * model.column('count')[i], 0) / 10_000;
  const exact =
    Array.from({ length: 10_000 }, (_, i) => (i === 4321 ? 1e6 : Math.sin(i))).reduce((a, b) => a + b) /
    10_000;
  expect(mean).toBeCloseTo(exact, 6);
});

test('values that come at great distances lose none, though no two share a stretch', () => {
  const model = grown(
    Array.from({ length: 500 }, (_, i) => i),
    8,
    997,
  );
  expect(model.length).toBeLessThanOrEqual(16);
  expect(model.column('count').reduce((a, b) => a + b)).toBe(500);
  expect(model.lastIteration).toBe(499 * 997);
});

test('values that are not finite are counted, and touch neither extremes nor mean', () => {
  const model = grown([1, NaN, 3, Infinity, NaN, -Infinity, 7, 9, ...Array.from({ length: 9 }, () => 0)]);
  expect([...model.column('mean')].slice(0, 4)).toEqual([1, 3, NaN, 8]);
  expect([...model.column('nonFinite')].slice(0, 4)).toEqual([1, 1, 2, 0]);
  expect([...model.column('tail')].slice(0, 4)).toEqual([NaN, Infinity, -Infinity, 9]);
  expect([...model.column('min')].slice(0, 4)).toEqual([1, 3, NaN, 7]);
});

test('what is known already is not added twice', () => {
  const model = grown([1, 2, 3]);
  expect(model.extend(batch(1, [2, 3, 4]))).toBe(true);
  expect([...model.column('mean')]).toEqual([1, 2, 3, 4]);
  expect(model.extend(batch(0, [9]))).toBe(false);
});

test('a window that ends takes nothing after its end', () => {
  const model = new SeriesModel(empty, { from: 10, to: 12, buckets: 8 });
  model.extend(batch(8, [8, 9, 10, 11, 12, 13]));
  expect([...model.column('first')]).toEqual([10, 11, 12]);
});

test('a rewind forgets what came after, and says whether that was exact', () => {
  const model = grown(Array.from({ length: 17 }, (_, i) => i));
  expect(model.rewind(11)).toBe(true);
  expect(model.lastIteration).toBe(11);
  expect(model.rewind(8)).toBe(false);
  expect(model.lastIteration).toBe(7);
  model.extend(batch(8, [100]));
  expect(model.lastIteration).toBe(8);
});

test('a part with fractional widths goes on where it stopped', () => {
  const part: SeriesPart = {
    ...{ key: 'critic_loss', width: 2.5 },
    ...{ first: Float64Array.of(0, 3, 5), last: Float64Array.of(2, 4, 6), min: Float64Array.of(1, 1, 1) },
    ...{
      max: Float64Array.of(2, 2, 2),
      mean: Float64Array.of(1.5, 1.5, 1.5),
      tail: Float64Array.of(1, 1, 1),
    },
    ...{ count: Float64Array.of(3, 2, 2), nonFinite: Float64Array.of(0, 0, 0) },
    ...{ criticUpdates: Float64Array.of(2, 4, 6), activeSeconds: Float64Array.of(2, 4, 6) },
  };
  const model = new SeriesModel(part, { from: 0, to: null, buckets: 4 });
  model.extend(batch(7, [5, 6]));
  expect([...model.column('last')]).toEqual([2, 4, 7, 8]);
  expect(model.column('max')[2]).toBe(5);
});
