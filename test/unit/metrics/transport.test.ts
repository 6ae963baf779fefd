// W1 against known answers: shifts, collapse, and the noise floor computed with another program (scipy's
// linear_sum_assignment on independent samples, mean and deviation over tens of repetitions).

import { describe, expect, it } from 'vitest';
import { openDataset } from '../../../core/datasets/catalog.ts';
import { heldOutRows } from '../../../core/metrics/catalog.ts';
import { maxTransportPoints, transport, wasserstein1 } from '../../../core/metrics/transport.ts';
import { toyKinds } from '../../../core/spec/run-spec.ts';
import { normalRows, rowsOf, shifted, trainingRows } from './rows.ts';

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('w1', () => {
  it.each([
    [2, [0.3, -0.4]],
    [2, [30, 40]],
    [5, [1, 1, 1, 1, 0]],
  ])('of a shifted copy in %i dimensions is the length of the shift', (volume, shift) => {
    const rows = normalRows(256, volume, 4);
    expect(wasserstein1(rows, shifted(rows, shift))).toBeCloseTo(Math.hypot(...shift), 5);
  });

  it('of a set with itself in another order is 0', () => {
    const rows = normalRows(100, 2, 1);
    expect(wasserstein1(rows, shifted(rows, [0, 0]))).toBe(0);
  });

  it('is a mean, symmetric, and by hand for two points', () => {
    const a = rowsOf([0, 0, 10, 0], 2);
    const b = rowsOf([10, 3, 0, 4], 2);
    expect(wasserstein1(a, b)).toBeCloseTo(3.5, 12);
    expect(wasserstein1(b, a)).toBeCloseTo(3.5, 12);
  });

  it('of a collapse to one of 8 Gaussians is r/4 cot(pi/16) = 1.78', () => {
    const toy = openDataset({ kind: '8gaussians' }, '');
    const real = heldOutRows(toy, 1000);
    const { centres, deviation } = toy.modes!;
    const one = normalRows(1000, 2, 9, deviation);
    const analytic = 2 / 1.414 / 4 / Math.tan(Math.PI / 16);
    expect(analytic).toBeCloseTo(1.78, 2);
    const collapsed = shifted(one, [centres[6], centres[7]]);
    // An optimal plan sends each point to the side it leans to, which saves less than a deviation.
    expect(Math.abs(wasserstein1(collapsed, real) - analytic)).toBeLessThan(deviation);
  });

  it.each([
    ['8gaussians', 0.64],
    ['25gaussians', 0.38],
    ['swissroll', 0.43],
  ] as const)('from %s to N(0, I) is the number computed elsewhere', (kind, expected) => {
    const toy = openDataset({ kind }, '');
    const found = [1, 2, 3, 4].map((seed) =>
      wasserstein1(normalRows(1000, 2, seed), trainingRows(toy, 1000, seed)),
    );
    expect(Math.abs(mean(found) - expected)).toBeLessThan(0.05);
  });

  it.each([
    ['8gaussians', 0.149, 0.053],
    ['25gaussians', 0.19, 0.04],
    ['swissroll', 0.178, 0.039],
  ] as const)('has the noise floor of %s at n = 256', (kind, floor, deviation) => {
    const toy = openDataset({ kind }, '');
    const found = Array.from({ length: 12 }, (_, i) =>
      wasserstein1(trainingRows(toy, 256, 2 * i), trainingRows(toy, 256, 2 * i + 1)),
    );
    expect(Math.abs(mean(found) - floor)).toBeLessThan(deviation);
    expect(Math.max(...found)).toBeLessThan(floor + 4 * deviation);
  });

  it.each([0, 1e-9, 1e-6, 1e-3])(
    'of a generator that draws one point, give or take %d, is its mean distance',
    (reach) => {
      const n = 400;
      const data = normalRows(n, 2, 7);
      const noise = normalRows(n, 2, 8);
      const rows = rowsOf(
        [...noise.data].map((value, i) => (i % 2 === 0 ? 3 : -1) + reach * value),
        2,
      );
      const distances = Array.from({ length: n }, (_, i) =>
        Math.hypot(data.data[2 * i] - 3, data.data[2 * i + 1] + 1),
      );
      // Rows move by reach, so the distance moves by no more than their mean length.
      expect(Math.abs(wasserstein1(rows, data) - mean(distances))).toBeLessThan(1.5 * reach + 1e-6);
    },
  );

  it('has a lower floor against the balanced held-out set: 0.079 for 8 Gaussians at n = 512', () => {
    const toy = openDataset({ kind: '8gaussians' }, '');
    const real = heldOutRows(toy, 512);
    const found = Array.from({ length: 6 }, (_, i) => wasserstein1(trainingRows(toy, 512, i), real));
    expect(Math.abs(mean(found) - 0.079)).toBeLessThan(0.025);
  });

  it('is 0.0128 between two balanced sets of 25 Gaussians at n = 512', () => {
    const toy = openDataset({ kind: '25gaussians' }, '');
    const data = new Float32Array(1024);
    toy.train.read(
      Array.from({ length: 512 }, (_, i) => i),
      data,
    );
    const found = wasserstein1({ count: 512, volume: 2, data }, heldOutRows(toy, 512));
    expect(Math.abs(found - 0.0128)).toBeLessThan(0.0015);
  });

  it('is NaN when a generator has diverged', () => {
    const rows = normalRows(10, 2, 1);
    const broken = rowsOf(rows.data.with(3, NaN), 2);
    expect(wasserstein1(broken, rows)).toBeNaN();
    expect(wasserstein1(rowsOf(rows.data.with(3, Infinity), 2), rows)).toBeNaN();
  });

  it('refuses sets that cannot be matched', () => {
    expect(() => wasserstein1(normalRows(3, 2, 1), normalRows(4, 2, 1))).toThrow(
      /3 generated samples .* with 4/,
    );
    expect(() => wasserstein1(normalRows(3, 2, 1), normalRows(3, 3, 1))).toThrow(RangeError);
    expect(() => wasserstein1(rowsOf([], 2), rowsOf([], 2))).toThrow(RangeError);
    const many = normalRows(maxTransportPoints + 1, 1, 1);
    expect(() => wasserstein1(many, many)).toThrow(/2049 points are more than the 2048/);
  });

  it('is taken for points', () => {
    for (const kind of toyKinds) expect(transport.applies(openDataset({ kind }, ''))).toBe(true);
  });
});
