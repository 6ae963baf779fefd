// Time left, from a pace that is known.

import { expect, test } from 'vitest';
import { TimeLeft } from '../../../core/spec/time-left.ts';

test('what is to come takes as long for each part as what was done', () => {
  const left = new TimeLeft();
  expect(left.seconds(0, 100, 5_000)).toBeNull();
  // A second says nothing.
  expect(left.seconds(1, 100, 6_000)).toBeNull();
  expect(left.seconds(20, 100, 15_000)).toBe(40);
  expect(left.seconds(100, 100, 16_000)).toBe(0);
});

test('who comes in the middle counts from there, and work that begins anew is measured anew', () => {
  const left = new TimeLeft();
  expect(left.seconds(50, 100, 0)).toBeNull();
  expect(left.seconds(60, 100, 4_000)).toBe(16);
  expect(left.seconds(0, 10, 20_000)).toBeNull();
  expect(left.seconds(5, 10, 23_000)).toBe(3);
  expect(left.seconds(0, 10, 30_000)).toBeNull();
  expect(left.seconds(5, 10, 34_000)).toBe(4);
});
