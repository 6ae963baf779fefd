// Noise floors on the charts of live distances: what two independent sets of real data of the same size get.

import type { MeasurementsOf } from '../../../core/protocol/contract.ts';
import { floorOf, measurementFacts, type MeasurementKey } from '../../../core/spec/measurement.ts';
import type { ChartPlan, ChartSet, ReferenceLine } from '../../charts/chart-sets.ts';
import { formatCount } from '../../composables/format.ts';

const distances = ['w1', 'sliced_wasserstein'] as const satisfies readonly MeasurementKey[];

/** The charts with a band of two deviations around the mean, where the floor is known. */
export function withFloors(set: ChartSet, measurements: MeasurementsOf | null): ChartSet {
  if (measurements === null) return set;
  const add = (plan: ChartPlan): ChartPlan => {
    const key = distances.find((one) => plan.keys.length === 1 && plan.keys[0] === one);
    const floor = key === undefined ? null : liveFloor(measurements, key);
    return floor === null ? plan : { ...plan, references: [...plan.references, floor] };
  };
  return { main: set.main.map(add), more: set.more.map(add) };
}

/** For as many samples as the run was evaluated with. */
function liveFloor({ floors, evaluated }: MeasurementsOf, key: MeasurementKey): ReferenceLine | null {
  const floor = floorOf(floors, { key, samples: evaluated, protocol: measurementFacts[key].version });
  if (floor === null) return null;
  const { mean, deviation, samples } = floor;
  return {
    value: mean,
    band: [Math.max(0, mean - 2 * deviation), mean + 2 * deviation],
    label: `noise floor of ${formatCount(samples)} samples`,
  };
}
