// How varied samples are, against known answers.

import { describe, expect, it } from 'vitest';
import { openDataset } from '../../../core/datasets/catalog.ts';
import { heldOutRows } from '../../../core/metrics/catalog.ts';
import { meanDistance, spreadAgainst, spreadRows } from '../../../core/metrics/spread.ts';
import { normalRows, rowsOf, shifted, trainingRows } from './rows.ts';

const all = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

describe('the mean distance', () => {
  it.each([
    ['two points', [0, 0, 3, 4], 2, 5],
    ['a triangle', [0, 0, 3, 0, 0, 4], 2, (3 + 4 + 5) / 3],
    ['odd volumes', [0, 0, 0, 1, 2, 2], 3, 3],
    ['single values', [1, 2, 4], 1, (1 + 2 + 3) / 3],
  ])('of %s', (_, data, volume, expected) => {
    const rows = rowsOf(data, volume);
    expect(meanDistance(rows, all(rows.count))).toBeCloseTo(expected, 12);
  });

  it('of normal values is 2 gamma((d + 1) / 2) / gamma(d / 2)', () => {
    // For d = 2: sqrt(pi) = 1.772.
    expect(meanDistance(normalRows(600, 2, 3), all(600))).toBeCloseTo(Math.sqrt(Math.PI), 1);
  });
});

describe('sample_spread', () => {
  const spread = (generated: Parameters<ReturnType<typeof spreadAgainst>>[0], heldOut: typeof generated) =>
    spreadAgainst(heldOut, 5)(generated).sample_spread;

  it('is 1 for the same samples, in whatever place, and follows their scale', () => {
    const rows = normalRows(100, 6, 1);
    expect(spread(rows, rows)).toBe(1);
    expect(spread(shifted(rows, [5, 0, 0, 0, 0, 1]), rows)).toBeCloseTo(1, 5);
    expect(
      spread(
        rowsOf(
          rows.data.map((value) => value / 2),
          6,
        ),
        rows,
      ),
    ).toBeCloseTo(0.5, 12);
  });

  it('is 0 for one sample over and over, and tells nearly equal ones from it', () => {
    const rows = normalRows(100, 6, 1);
    const same = rowsOf(
      Float32Array.from({ length: 600 }, (_, i) => 0.7 + (i % 6)),
      6,
    );
    expect(spread(same, rows)).toBe(0);
    const nearly = rowsOf(
      same.data.map((value, i) => value + 1e-5 * rows.data[i]),
      6,
    );
    expect(spread(nearly, rows)).toBeCloseTo(1e-5, 6);
    expect(spread(nearly, rows)).toBeGreaterThan(5e-6);
  });

  it('is near 1 for fresh data, and near 0 for one of 8 Gaussians', () => {
    const toy = openDataset({ kind: '8gaussians' }, '');
    const heldOut = heldOutRows(toy, 2000);
    expect(Math.abs(spread(trainingRows(toy, 2000, 3), heldOut)! - 1)).toBeLessThan(0.05);
    const one = normalRows(2000, 2, 9, toy.modes!.deviation);
    expect(spread(one, heldOut)).toBeLessThan(0.02);
  });

  it('looks at some rows only, but not at the first ones of a sorted file', () => {
    const sorted = rowsOf(
      Float32Array.from({ length: 10 * spreadRows }, (_, i) => Math.floor(i / spreadRows)),
      1,
    );
    const [one, other] = [spread(normalRows(sorted.count, 1, 2), sorted)!, spread(sorted, sorted)!];
    // The mean distance of two digits is 3.3, of two normal numbers 1.13.
    expect(one).toBeCloseTo(1.13 / 3.3, 1);
    expect(other).toBe(1);
  });

  it('has no meaning where the data do not differ, and is NaN where a generator diverged', () => {
    const rows = normalRows(10, 2, 1);
    expect(spreadAgainst(rowsOf([1, 1, 1, 1], 2), 1)(rowsOf([1, 2, 3, 4], 2))).toEqual({});
    expect(spreadAgainst(rowsOf([1, 1], 2), 1)(rowsOf([1, 2], 2))).toEqual({});
    expect(spread(rowsOf(rows.data.with(3, NaN), 2), rows)).toBeNaN();
  });
});
