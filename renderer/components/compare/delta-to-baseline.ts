// Lines of a comparison as differences to the first run's: at equal places on the axis that is shown, with straight
// lines between the values that the first run has.

import { isPercent, unitOf, type ChartPlan } from '../../charts/chart-sets.ts';
import type { ChartSeries } from '../../charts/picture.ts';
import { SeriesModel } from '../../charts/series-model.ts';
import { onAxis, type XAxis } from '../../charts/x-axis.ts';
import { resampled } from './seed-groups.ts';

/** The series less the first of them, which becomes 0. What lies beyond the first one's ends is left out. */
export function differencesTo(series: readonly ChartSeries[], axis: XAxis): readonly ChartSeries[] {
  const baseline = series.at(0);
  if (baseline === undefined) return [];
  const of = (one: ChartSeries, name: 'model' | 'whole'): SeriesModel | null => {
    const [model, base] = [one[name], baseline[name]];
    return model === null || base === null
      ? null
      : difference(model, placesOf(model, axis, one.batch), base, placesOf(base, axis, baseline.batch));
  };
  return series.map((one) => ({
    ...{ ...one, model: of(one, 'model'), whole: of(one, 'whole') },
    ...(one === baseline ? { isBaseline: true } : {}),
  }));
}

/** The chart that says so: a range or a reference of the values themselves means nothing to their differences. */
export function differencePlan(plan: ChartPlan, baseline: string): ChartPlan {
  return {
    ...{ id: `${plan.id}-difference`, title: `${plan.title}, difference to ${baseline}`, keys: plan.keys },
    unit: isPercent(plan) ? 'percentage points' : unitOf(plan),
    ...{ references: [], isDifference: true },
  };
}

function placesOf(model: SeriesModel, axis: XAxis, batch: number): Float64Array {
  const [criticUpdates, activeSeconds] = [model.column('criticUpdates'), model.column('activeSeconds')];
  return model
    .column('last')
    .map((iteration, at) =>
      onAxis(axis, { iteration, criticUpdates: criticUpdates[at], activeSeconds: activeSeconds[at] }, batch),
    );
}

/** Null where they have no places in common. Its band stays that of the first of the two. */
function difference(
  model: SeriesModel,
  places: Float64Array,
  base: SeriesModel,
  basePlaces: Float64Array,
): SeriesModel | null {
  if (base.length === 0) return null;
  const [from, to] = [basePlaces[0], basePlaces[basePlaces.length - 1]];
  const shared = [...places.keys()].filter((at) => places[at] >= from && places[at] <= to);
  if (shared.length === 0) return null;
  const pick = (values: Float64Array): Float64Array => Float64Array.from(shared, (at) => values[at]);
  const less = resampled(basePlaces, base.column('mean'), pick(places));
  const taken = (name: 'min' | 'max' | 'mean' | 'tail'): Float64Array =>
    pick(model.column(name)).map((value, i) => value - less[i]);
  const part = {
    ...{ key: model.key, width: model.width },
    ...{ first: pick(model.column('first')), last: pick(model.column('last')) },
    ...{ min: taken('min'), max: taken('max'), mean: taken('mean'), tail: taken('tail') },
    ...{ count: pick(model.column('count')), nonFinite: pick(model.column('nonFinite')) },
    criticUpdates: pick(model.column('criticUpdates')),
    activeSeconds: pick(model.column('activeSeconds')),
  };
  return new SeriesModel(part, { ...model.window, buckets: Math.max(model.window.buckets, shared.length) });
}
