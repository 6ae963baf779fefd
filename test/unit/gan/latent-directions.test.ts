// The directions that change samples the most: known answers, and how they go with a generator's first layer.

import { describe, expect, it } from 'vitest';
import { eigenpairs } from '../../../core/gan/eigenvectors.ts';
import { latentDirections } from '../../../core/gan/latent-directions.ts';
import { buildModel, initialState } from '../../../core/gan/model.ts';
import { RandomStream } from '../../../core/nn/random.ts';
import type { NetworkSpec } from '../../../core/spec/run-spec.ts';
import { tinySpec } from '../../support/tiny.ts';

describe('eigenvectors', () => {
  it('of a matrix known by hand', () => {
    const pairs = eigenpairs(Float64Array.of(2, 1, 0, 1, 2, 0, 0, 0, -4), 3);
    expect(pairs.map(({ value }) => value)).toEqual([
      expect.closeTo(3, 12),
      expect.closeTo(1, 12),
      expect.closeTo(-4, 12),
    ]);
    const half = Math.SQRT1_2;
    expect([...pairs[0].vector]).toEqual([expect.closeTo(half, 12), expect.closeTo(half, 12), 0]);
    expect(Math.abs(pairs[1].vector[0])).toBeCloseTo(half, 12);
    expect(pairs[1].vector[0]).toBeCloseTo(-pairs[1].vector[1], 12);
    expect([...pairs[2].vector]).toEqual([0, 0, 1]);
  });

  it('solve A v = value v, stand on each other, and add up to the trace', () => {
    const n = 40;
    const stream = RandomStream.of(4, 'evaluation');
    const a = new Float64Array(n * n);
    for (let i = 0; i < n; i += 1) {
      for (let j = 0; j <= i; j += 1) a[i * n + j] = a[j * n + i] = stream.normal();
    }
    const before = a.slice();
    const pairs = eigenpairs(a, n);
    expect(a).toEqual(before);
    const dot = (x: Float64Array, y: Float64Array) => x.reduce((sum, value, i) => sum + value * y[i], 0);
    pairs.forEach(({ value, vector }, i) => {
      for (let row = 0; row < n; row += 1) {
        expect(dot(a.subarray(row * n, (row + 1) * n), vector)).toBeCloseTo(value * vector[row], 10);
      }
      pairs.forEach((other, j) => {
        expect(dot(vector, other.vector)).toBeCloseTo(i === j ? 1 : 0, 10);
      });
      expect(Math.max(...vector)).toBe(Math.max(...vector.map(Math.abs)));
    });
    const trace = pairs.reduce((sum, { value }) => sum + value, 0);
    expect(trace).toBeCloseTo(
      Array.from({ length: n }, (_, i) => a[i * n + i]).reduce((sum, value) => sum + value, 0),
      9,
    );
  });

  it('of nothing and of zeros', () => {
    expect(eigenpairs(new Float64Array(0), 0)).toEqual([]);
    expect(eigenpairs(new Float64Array(4), 2).map(({ value }) => value)).toEqual([0, 0]);
  });
});

/** Directions of a generator whose first layer has this kernel, `[z, outputs]`. */
function directions(z: number, outputs: number, kernel: ArrayLike<number>): number[][] {
  const generator = { ...tinySpec.generator, hidden: [outputs] } as NetworkSpec;
  const model = buildModel({ ...tinySpec, latent: { ...tinySpec.latent, size: z }, generator }, [2]);
  const tensors = {
    ...initialState(model),
    'generator.hidden1.kernel': { shape: [z, outputs], data: Float32Array.from(kernel) },
  };
  const found = latentDirections(model, tensors);
  return Array.from({ length: found.length / z }, (_, i) => [...found.subarray(i * z, (i + 1) * z)]);
}

describe('directions', () => {
  it('are the axes by the strength of their rows', () => {
    expect(directions(3, 4, [0, 0, 0.5, 0, /**/ -3, 0, 0, 0, /**/ 0, 0, 0, 2])).toEqual([
      [0, 1, 0],
      [0, 0, 1],
      [1, 0, 0],
    ]);
  });

  it('of a layer that narrows are as many as it has outputs', () => {
    const half = Math.fround(Math.SQRT1_2);
    // Outputs z1 - z3 and 0.5 z2.
    const found = directions(3, 2, [1, 0, /**/ 0, 0.5, /**/ -1, 0]);
    expect(found).toHaveLength(2);
    expect(found[0].map(Math.abs)).toEqual([expect.closeTo(half, 6), 0, expect.closeTo(half, 6)]);
    expect(found[0][0]).toBeCloseTo(-found[0][2], 6);
    expect(found[1]).toEqual([0, 1, 0]);
  });

  it('leave out those that change nothing', () => {
    expect(directions(3, 3, [1, 0, 0, /**/ 0, 0, 0, /**/ 0, 0, 0])).toEqual([[1, 0, 0]]);
    expect(directions(2, 3, [0, 0, 0, 0, 0, 0])).toEqual([]);
  });

  it('are at most eight, the same every time, and the longest steps there are', () => {
    const [z, outputs] = [20, 64];
    const kernel = RandomStream.of(2, 'evaluation').fillNormal(new Float32Array(z * outputs));
    const found = directions(z, outputs, kernel);
    expect(found).toHaveLength(8);
    expect(directions(z, outputs, kernel)).toEqual(found);
    const moved = (d: ArrayLike<number>): number => {
      let squared = 0;
      for (let j = 0; j < outputs; j += 1) {
        let sum = 0;
        for (let i = 0; i < z; i += 1) sum += d[i] * kernel[i * outputs + j];
        squared += sum * sum;
      }
      return Math.sqrt(squared);
    };
    const lengths = found.map(moved);
    expect(lengths).toEqual(lengths.toSorted((a, b) => b - a));
    for (let seed = 0; seed < 50; seed += 1) {
      const d = RandomStream.of(seed, 'grid-latent').fillNormal(new Float32Array(z));
      expect(moved(d) / Math.hypot(...d)).toBeLessThan(lengths[0]);
    }
  });

  it('are not looked for where that would take seconds', () => {
    expect(directions(257, 257, new Float32Array(257 * 257).fill(1))).toEqual([]);
  });
});
