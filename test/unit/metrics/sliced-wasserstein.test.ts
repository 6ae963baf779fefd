// SW2 against known answers, and its blocked product against the definition written out.

import { describe, expect, it } from 'vitest';
import { directionCount, slicedWasserstein2 } from '../../../core/metrics/sliced-wasserstein.ts';
import { RandomStream } from '../../../core/nn/random.ts';
import { normalRows, rowsOf, shifted } from './rows.ts';

/** The definition, with no regard to speed. */
function plain(x: ReturnType<typeof rowsOf>, y: typeof x, seed: number, directions: number): number {
  const stream = RandomStream.of(seed, 'evaluation');
  let sum = 0;
  for (let l = 0; l < directions; l += 1) {
    const direction = Array.from({ length: x.volume }, () => stream.normal());
    const length = Math.hypot(...direction);
    const project = (rows: typeof x) =>
      Array.from({ length: rows.count }, (_, i) =>
        direction.reduce((dot, value, k) => dot + (value / length) * rows.data[i * rows.volume + k], 0),
      ).sort((a, b) => a - b);
    const [a, b] = [project(x), project(y)];
    sum += a.reduce((squares, value, i) => squares + (value - b[i]) ** 2, 0) / x.count;
  }
  return Math.sqrt(sum / directions);
}

describe('sliced_wasserstein', () => {
  it('of a shift by v in d dimensions tends to |v| / sqrt(d)', () => {
    for (const volume of [2, 16, 784]) {
      const rows = normalRows(20, volume, 3);
      const shift = Array.from({ length: volume }, (_, k) => (k % 3) - 0.5);
      // The relative error of 2,000 directions is at most 1 / sqrt(2 * 2000) = 1.6 %.
      const ratio =
        slicedWasserstein2(rows, shifted(rows, shift), 5, 2000) / (Math.hypot(...shift) / Math.sqrt(volume));
      expect(Math.abs(ratio - 1)).toBeLessThan(0.05);
    }
  });

  it('in one dimension is the distance between sorted values', () => {
    // Sorted: 0, 1, 5 and 2, 2, 9: squares 4, 1, 16.
    expect(slicedWasserstein2(rowsOf([5, 0, 1], 1), rowsOf([2, 9, 2], 1), 1)).toBeCloseTo(Math.sqrt(7), 12);
  });

  it.each([
    [1, 1, 1],
    [3, 5, 2],
    [4, 256, 4],
    [9, 257, 7],
    [13, 600, 10],
  ])('is the definition for %i rows of %i values and %i directions', (count, volume, directions) => {
    const x = normalRows(count, volume, 1);
    const y = normalRows(count, volume, 2, 2);
    expect(slicedWasserstein2(x, y, 8, directions)).toBeCloseTo(plain(x, y, 8, directions), 10);
  });

  it('is 0 for the same set, symmetric, and follows from the seed', () => {
    const x = normalRows(50, 12, 1);
    const y = normalRows(50, 12, 2, 1.5);
    expect(slicedWasserstein2(x, shifted(x, new Array<number>(12).fill(0)), 1)).toBe(0);
    expect(slicedWasserstein2(x, y, 1)).toBe(slicedWasserstein2(y, x, 1));
    expect(slicedWasserstein2(x, y, 1)).toBe(slicedWasserstein2(x, y, 1));
    expect(slicedWasserstein2(x, y, 2)).not.toBe(slicedWasserstein2(x, y, 1));
    expect(slicedWasserstein2(x, y, 1)).toBe(slicedWasserstein2(x, y, 1, directionCount));
  });

  it('of N(0, I) and N(0, 4 I) is near 1', () => {
    // Every projection: the distance between N(0, 1) and N(0, 4) is the difference of deviations.
    expect(
      Math.abs(slicedWasserstein2(normalRows(2000, 6, 1), normalRows(2000, 6, 2, 2), 1) - 1),
    ).toBeLessThan(0.05);
  });

  it('is NaN when a generator has diverged', () => {
    const x = normalRows(10, 4, 1);
    expect(slicedWasserstein2(rowsOf(x.data.with(7, NaN), 4), x, 1)).toBeNaN();
  });

  it('refuses unequal sets', () => {
    expect(() => slicedWasserstein2(normalRows(3, 2, 1), normalRows(4, 2, 1), 1)).toThrow(RangeError);
    expect(() => slicedWasserstein2(normalRows(3, 2, 1), normalRows(3, 4, 1), 1)).toThrow(RangeError);
  });
});
