import { describe, expect, it } from 'vitest';
import type { Measure, RunSummary } from '../../../../core/protocol/contract.ts';
import { findPreset } from '../../../../core/spec/presets.ts';
import type { RunSpec } from '../../../../core/spec/run-spec.ts';
import { planSweep, type SweptField } from '../../../../core/spec/sweep.ts';
import { axisOf, scaleFor } from '../../../../renderer/components/sweep/axis.ts';
import {
  curveOf,
  isInside,
  nextStop,
  placesOf,
  plotAxes,
} from '../../../../renderer/components/sweep/plot.ts';
import { rampColor, rampStops } from '../../../../renderer/components/sweep/ramp.ts';
import { rowWords } from '../../../../renderer/components/sweep/row-words.ts';
import { stateCounts } from '../../../../renderer/components/sweep/state-counts.ts';
import {
  bestRow,
  doneShare,
  rankedMetrics,
  sortRows,
  sweepRows,
} from '../../../../renderer/components/sweep/sweep-rows.ts';
import { pressedSort, tableHeads } from '../../../../renderer/components/sweep/table-heads.ts';
import { variedFields } from '../../../../renderer/components/sweep/varied.ts';

function planned(fields: readonly SweptField[]): readonly RunSpec[] {
  const base = findPreset('toy-8gaussians-wgan-gp')?.spec;
  const plan = base === undefined ? undefined : planSweep(base, { fields, draw: { kind: 'grid' } });
  if (plan === undefined || 'problems' in plan) throw new Error('no sweep');
  return plan.specs;
}
const rates: SweptField = {
  paths: ['optimizer.generator.lr', 'optimizer.critic.lr'],
  values: [1e-4, 5e-5],
};
const lambdas: SweptField = { paths: ['objective.lambda'], values: [1, 10] };
const seeds: SweptField = { paths: ['seed'], values: [1, 2] };

const measure = (best: number): Measure => ({ last: best + 1, lastIteration: 9, best, bestIteration: 5 });
/** Runs `a`, `b`, … with the given best values of W1; null for none. */
const runsWith = (values: readonly (number | null)[]): readonly RunSummary[] =>
  values.map((value, at) => {
    const id = String.fromCharCode(97 + at);
    const measures = value === null ? {} : { w1: measure(value), critic_loss: { ...measure(0), best: null } };
    const run = { id, name: id, state: 'completed', iteration: 50, iterations: 100, measures };
    return run as unknown as RunSummary;
  });

describe('what varies', () => {
  it('is found from the specifications, both networks as one where they agree', () => {
    const fields = variedFields(planned([rates, lambdas, seeds]));
    expect(fields.map(({ label }) => label)).toEqual(['λ', 'lr', 'seed']);
    expect(fields[1].title).toBe('learning rate of the generator and learning rate of the critic');
    expect(fields[1].values).toEqual([1e-4, 1e-4, 1e-4, 1e-4, 5e-5, 5e-5, 5e-5, 5e-5]);
  });

  it('leaves out what only follows from another kind', () => {
    const kinds: SweptField = { paths: ['optimizer.critic.kind'], values: ['adam', 'rmsprop'] };
    const fields = variedFields(planned([kinds, { paths: ['optimizer.critic.lr'], values: [1e-4, 1e-5] }]));
    expect(fields.map(({ id }) => id)).toEqual(['optimizer.critic.kind', 'optimizer.critic.lr']);
  });

  it('is nothing for one run', () => {
    expect(variedFields(planned([rates]).slice(0, 1))).toEqual([]);
  });
});

