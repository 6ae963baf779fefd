// Series made of values, whole or in stretches.

import type { SeriesPart } from '../../../../core/protocol/contract.ts';
import { SeriesModel } from '../../../../renderer/charts/series-model.ts';

/** @param at iteration of each value; its place in the list unless given */
export function seriesOf(
  values: readonly number[],
  width = 1,
  at: (i: number) => number = (i) => i,
): SeriesModel {
  return new SeriesModel(partOf(values, width, at), { from: 0, to: null, buckets: 1000 });
}

export function partOf(
  values: readonly number[],
  width = 1,
  at: (i: number) => number = (i) => i,
): SeriesPart {
  const groups = new Map<number, { iteration: number; value: number }[]>();
  values.forEach((value, i) => {
    const group = Math.floor(at(i) / width);
    groups.set(group, [...(groups.get(group) ?? []), { iteration: at(i), value }]);
  });
  const stretches = [...groups.values()];
  const finite = (stretch: (typeof stretches)[number]): number[] =>
    stretch.map(({ value }) => value).filter(Number.isFinite);
  const column = (of: (stretch: (typeof stretches)[number]) => number): Float64Array =>
    Float64Array.from(stretches, of);
  const orNaN = (list: readonly number[], of: (list: readonly number[]) => number): number =>
    list.length === 0 ? NaN : of(list);
  const last = column((one) => one[one.length - 1].iteration);
  return {
    ...{ key: 'critic_loss', width, first: column((one) => one[0].iteration), last },
    min: column((one) => orNaN(finite(one), (list) => Math.min(...list))),
    max: column((one) => orNaN(finite(one), (list) => Math.max(...list))),
    mean: column((one) => orNaN(finite(one), (list) => list.reduce((a, b) => a + b) / list.length)),
    tail: column((one) => one[one.length - 1].value),
    count: column((one) => one.length),
    nonFinite: column((one) => one.length - finite(one).length),
    criticUpdates: last.map((i) => 5 * i),
    activeSeconds: last.map((i) => i / 10),
  };
}
