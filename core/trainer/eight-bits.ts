// Values of samples as grids are stored: images in eight bits, points as they are.

import { toByte } from '../store/pixels.ts';

export type StoredValues = Uint8Array | Float32Array;

/** Writes the bytes of `values` in [-1, 1] from `at` on. */
export function toBytes(values: Float32Array, into: Uint8Array = new Uint8Array(values.length), at = 0) {
  for (let i = 0; i < values.length; i += 1) into[at + i] = toByte(values[i]);
  return into;
}