describe('an axis', () => {
  it('is logarithmic where that spaces its values evenly', () => {
    expect(scaleFor([1e-5, 1e-4, 1e-3])).toBe('log');
    expect(scaleFor([16, 32, 64, 128])).toBe('log');
    expect(scaleFor([1, 2, 3, 4])).toBe('linear');
    expect(scaleFor([0, 0.5, 1])).toBe('linear');
    expect(scaleFor([0.1, 0.5, 0.9])).toBe('linear');
    expect([scaleFor([1, 10]), scaleFor([1, 2])]).toEqual(['log', 'linear']);
  });

  it('places values from the bottom to the top, and none that are not finite', () => {
    const axis = axisOf([1e-4, 1e-2, 1e-3]);
    expect([1e-4, 1e-3, 1e-2].map(axis.place)).toEqual([0, expect.closeTo(0.5), 1]);
    expect([null, NaN, Infinity, 'adam'].map(axis.place)).toEqual([null, null, null, null]);
    expect(axis.ticks.map(({ text }) => text)).toEqual(['1e-4', '0.001', '0.01']);
    expect(axisOf([7, 7]).place(7)).toBe(0.5);
  });

  it('has words from the top, in the order of the runs', () => {
    const axis = axisOf(['none', 'batch', 'none', 'layer']);
    expect(['none', 'batch', 'layer'].map(axis.place)).toEqual([1, 0.5, 0]);
    const drawn = axisOf(['layer', 'none'], { words: ['none', 'batch', 'layer'] });
    expect(drawn.ticks.map(({ text }) => text)).toEqual(['none', 'layer']);
  });

  it('has its ends and round numbers where values are many', () => {
    const values = Array.from({ length: 40 }, (_, i) => 0.13 + i / 10);
    const { ticks } = axisOf(values, { measured: true, format: String });
    expect(ticks.map(({ text }) => Number(text))).toEqual([0.13, 1, 2, 3, expect.closeTo(4.03)]);
    const wide = axisOf([0.001, 0.5, 3, 900], { measured: true });
    expect(wide.scale).toBe('log');
    expect(wide.ticks.map(({ text }) => text)).toEqual(['0.001', '0.01', '0.1', '1', '10', '100', '900']);
  });
});

describe('rows', () => {
  const fields = variedFields(planned([lambdas, seeds]));
  const runs = runsWith([0.4, 0.6, NaN, null]);

  it('are runs, or settings with all their seeds', () => {
    expect(sweepRows(runs, fields, 'w1', false).map(({ values }) => values)).toEqual([
      [1, 1],
      [1, 2],
      [10, 1],
      [10, 2],
    ]);
    const joined = sweepRows(runs, fields.slice(0, 1), 'w1', true);
    expect(joined).toMatchObject([
      { id: 'a', number: 1, values: [1], best: { mean: 0.5, low: 0.4, high: 0.6, count: 2 } },
      { id: 'c', number: 2, values: [10], best: { mean: NaN, count: 0 } },
    ]);
    expect(doneShare(joined[0])).toBe(0.5);
  });

  it('sort by any column, those without a value last', () => {
    const rows = sweepRows(runsWith([0.4, null, 0.2, NaN]), fields, 'w1', false);
    const ids = (key: Parameters<typeof sortRows>[1]['key'], direction: 'up' | 'down') =>
      sortRows(rows, { key, direction })
        .map(({ id }) => id)
        .join('');
    expect([ids('best', 'up'), ids('best', 'down')]).toEqual(['cabd', 'acbd']);
    expect([ids('number', 'down'), ids('field:1', 'up')]).toEqual(['dcba', 'acbd']);
  });

  it('know their best, and which metrics rank them', () => {
    const rows = sweepRows(runsWith([0.4, null, 0.2, NaN]), fields, 'w1', false);
    expect(bestRow(rows, 'w1', 'best')?.id).toBe('c');
    expect(bestRow(rows, 'modes', 'best')?.id).toBe('a');
    expect(bestRow(rows, 'critic_loss', 'last')).toBeNull();
    expect(bestRow(sweepRows(runsWith([null]), [], 'w1', false), 'w1', 'best')).toBeNull();
    expect(rankedMetrics(runs)).toEqual(['w1']);
    expect(stateCounts([{ state: 'queued' }, { state: 'running' }, { state: 'queued' }])).toBe(
      '1 running, 2 queued',
    );
  });
});

