// A metric compares generated samples with held-out ones and gives named numbers. Its protocol is in its name and file.

import type { Dataset } from '../datasets/dataset.ts';

/** Samples as rows: `count` rows of `volume` values. */
export interface Rows {
  readonly count: number;
  readonly volume: number;
  readonly data: Float32Array;
}

/** Every number that a metric can give. */
export type MetricName =
  'sliced_wasserstein' | 'w1' | 'modes' | 'high_quality' | 'reverse_kl' | 'sample_spread';

/** A number that has no meaning for the samples at hand is absent. */
export type Measures = Readonly<Partial<Record<MetricName, number>>>;

export interface Metric {
  /** What it needs from the dataset to make sense; false means it is left out. */
  applies(dataset: Dataset): boolean;
  /** Deterministic: any randomness comes from `seed`. */
  measure(generated: Rows, heldOut: Rows, dataset: Dataset, seed: number): Measures;
}

/** Throws a RangeError unless both sets have as many rows of the same volume, and at least one. */
export function checkAlike(generated: Rows, heldOut: Rows): void {
  if (generated.count !== heldOut.count || generated.volume !== heldOut.volume || generated.count < 1)
    throw new RangeError(
      `${generated.count} generated samples of ${generated.volume} values cannot be compared with ` +
        `${heldOut.count} held-out ones of ${heldOut.volume}; both sets need the same count and volume.`,
    );
}
