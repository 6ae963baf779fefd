// Every metric there is, and the evaluation that takes those which apply.

import { DataError, type Dataset } from '../datasets/dataset.ts';
import type { Measures, Metric, Rows } from './metric.ts';
import { modeCount } from './modes.ts';
import { slicedWasserstein } from './sliced-wasserstein.ts';
import { transport } from './transport.ts';

const metrics: readonly Metric[] = [slicedWasserstein, transport, modeCount];

/**
 * The numbers of all metrics that apply to the dataset, for as many generated samples as held-out ones.
 * Give the same seed at every evaluation, so that the numbers of two evaluations can be compared.
 */
export function evaluate(dataset: Dataset, generated: Rows, heldOut: Rows, seed: number): Measures {
  const applying = metrics.filter((metric) => metric.applies(dataset));
  return Object.assign(
    {},
    ...applying.map((metric) => metric.measure(generated, heldOut, dataset, seed)),
  ) as Measures;
}

/**
 * The first `count` held-out samples: of a mixture they are balanced over its components.
 * Throws a DataError when fewer are held out.
 */
export function heldOutRows(dataset: Dataset, count: number): Rows {
  if (count > dataset.heldOut.count)
    throw new DataError(
      `${dataset.title} holds out ${dataset.heldOut.count} samples, so evaluate.samples cannot be ${count}; lower it.`,
    );
  const volume = dataset.shape.reduce((product, edge) => product * edge, 1);
  const data = new Float32Array(count * volume);
  dataset.heldOut.read(
    Array.from({ length: count }, (_, i) => i),
    data,
  );
  return { count, volume, data };
}