it('heads say which way is better, and sort by the better values first', () => {
  const fields = variedFields(planned([lambdas]));
  const heads = tableHeads(fields, sweepRows(runsWith([1, 2]), fields, 'modes', false), 'modes');
  expect(heads.map(({ text }) => text)).toEqual([
    ...['#', 'λ', 'State', 'Progress', 'last modes ↑', 'best modes ↑'],
  ]);
  const once = pressedSort({ key: 'number', direction: 'up' }, 'best', 'modes');
  expect(once).toEqual({ key: 'best', direction: 'down' });
  expect(pressedSort(once, 'best', 'modes').direction).toBe('up');
  expect(pressedSort(once, 'last', 'w1')).toEqual({ key: 'last', direction: 'up' });
});

describe('the plot', () => {
  const fields = variedFields(planned([lambdas, seeds]));
  const rows = sweepRows(runsWith([0.4, 0.6, 0.2, null]), fields, 'w1', false);
  const axes = plotAxes(fields, rows, 'w1', 'best');
  const places = rows.map((row) => placesOf(row, axes, 'best'));

  it('has the best at the top', () => {
    expect(axes.map(({ label }) => label)).toEqual(['λ', 'seed', 'best W1']);
    expect(places).toEqual([
      [0, 0, expect.closeTo(0.5)],
      [0, 1, 0],
      [1, 0, 1],
      [1, 1, null],
    ]);
  });

  it('draws what was measured to the end', () => {
    const box = { left: 0, right: 200, top: 0, bottom: 100 };
    expect(curveOf(places[1], box)).toBe(
      'M0.0 100.0C50.0 100.0 50.0 0.0 100.0 0.0C150.0 0.0 150.0 100.0 200.0 100.0',
    );
    expect(curveOf(places[3], box).split('C')).toHaveLength(2);
    expect(curveOf([null, null], box)).toBe('');
  });

  it('is filtered by stretches of its axes', () => {
    const left = (brushes: [string, readonly [number, number]][]) =>
      rows.filter((_, at) => isInside(places[at], axes, new Map(brushes))).map(({ id }) => id);
    expect(left([])).toEqual(['a', 'b', 'c', 'd']);
    expect(left([['objective.lambda', [0.5, 1]]])).toEqual(['c', 'd']);
    expect(left([['metric', [0.4, 1]]])).toEqual(['a', 'c']);
    expect(
      left([
        ['metric', [0, 1]],
        ['seed', [0, 0.2]],
      ]),
    ).toEqual(['a', 'c']);
  });

  it('moves the end of a stretch past one value with each key', () => {
    const on = [0, 0.25, 0.25, 1, null];
    expect([nextStop(on, 0, true), nextStop(on, 0.125, true), nextStop(on, 0.625, true)]).toEqual([
      0.125, 0.625, 1,
    ]);
    expect([nextStop(on, 1, false), nextStop(on, 0.125, false), nextStop([], 0.5, false)]).toEqual([
      0.625, 0, 0,
    ]);
  });

  it('says a row in words', () => {
    expect(rowWords(rows[2], axes, 'best')).toBe('λ 10, seed 1, best W1 0.2000');
    expect(rowWords(rows[3], axes, 'best')).toBe('λ 10, seed 2, no best W1 yet');
  });
});

/** Relative luminance, WCAG 2.2. */
function luminance(color: string): number {
  const parts = [...color.matchAll(/\d+/g)].map(([part]) => Number(part) / 255);
  const [r, g, b] = parts.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
const contrast = (a: number, b: number): number => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);

it('colours stand out from the surface, the better the more', () => {
  for (const [theme, surface] of [
    ['light', 'rgb(255 255 255)'],
    ['dark', 'rgb(21 24 29)'],
  ] as const) {
    const contrasts = Array.from({ length: 21 }, (_, at) =>
      contrast(luminance(rampColor(theme, at / 20)), luminance(surface)),
    );
    expect(Math.min(...contrasts)).toBeGreaterThanOrEqual(3);
    expect(contrasts).toEqual(contrasts.toSorted((a, b) => a - b));
    expect(rampStops(theme)).toHaveLength(6);
  }
});
