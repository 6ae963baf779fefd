// Images made smaller by means of blocks.

import { expect, test } from 'vitest';
import { shrinking } from '../../../core/trainer/shrinking.ts';

test('images that are small enough stay as they are', () => {
  const { from, volume, into } = shrinking([2, 3, 1], 3);
  expect([from, volume]).toEqual([6, 6]);
  const small = new Float32Array(6);
  into(Float32Array.of(1, 2, 3, 4, 5, 6), small);
  expect(Array.from(small)).toEqual([1, 2, 3, 4, 5, 6]);
});

test('each value is the mean of its block and channel, also where a block is cut off by the border', () => {
  const { from, volume, into } = shrinking([2, 3, 2], 2);
  expect([from, volume]).toEqual([12, 4]);
  // Two images, whose second channel is ten times the first.
  const first = [1, 2, 3, 5, 6, 8].flatMap((value) => [value, 10 * value]);
  const second = first.map((value) => -value);
  const small = new Float32Array(8).fill(99);
  into(Float32Array.of(...first, ...second), small);
  expect(Array.from(small)).toEqual([3.5, 35, 5.5, 55, -3.5, -35, -5.5, -55]);
});
