// A metric compares generated samples with held-out ones and gives named numbers. Its protocol is in its name and file.

import type { Dataset } from '../datasets/dataset.ts';

/** Samples as rows: `count` rows of `volume` values. */
export interface Rows {
  readonly count: number;
  readonly volume: number;
  readonly data: Float32Array;
}

export interface Metric {
  /** What it needs from the dataset to make sense; false means it is left out. */
  applies(dataset: Dataset): boolean;
  /** Deterministic: any randomness comes from `seed`. */
  measure(generated: Rows, heldOut: Rows, dataset: Dataset, seed: number): Readonly<Record<string, number>>;
}
