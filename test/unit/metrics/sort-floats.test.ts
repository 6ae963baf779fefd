// The order of a typed array's own sort.

import { describe, expect, it } from 'vitest';
import { floatSorter } from '../../../core/metrics/sort-floats.ts';
import { RandomStream } from '../../../core/nn/random.ts';

describe('sorting floats', () => {
  it('puts every kind of number in its place', () => {
    const values = Float32Array.of(3, -1, Infinity, 1e-40, -1e-40, 0, -Infinity, -3.5, 3.4e38, 2, 2, -1e30);
    const expected = values.slice().sort();
    floatSorter(values.length)(values);
    expect(Array.from(values)).toEqual(Array.from(expected));
  });

  it('sorts one array after another, and parts of arrays', () => {
    const count = 5000;
    const all = RandomStream.of(4, 'evaluation').fillNormal(new Float32Array(3 * count));
    const sort = floatSorter(count);
    for (const at of [2, 0, 1]) {
      const part = all.subarray(at * count, (at + 1) * count);
      const expected = part.slice().sort();
      sort(part);
      expect(Array.from(part)).toEqual(Array.from(expected));
    }
  });

  it('takes an array of one value, and of none', () => {
    const one = Float32Array.of(-2);
    floatSorter(1)(one);
    expect(one[0]).toBe(-2);
    floatSorter(0)(new Float32Array(0));
  });
});
