// A stream of uniform numbers from a seed, so that a picture of samples can be shown again.

import type { Random } from './law.ts';

/** 32 bits of resolution. Generator: splitmix32 (a 32-bit finaliser over a Weyl sequence). */
export function randomFrom(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    mixed ^= mixed >>> 15;
    return (mixed >>> 0) / 2 ** 32;
  };
}
