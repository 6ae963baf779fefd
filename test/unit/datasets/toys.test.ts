// The toys against the numbers of gan_toy.py: radius, spacing, deviation, balance, range.

import { describe, expect, it } from 'vitest';
import { openDataset } from '../../../core/datasets/catalog.ts';
import type { Samples } from '../../../core/datasets/dataset.ts';
import { toyKinds } from '../../../core/spec/run-spec.ts';
import { sameBits } from '../../support/same-bits.ts';

const toys = Object.fromEntries(toyKinds.map((kind) => [kind, openDataset({ kind }, '')])) as Record<
  (typeof toyKinds)[number],
  ReturnType<typeof openDataset>
>;

function points(samples: Samples, count = samples.count): Float32Array {
  const into = new Float32Array(2 * count);
  samples.read(
    Array.from({ length: count }, (_, i) => i),
    into,
  );
  return into;
}

/** Points per component, and the root mean square of their coordinates around the nearest centre. */
function aroundCentres(data: Float32Array, centres: Float32Array) {
  const counts = new Array<number>(centres.length / 2).fill(0);
  let squares = 0;
  for (let i = 0; i < data.length; i += 2) {
    const distances = counts.map(
      (_, k) => (data[i] - centres[2 * k]) ** 2 + (data[i + 1] - centres[2 * k + 1]) ** 2,
    );
    const least = Math.min(...distances);
    counts[distances.indexOf(least)] += 1;
    squares += least;
  }
  return { counts, deviation: Math.sqrt(squares / data.length) };
}

describe.each(toyKinds)('%s', (kind) => {
  const toy = toys[kind];

  it('has 100,000 points to train on and 2,000 others held out', () => {
    expect([toy.train.count, toy.heldOut.count, toy.shape]).toEqual([100_000, 2_000, [2]]);
    expect(points(toy.heldOut, 50)).not.toEqual(points(toy.train, 50));
  });

  it('is the same every time', () => {
    const again = openDataset({ kind }, '');
    expect(sameBits(points(again.train), points(toy.train))).toBe(true);
    expect(again.fingerprint).toBe(toy.fingerprint);
  });
});

describe('8 Gaussians', () => {
  const { centres, deviation } = toys['8gaussians'].modes!;

  it('lie on a circle of radius 2 / 1.414, deviation 0.02 / 1.414', () => {
    expect(centres.length).toBe(16);
    for (let k = 0; k < 8; k += 1) {
      expect(Math.hypot(centres[2 * k], centres[2 * k + 1])).toBeCloseTo(1.4144, 4);
      expect(Math.atan2(centres[2 * k + 1], centres[2 * k])).toBeCloseTo(
        k <= 4 ? (k * Math.PI) / 4 : (k * Math.PI) / 4 - 2 * Math.PI,
        6,
      );
    }
    expect(deviation).toBeCloseTo(0.01414, 5);
    const found = aroundCentres(points(toys['8gaussians'].train), centres);
    // 200,000 coordinates: the standard error is 0.16 %.
    expect(found.deviation / deviation).toBeCloseTo(1, 2);
  });

  it('are drawn at random for training and balanced, in every stretch, when held out', () => {
    const { counts } = aroundCentres(points(toys['8gaussians'].train), centres);
    for (const count of counts) {
      expect(Math.abs(count - 12_500)).toBeLessThan(4 * Math.sqrt(100_000 * (1 / 8) * (7 / 8)));
    }
    expect(new Set(counts).size).toBeGreaterThan(1);
    expect(aroundCentres(points(toys['8gaussians'].heldOut), centres).counts).toEqual(new Array(8).fill(250));
    expect(aroundCentres(points(toys['8gaussians'].heldOut, 512), centres).counts).toEqual(
      new Array(8).fill(64),
    );
  });
});

