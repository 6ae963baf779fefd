// Runs that differ in nothing but their seed, and the mean of their values with the band from smallest to largest.

import type { SeriesPart } from '../../../core/protocol/contract.ts';
import { sameValue } from '../../../core/spec/paths.ts';
import type { RunSpec } from '../../../core/spec/run-spec.ts';
import { SeriesModel } from '../../charts/series-model.ts';
import { lastAtMost } from '../../charts/x-axis.ts';

/** Places in the list of runs; each run is in one group, in order of the groups' first runs. */
export function seedGroups(specs: readonly RunSpec[]): readonly (readonly number[])[] {
  const bare = specs.map((spec) => ({ ...spec, name: '', seed: 0 }));
  const groups: number[][] = [];
  bare.forEach((spec, at) => {
    const group = groups.find(([first]) => sameValue(bare[first], spec));
    if (group === undefined) groups.push([at]);
    else group.push(at);
  });
  return groups;
}

/**
 * The mean of some runs' values, with their smallest and largest, over the iterations that all of them have. Between
 * two values of a run a straight line is taken. Null when one has no values, or they have no iterations in common.
 */
export function bandOf(models: readonly SeriesModel[]): SeriesModel | null {
  if (models.length === 0 || models.some(({ length }) => length === 0)) return null;
  const columns = models.map((model) => ({
    at: model.column('last'),
    mean: model.column('mean'),
    criticUpdates: model.column('criticUpdates'),
    activeSeconds: model.column('activeSeconds'),
  }));
  const from = Math.max(...columns.map(({ at }) => at[0]));
  const to = Math.min(...columns.map(({ at }) => at[at.length - 1]));
  const iterations = Float64Array.from(new Set(columns.flatMap(({ at }) => [...at])))
    .filter((iteration) => iteration >= from && iteration <= to)
    .sort();
  if (iterations.length === 0) return null;
  const spread = columns.map((one) => resampled(one.at, one.mean, iterations));
  const over = (of: (values: readonly number[]) => number): Float64Array =>
    iterations.map((_, i) => {
      const finite = spread.map((values) => values[i]).filter(Number.isFinite);
      return finite.length === 0 ? NaN : of(finite);
    });
  const meanOf = (name: 'criticUpdates' | 'activeSeconds'): Float64Array => {
    const each = columns.map((one) => resampled(one.at, one[name], iterations));
    return iterations.map((_, i) => each.reduce((sum, values) => sum + values[i], 0) / each.length);
  };
  const mean = over((values) => values.reduce((sum, value) => sum + value, 0) / values.length);
  const part: SeriesPart = {
    key: models[0].key,
    // An entry stands for several values, so that charts draw its band.
    width: Math.max(2, ...models.map(({ width }) => width)),
    ...{ first: iterations, last: iterations, mean, tail: mean },
    ...{ min: over((values) => Math.min(...values)), max: over((values) => Math.max(...values)) },
    count: iterations.map(() => models.length),
    nonFinite: iterations.map((_, i) => spread.filter((values) => !Number.isFinite(values[i])).length),
    ...{ criticUpdates: meanOf('criticUpdates'), activeSeconds: meanOf('activeSeconds') },
  };
  return new SeriesModel(part, { ...models[0].window, buckets: iterations.length });
}

/** Values at other places, in straight lines between the known ones. Both lists of places are in order. */
export function resampled(at: Float64Array, values: Float64Array, wanted: Float64Array): Float64Array {
  return wanted.map((place) => {
    const before = Math.max(0, lastAtMost(at, place));
    if (at[before] === place || before + 1 >= at.length) return values[before];
    const share = (place - at[before]) / (at[before + 1] - at[before]);
    return values[before] + share * (values[before + 1] - values[before]);
  });
}
