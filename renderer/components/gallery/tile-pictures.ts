// Single images out of a grid, and the difference of two.

import type { SampleContent } from '../../../core/protocol/contract.ts';

export type Images = Extract<SampleContent, { readonly kind: 'images' }>;

/** One image as a grid of its own. Throws a RangeError where there is no such tile. */
export function tileOf({ shape, pixels }: Images, tile: number): Images {
  const [count, ...rest] = shape;
  if (!(tile >= 0 && tile < count)) throw new RangeError(`There is no tile ${tile} among ${count}.`);
  const volume = rest.reduce((product, size) => product * size, 1);
  return { kind: 'images', shape: [1, ...rest], pixels: pixels.slice(tile * volume, (tile + 1) * volume) };
}

/** Absolute difference, value by value; of images of the same shape. 0 where they are equal, 255 where one is black and one white. */
export function difference(one: Images, other: Images): Images {
  return { ...one, pixels: one.pixels.map((value, i) => Math.abs(value - other.pixels[i])) };
}

/** Root mean square of a difference over values in [-1, 1], from the Euclidean distance: 0 to 2. */
export function perValue(distance: number, [, ...rest]: readonly number[]): number {
  return distance / Math.sqrt(rest.reduce((product, size) => product * size, 1));
}

/** What a stored byte stands for: -1 to 1. */
export const valueOf = (byte: number): number => byte / 127.5 - 1;
