// Differences to the first run, by hand.

import { expect, test } from 'vitest';
import type { ChartSeries } from '../../../../renderer/charts/picture.ts';
import { SeriesModel } from '../../../../renderer/charts/series-model.ts';
import { differencePlan, differencesTo } from '../../../../renderer/components/compare/delta-to-baseline.ts';

/** @param updates critic updates in an iteration */
function series(run: string, at: readonly number[], values: readonly number[], updates = 1): ChartSeries {
  const iterations = Float64Array.from(at);
  const mean = Float64Array.from(values);
  const part = {
    ...({ key: 'w1', width: 1, first: iterations, last: iterations } as const),
    ...{ min: mean.map((v) => v - 1), max: mean.map((v) => v + 2), mean, tail: mean },
    ...{ count: iterations.map(() => 1), nonFinite: iterations.map(() => 0) },
    ...{ criticUpdates: iterations.map((i) => updates * i), activeSeconds: iterations.map((i) => i / 10) },
  };
  const model = new SeriesModel(part, { from: 0, to: null, buckets: 100 });
  const style = { color: '#000', dash: [] } as unknown as ChartSeries['style'];
  return { run, key: 'w1', label: run, style, batch: 4, model, whole: model };
}

const column = ({ model }: ChartSeries, name: 'last' | 'mean' | 'min' | 'max'): number[] => [
  ...(model?.column(name) ?? []),
];

test('each line is what it is more than the first one, at its own places', () => {
  // Between 10 and 20 the first run goes from 4 to 6: 5 at 15.
  const first = series('a', [0, 10, 20], [8, 4, 6]);
  const second = series('b', [5, 15, 20], [7, 3, 6.5]);
  const [zero, other] = differencesTo([first, second], 'iteration');
  expect(column(zero, 'mean')).toEqual([0, 0, 0]);
  expect(column(other, 'last')).toEqual([5, 15, 20]);
  expect(column(other, 'mean')).toEqual([1, -2, 0.5]);
  // The band is the second run's own.
  expect(column(other, 'min')).toEqual([0, -3, -0.5]);
  expect(column(other, 'max')).toEqual([3, 0, 2.5]);
});

test('nothing is made up beyond the ends of the first run', () => {
  const first = series('a', [10, 20], [1, 1]);
  const [, other, apart] = differencesTo(
    [first, series('b', [0, 10, 20, 30], [5, 5, 5, 5]), series('c', [40, 50], [1, 2])],
    'iteration',
  );
  expect(column(other, 'last')).toEqual([10, 20]);
  expect(apart.model).toBeNull();
});

test('equal places are those of the axis: critic updates, not iterations', () => {
  const first = series('a', [0, 10], [0, 10], 5);
  // At iteration 20 it has done 20 critic updates, as the first run at iteration 4, where that has 4.
  const [, other] = differencesTo([first, series('b', [20], [7])], 'critic-updates');
  expect(column(other, 'mean')).toEqual([3]);
});

test('where the first run has no finite value there is no difference', () => {
  const first = series('a', [0, 10, 20], [1, NaN, 3]);
  const [, other] = differencesTo([first, series('b', [0, 5, 20], [1, 1, 1])], 'iteration');
  expect(column(other, 'mean')).toEqual([0, NaN, -2]);
});

test('the first one is marked, and stays first', () => {
  const found = differencesTo([series('a', [0], [1]), series('b', [0], [2])], 'iteration');
  expect(found.map(({ run, isBaseline }) => [run, isBaseline])).toEqual([
    ['a', true],
    ['b', undefined],
  ]);
});

test('the chart says so and lets go of lines that belong to the values', () => {
  const plan = { id: 'w1', title: 'W1', keys: ['w1'], references: [{ value: 1, label: 'x' }] } as const;
  expect(differencePlan({ ...plan, range: [0, 1] }, 'GAN')).toEqual({
    ...{ id: 'w1-difference', title: 'W1, difference to GAN', keys: ['w1'], references: [] },
    ...{ unit: 'distance', isDifference: true },
  });
  // A share of 0.9 less one of 0.8 is 10 percentage points, not 10 %.
  const share = { id: 'high_quality', title: 'Share', keys: ['high_quality'], references: [] } as const;
  expect(differencePlan(share, 'GAN').unit).toBe('percentage points');
});
