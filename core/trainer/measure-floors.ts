// Noise floors: what metrics say of real data. Training samples, drawn anew for each repeat, take the place of generated
// ones and are measured against the same held-out samples, so a floor is what a perfect generator would get.

import type { Dataset } from '../datasets/dataset.ts';
import { heldOutRows } from '../metrics/catalog.ts';
import type { Rows } from '../metrics/metric.ts';
import { RandomStream } from '../nn/random.ts';
import { measurementFacts } from '../spec/measurement.ts';
import type { NoiseFloor } from '../store/measurements.ts';
import { protocolSeed } from './evaluation.ts';
import { plainDistances, readRows, workOf, type Measuring } from './measure-bench.ts';
import { summary } from './measure-memory.ts';
import type { MeasuredValue } from './measure-messages.ts';

/** Sets of training samples. Points are fast. */
const repeatsOf = (dataset: Dataset): number => (dataset.shape.length === 3 ? 4 : 8);

/** Yields what comes next before every repeat of every measurement. */
export async function* measureFloors(
  dataset: Dataset,
  measurings: readonly Measuring[],
  count: number,
): AsyncGenerator<Pick<Measuring, 'step' | 'work'>, readonly NoiseFloor[]> {
  const values: MeasuredValue[] = [];
  const draw = drawing(dataset);
  for (let repeat = 0; repeat < repeatsOf(dataset); repeat += 1) {
    const rows = draw(count);
    for (const { step, work, measure } of measurings) {
      yield { step: `Noise floor: ${step.toLowerCase()}`, work };
      values.push(...(await measure(rows)));
    }
  }
  return floorsOf(values);
}

/** The work of all that `measureFloors` yields. */
export const floorWork = (dataset: Dataset, measurings: readonly Measuring[]): number =>
  repeatsOf(dataset) * workOf(measurings);

/** Floors of what is measured while a run trains, for as many samples. */
export function liveFloors(dataset: Dataset, count: number): readonly NoiseFloor[] {
  const heldOut = heldOutRows(dataset, count);
  const draw = drawing(dataset);
  const repeats = Array.from({ length: 2 * repeatsOf(dataset) }, () => draw(count));
  return floorsOf(repeats.flatMap((rows) => plainDistances(dataset, rows, heldOut)));
}

/** Different training samples at every call; the same ones the next time that this is made. */
function drawing({ train, shape }: Dataset): (count: number) => Rows {
  const volume = shape.reduce((product, edge) => product * edge, 1);
  const stream = RandomStream.of(protocolSeed, 'data-order');
  return (count) => {
    const chosen = new Set<number>();
    // Without repetition, as far as there are so many.
    while (chosen.size < Math.min(count, train.count)) chosen.add(stream.integer(train.count));
    const indices = Array.from(chosen);
    while (indices.length < count) indices.push(stream.integer(train.count));
    return readRows(train, volume, indices);
  };
}

function floorsOf(values: readonly MeasuredValue[]): readonly NoiseFloor[] {
  const finite = values.filter(({ value }) => Number.isFinite(value));
  return [...new Set(finite.map(({ key }) => key))].map((key) => {
    const repeated = finite.filter((one) => one.key === key);
    return {
      ...{ key, samples: repeated[0].samples, protocol: measurementFacts[key].version },
      ...summary(repeated.map(({ value }) => value)),
      repeats: repeated.length,
    };
  });
}
