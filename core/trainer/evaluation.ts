// Compares what the generator draws with held-out samples, by the metrics that fit the data.

import type { Dataset } from '../datasets/dataset.ts';
import type { Scalars } from '../gan/events.ts';
import { evaluate, heldOutRows } from '../metrics/catalog.ts';
import type { Rows } from '../metrics/metric.ts';
import { spreadAgainst } from '../metrics/spread.ts';

/**
 * Decides what metrics draw at random, such as directions to project on and rows to compare. The same for every run, so that runs of
 * different seeds are measured in the same way.
 */
export const protocolSeed = 20_170_126;

/** Reads `count` held-out samples once. Throws a DataError when there are fewer. */
export function createEvaluation(dataset: Dataset, count: number): (generated: Float32Array) => Scalars {
  const heldOut = heldOutRows(dataset, count);
  const spread = spreadAgainst(heldOut, protocolSeed);
  return (data) => {
    const generated: Rows = { count, volume: heldOut.volume, data };
    return { ...evaluate(dataset, generated, heldOut, protocolSeed), ...spread(generated) };
  };
}
