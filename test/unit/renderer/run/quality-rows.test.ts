// What was measured of runs, as tables and as bands on charts.

import { expect, it } from 'vitest';
import type { Measurement, MeasurementsOf, NoiseFloor } from '../../../../core/protocol/contract.ts';
import { measuredRows } from '../../../../renderer/components/compare/measured-values.ts';
import { withFloors } from '../../../../renderer/components/run/noise-floors.ts';
import { qualityCsv, qualityTable } from '../../../../renderer/components/run/quality-rows.ts';

const floor = (key: NoiseFloor['key'], mean: number, deviation: number, samples = 2000): NoiseFloor => ({
  ...{ key, samples, protocol: 1, mean, deviation, repeats: 8 },
});
const value = (key: Measurement['key'], iteration: number, number: number, samples = 2000): Measurement => ({
  ...{ iteration, key, value: number, samples, protocol: 1, at: 0 },
});
const measured: MeasurementsOf = {
  run: 'a',
  values: [
    value('w1', 10, 0.4),
    value('w1', 20, 0.06),
    value('precision', 20, 0.951),
    value('nn_real', 20, 0.6),
  ],
  floors: [
    floor('w1', 0.04, 0.01),
    floor('w1', 0.08, 0.03, 500),
    floor('precision', 0.97, 0.01),
    floor('nn_real', 0.5, 0.02),
  ],
  evaluated: 500,
};

it('has a row for each metric and a column for each checkpoint, and says what cannot be told from real data', () => {
  const { iterations, rows } = qualityTable(measured);
  expect(iterations).toEqual([10, 20]);
  expect(rows.map(({ key, floor: words, better }) => [key, words, better])).toEqual([
    ['w1', '0.04 ± 0.02', '↓ lower'],
    ['nn_real', '50.0 % ± 4.0 %', '→ near 50.0 %'],
    ['precision', '97.0 % ± 2.0 %', '↑ higher'],
  ]);
  const within = rows.map(({ cells }) => cells.map((cell) => cell?.isWithinFloor ?? null));
  expect(within).toEqual([
    [false, true],
    [null, false],
    [null, true],
  ]);
});

it('reads no value against the floor of another number of samples', () => {
  const few = { ...measured, values: [value('w1', 10, 0.07, 300)] };
  expect(qualityTable(few).rows[0]).toMatchObject({ floor: null, cells: [{ isWithinFloor: false }] });
});

it('is a line of CSV for each value', () => {
  const lines = qualityCsv(measured).trimEnd().split('\n');
  expect(lines).toHaveLength(5);
  expect(lines[1]).toBe('10,w1,0.4,2000,0.04,0.01,1');
});

it('draws the floor of as many samples as the run is evaluated with on its chart, and on no other', () => {
  const plan = (key: 'w1' | 'em_estimate') => ({ id: key, title: key, keys: [key], references: [] });
  const set = withFloors({ main: [plan('w1')], more: [plan('em_estimate')] }, measured);
  expect(set.main[0].references).toHaveLength(1);
  const [{ value: mean, band, label }] = set.main[0].references;
  expect([mean, label]).toEqual([0.08, 'noise floor of 500 samples']);
  expect(band![0]).toBeCloseTo(0.02, 12);
  expect(band![1]).toBeCloseTo(0.14, 12);
  expect(set.more[0].references).toEqual([]);
  const unknown = withFloors(set, { ...measured, floors: [] });
  expect(unknown).toEqual(set);
});

it('marks the best of compared runs where their numbers of samples are alike', () => {
  const other = { ...measured, run: 'b', values: [value('w1', 30, 0.05), value('nn_real', 30, 0.3)] };
  const both = new Map([
    ['a', measured],
    ['b', other],
  ]);
  const wins = (rows: ReturnType<typeof measuredRows>) =>
    rows.map(({ key, cells }) => [key, ...cells.map((cell) => cell?.wins ?? null)]);
  expect(wins(measuredRows(['a', 'b'], both, true))).toEqual([
    ['w1', false, true],
    // 0.6 is nearer to 0.5 than 0.3 is.
    ['nn_real', true, false],
    ['precision', false, null],
  ]);
  const rows = measuredRows(['a', 'b'], both, false);
  expect(rows.flatMap(({ cells }) => cells).some((cell) => cell?.wins)).toBe(false);
  const fewer = new Map(both).set('b', { ...other, values: [value('w1', 30, 0.05, 500)] });
  expect(wins(measuredRows(['a', 'b'], fewer, true))[0]).toEqual(['w1', false, false]);
});
