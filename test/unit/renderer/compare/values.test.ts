import { expect, test } from 'vitest';
import {
  valueNear,
  valueRows,
  valuesMarkdown,
  valueText,
  winnersOf,
} from '../../../../renderer/components/compare/compare-values.ts';
import { seriesOf } from '../charts/support.ts';

const look = { color: '#000000', dash: [] };
const measure = (last: number, best: number) => ({ last, lastIteration: 100, best, bestIteration: 50 });
const known = (last: number, best: number, here: number | null = null) => ({
  measure: measure(last, best),
  here: here === null ? null : { value: here, range: null, iteration: 10 },
});

test('the lowest distance wins, the highest number of modes', () => {
  const lines = [
    { name: 'a', look, runs: [known(2, 1)] },
    { name: 'b', look, runs: [known(1, 3)] },
  ];
  expect(valueRows('w1', lines, true).lines.map(({ wins }) => [wins.last, wins.best])).toEqual([
    [false, true],
    [true, false],
  ]);
  expect(valueRows('modes', lines, true).lines.map(({ wins }) => wins.last)).toEqual([true, false]);
  expect(valueRows('w1', lines, true).arrow).toBe('↓');
});

test('nobody wins on different scales, where nothing is better, alone, or when all are the same', () => {
  const lines = [
    { name: 'a', look, runs: [known(2, 1)] },
    { name: 'b', look, runs: [known(1, 3)] },
  ];
  expect(valueRows('w1', lines, false).lines.some(({ wins }) => wins.last || wins.best)).toBe(false);
  expect(winnersOf(null, [1, 2])).toEqual([]);
  expect(winnersOf('lower', [1, NaN])).toEqual([]);
  expect(winnersOf('lower', [1, 1])).toEqual([]);
  expect(winnersOf('lower', [1, 1, 2])).toEqual([0, 1]);
});

test('several seeds are their mean, with the range; a missing one leaves nothing to say', () => {
  const rows = valueRows('w1', [{ name: 'a', look, runs: [known(1, 1), known(3, 1)] }], true);
  const [{ cells }] = rows.lines;
  expect(cells.last).toEqual({ value: 2, range: [1, 3], iteration: null });
  expect(cells.here).toBeNull();
  expect(valueText('w1', { value: 2, range: [1, 3], iteration: null })).toBe('2.000 (1.000 to 3.000)');
  expect(valueText('high_quality', { value: 0.5, range: null, iteration: 1 })).toBe('50.0 %');
});

test('the value nearest to a place on the axis', () => {
  const model = seriesOf([5, 6, 7], 1, (i) => 100 * i);
  expect(valueNear(model, 'iteration', 64, 140)).toEqual({ value: 6, range: null, iteration: 100 });
  // Five critic updates to an iteration.
  expect(valueNear(model, 'critic-updates', 64, 1000)?.iteration).toBe(200);
  expect(valueNear(model, 'images', 64, 64 * 500)?.iteration).toBe(100);
  expect(valueNear(null, 'iteration', 64, 0)).toBeNull();
});

test('the table as Markdown, winners in bold and by word, bars in names escaped', () => {
  const rows = valueRows(
    'w1',
    [
      { name: 'a|b', look, runs: [known(2, 1, 4)] },
      { name: 'c', look, runs: [known(1, 3)] },
    ],
    true,
  );
  expect(valuesMarkdown([rows], 'At iteration 10')).toBe(
    [
      '| Metric | Run | Last | Best | At iteration 10 |',
      '| --- | --- | ---: | ---: | ---: |',
      '| Exact W₁ ↓ | a\\|b | 2.000 at 100 | **1.000 at 50** (best) | 4.000 at 10 |',
      '| Exact W₁ ↓ | c | **1.000 at 100** (best) | 3.000 at 50 | – |',
      '',
    ].join('\n'),
  );
});