describe('25 Gaussians', () => {
  const { centres, deviation } = toys['25gaussians'].modes!;

  it('lie on a grid of spacing 2 / 2.828, deviation 0.05 / 2.828', () => {
    const axis = [...new Set(centres)].sort((a, b) => a - b);
    expect(axis.length).toBe(5);
    axis.forEach((value, i) => {
      expect(value).toBeCloseTo((i - 2) * 0.7072, 4);
    });
    expect(
      new Set(Array.from({ length: 25 }, (_, k) => `${centres[2 * k]} ${centres[2 * k + 1]}`)).size,
    ).toBe(25);
    expect(deviation).toBeCloseTo(0.01768, 5);
    const found = aroundCentres(points(toys['25gaussians'].train), centres);
    expect(found.deviation / deviation).toBeCloseTo(1, 2);
  });

  it('are balanced in both sets', () => {
    expect(aroundCentres(points(toys['25gaussians'].train), centres).counts).toEqual(
      new Array(25).fill(4_000),
    );
    expect(aroundCentres(points(toys['25gaussians'].heldOut), centres).counts).toEqual(
      new Array(25).fill(80),
    );
  });
});

describe('Swiss roll', () => {
  it('is t (cos t, sin t) / 7.5 for t from 1.5 pi to 4.5 pi, with noise of 0.25 / 7.5', () => {
    expect(toys.swissroll.modes).toBeUndefined();
    const data = points(toys.swissroll.train);
    let sumT = 0;
    let sumT2 = 0;
    let sumResidual2 = 0;
    let least = Infinity;
    let most = -Infinity;
    for (let i = 0; i < data.length; i += 2) {
      const radius = 7.5 * Math.hypot(data[i], data[i + 1]);
      const angle = Math.atan2(data[i + 1], data[i]);
      // The turn of the spiral that is nearest to this radius.
      const t = angle + 2 * Math.PI * Math.round((radius - angle) / (2 * Math.PI));
      sumT += t;
      sumT2 += t * t;
      sumResidual2 += (radius - t) ** 2;
      least = Math.min(least, t);
      most = Math.max(most, t);
    }
    // Noise along the spiral moves t by at most a few times 0.25 / t.
    expect(Math.abs(least - 1.5 * Math.PI)).toBeLessThan(0.25);
    expect(Math.abs(most - 4.5 * Math.PI)).toBeLessThan(0.12);
    const n = data.length / 2;
    // t is uniform: mean 3 pi, deviation 3 pi / sqrt(12), standard error of the mean 0.0086.
    expect(Math.abs(sumT / n - 3 * Math.PI)).toBeLessThan(0.04);
    expect(Math.abs(Math.sqrt(sumT2 / n - (sumT / n) ** 2) - (3 * Math.PI) / Math.sqrt(12))).toBeLessThan(
      0.02,
    );
    // Across the spiral, whose angle to the circle is 1 / t: 0.25 sqrt(1 + 1 / t^2), 0.2523 on average.
    expect(Math.abs(Math.sqrt(sumResidual2 / n) - 0.2523)).toBeLessThan(0.003);
  });
});

describe("PacGAN's ring and grid", () => {
  it('have the means and deviations of its section 4.1', () => {
    const ring = toys.ring.modes!;
    expect(ring.deviation).toBe(0.01);
    expect(Array.from(ring.centres.subarray(0, 6), (value) => Number(value.toFixed(4)))).toEqual([
      1, 0, 0.7071, 0.7071, 0, 1,
    ]);
    expect(aroundCentres(points(toys.ring.train), ring.centres).deviation / 0.01).toBeCloseTo(1, 2);
    const grid = toys.grid.modes!;
    expect(grid.deviation).toBe(0.05);
    expect([...new Set(grid.centres)].toSorted((a, b) => a - b)).toEqual([-4, -2, 0, 2, 4]);
    const { counts, deviation } = aroundCentres(points(toys.grid.train), grid.centres);
    expect(deviation / 0.05).toBeCloseTo(1, 2);
    for (const count of counts) {
      expect(Math.abs(count - 4000)).toBeLessThan(4 * Math.sqrt(100_000 * 0.04 * 0.96));
    }
  });
});
