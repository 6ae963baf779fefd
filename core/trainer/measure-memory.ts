// `nearest_training`: how near generated samples are to training samples, beside how near new data are,
//   median_j min_i |y_j - x_i|  /  median_j min_i |h_j - x_i|,
// over the whole training set x, for generated samples y and held-out samples h. Far below 1 the generator repeats what it
// was trained on.

import type { Dataset } from '../datasets/dataset.ts';
import { heldOutRows } from '../metrics/catalog.ts';
import type { Rows } from '../metrics/metric.ts';
import { RandomStream } from '../nn/random.ts';
import type { NoiseFloor } from '../store/measurements.ts';
import { measurementFacts } from '../spec/measurement.ts';
import { toBytes, type StoredValues } from './eight-bits.ts';
import { protocolSeed } from './evaluation.ts';
import { firstRows, type Measuring } from './measure-bench.ts';
import { findNearest, TrainingValues } from './nearest.ts';

/** Differences of values for one set of samples: some ten seconds at most. */
const mostDifferences = 2e10;
const fewest = 64;
/** Samples that are searched for at once. */
const atOnce = 64;
const floorRepeats = 200;

export interface MemoryMeasuring extends Measuring {
  /** How the ratio varies between sets of new data, by resampling the held-out distances. */
  readonly floor: () => NoiseFloor | null;
}

export function memoryMeasuring(dataset: Dataset, most: number): MemoryMeasuring {
  const training = new TrainingValues(dataset.train, dataset.shape);
  const affordable = Math.floor(mostDifferences / (training.count * training.volume));
  const samples = Math.min(most, Math.max(fewest, affordable));
  let ofData: Float64Array | null = null;
  const heldOutDistances = (): Float64Array =>
    (ofData ??= nearestDistances(training, heldOutRows(dataset, samples)));
  return {
    step: 'Looking for training samples',
    work: 20,
    measure(generated) {
      const usual = median(heldOutDistances());
      if (usual === 0) return [];
      const value = median(nearestDistances(training, firstRows(generated, samples))) / usual;
      return [{ key: 'nearest_training', value, samples }];
    },
    floor() {
      const distances = heldOutDistances();
      if (median(distances) === 0) return null;
      const stream = RandomStream.of(protocolSeed, 'evaluation');
      const resampled = (): number =>
        median(distances.map(() => distances[stream.integer(distances.length)]));
      const ratios = Array.from({ length: floorRepeats }, () => resampled() / resampled());
      const finite = ratios.filter(Number.isFinite);
      const { version: protocol } = measurementFacts.nearest_training;
      return { key: 'nearest_training', samples, protocol, ...summary(finite), repeats: finite.length };
    },
  };
}

function nearestDistances(training: TrainingValues, { count, volume, data }: Rows): Float64Array {
  const all = new Float64Array(count);
  const values: StoredValues = training.isImages ? toBytes(data) : data;
  for (let from = 0; from < count; from += atOnce) {
    const some = values.subarray(from * volume, Math.min(count, from + atOnce) * volume);
    const search = findNearest(training, some);
    let slice = search.next();
    while (slice.done !== true) slice = search.next();
    all.set(slice.value.distances, from);
  }
  return all;
}

function median(values: Float64Array): number {
  const sorted = values.slice().sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Mean and standard deviation of a sample. */
export function summary(values: readonly number[]): { readonly mean: number; readonly deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: values.length < 2 ? 0 : Math.sqrt(squares / (values.length - 1)) };
}
