// `sample_spread`: how varied generated samples are beside held-out ones,
//   mean over pairs of |x_i - x_j|, of generated samples, divided by the same of held-out ones,
// euclidean, over raw values. 1 is as varied as the data, 0 is the same sample over and over. It sees a generator that
// has collapsed, not one that leaves out a few of many modes. (Odena, Olah and Shlens 2017, arXiv:1610.09585, section
// 4.2, compare similarities of pairs with those of the training set to the same end.)

import { RandomStream } from '../nn/random.ts';
import type { Measures, Rows } from './metric.ts';

/** Rows that are compared, each with each other: 8,128 pairs, which tell the spread to about 2 %. */
export const spreadRows = 128;

/** Mean distance between two of the rows `chosen`; NaN where one is not finite. */
export function meanDistance({ volume, data }: Rows, chosen: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 1; i < chosen.length; i += 1) {
    for (let j = 0; j < i; j += 1) sum += distance(data, chosen[i] * volume, chosen[j] * volume, volume);
  }
  return sum / ((chosen.length * (chosen.length - 1)) / 2);
}

/** Between two stretches. Differences are taken before they are squared: collapsed samples are very near each other. */
function distance(data: Float32Array, a: number, b: number, length: number): number {
  let even = 0;
  let odd = 0;
  const pairs = length - (length % 2);
  for (let k = 0; k < pairs; k += 2) {
    const first = data[a + k] - data[b + k];
    const second = data[a + k + 1] - data[b + k + 1];
    even += first * first;
    odd += second * second;
  }
  const last = pairs < length ? data[a + pairs] - data[b + pairs] : 0;
  return Math.sqrt(even + odd + last * last);
}

/**
 * Measures the held-out rows once; what it gives measures as many generated ones against them. `sample_spread` is absent
 * where there are fewer than two rows or no two held-out ones differ.
 * @param seed decides which rows are compared, where there are more than `spreadRows`: files may be sorted
 */
export function spreadAgainst(heldOut: Rows, seed: number): (generated: Rows) => Measures {
  const chosen = choose(heldOut.count, seed);
  const ofData = meanDistance(heldOut, chosen);
  return (generated) => (ofData > 0 ? { sample_spread: meanDistance(generated, chosen) / ofData } : {});
}

/** At most `spreadRows` of `count` rows, without repetition. */
function choose(count: number, seed: number): Uint32Array {
  const rows = Uint32Array.from({ length: count }, (_, i) => i);
  const stream = RandomStream.of(seed, 'evaluation');
  const wanted = Math.min(count, spreadRows);
  for (let i = 0; i < wanted; i += 1) {
    const j = i + stream.integer(count - i);
    [rows[i], rows[j]] = [rows[j], rows[i]];
  }
  return rows.subarray(0, wanted);
}
