// Rows for the tests of metrics.

import { BatchOrder } from '../../../core/datasets/batches.ts';
import type { Dataset } from '../../../core/datasets/dataset.ts';
import type { Rows } from '../../../core/metrics/metric.ts';
import { RandomStream } from '../../../core/nn/random.ts';

export function rowsOf(data: ArrayLike<number>, volume: number): Rows {
  return { count: data.length / volume, volume, data: Float32Array.from(data) };
}

/** N(mean, deviation^2) in every coordinate. */
export function normalRows(count: number, volume: number, seed: number, deviation = 1): Rows {
  const data = RandomStream.of(seed, 'evaluation').fillNormal(new Float32Array(count * volume), 0, deviation);
  return { count, volume, data };
}

/** Training points of a toy drawn at random: independent of what is held out. */
export function trainingRows(dataset: Dataset, count: number, seed: number): Rows {
  const data = new Float32Array(2 * count);
  dataset.train.read(new BatchOrder(dataset.train.count, seed).next(count), data);
  return { count, volume: 2, data };
}

/** Each row moved by `shift`, and the rows in reverse order, so that no metric can lean on their order. */
export function shifted(rows: Rows, shift: readonly number[]): Rows {
  const { count, volume } = rows;
  const data = rows.data.map((_, i) => {
    const row = count - 1 - Math.floor(i / volume);
    return rows.data[row * volume + (i % volume)] + shift[i % volume];
  });
  return { count, volume, data };
}
