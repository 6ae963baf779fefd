// Metrics of neighbours and MMD: what is known of equal, separate and like sets, and numpy's numbers for a fixture.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { distanceTriple, maxDistanceRows, squaredDistances } from '../../../core/metrics/distances.ts';
import { bandwidthFactors, medianDistance, mmdSquared } from '../../../core/metrics/mmd.ts';
import { nearestNeighbourTest, neighbourhoods } from '../../../core/metrics/neighbours.ts';
import { frechetDistance, frechetOfGaussians } from '../../../core/trainer/measure-frechet.ts';
import { normalRows, rowsOf, shifted } from './rows.ts';

interface Fixture {
  readonly real: number[];
  readonly generated: number[];
  readonly volume: number;
  readonly prdc: Record<string, number>;
  readonly oneNn: Record<string, number>;
  readonly mmd: { readonly median: number; readonly mmd2: number };
  readonly frechet: number;
}
const fixture = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../parity/fixtures/metrics.json'), 'utf8'),
) as Fixture;
const real = rowsOf(fixture.real, fixture.volume);
const generated = rowsOf(fixture.generated, fixture.volume);

describe('numpy says of the same points', () => {
  const distances = distanceTriple(real, generated);

  it('the same precision, recall, density and coverage', () => {
    const found = neighbourhoods(distances);
    for (const [key, value] of Object.entries(fixture.prdc))
      expect(found[key as keyof typeof found], key).toBeCloseTo(value, 12);
    // Sets that are equal in every respect would not tell one from another.
    expect(new Set(Object.values(fixture.prdc)).size).toBe(4);
  });

  it('the same nearest-neighbour accuracies', () => {
    expect(nearestNeighbourTest(distances)).toEqual(fixture.oneNn);
  });

  it('the same MMD', () => {
    const median = medianDistance(distances.withinReal, distances.real);
    expect(median).toBeCloseTo(fixture.mmd.median, 6);
    expect(mmdSquared(distances, median)).toBeCloseTo(fixture.mmd.mmd2, 6);
  });

  it('the same Fréchet distance', () => {
    expect(frechetDistance(real, generated)).toBeCloseTo(fixture.frechet, 6);
  });
});

describe('two copies of one set', () => {
  const rows = normalRows(400, 4, 1);
  const distances = distanceTriple(rows, shifted(rows, [0, 0, 0, 0]));

  it('have precision, recall and coverage 1 and a density near 1', () => {
    const found = neighbourhoods(distances);
    expect(found).toMatchObject({ precision: 1, recall: 1, coverage: 1 });
    // Every ball of 5 neighbours holds its centre's copy as well: 6 of 5.
    expect(found.density).toBeCloseTo(6 / 5, 12);
  });

  it('have nearest-neighbour accuracies of 0: every sample sits on one of the other set', () => {
    expect(nearestNeighbourTest(distances)).toEqual({ accuracy: 0, real: 0, generated: 0 });
  });

  it('have a biased MMD of 0, so an unbiased one just below', () => {
    const value = mmdSquared(distances, medianDistance(distances.withinReal, 400));
    expect(value).toBeLessThan(0);
    expect(value).toBeGreaterThan(-0.01);
  });
});

describe('two samples of one law', () => {
  const distances = distanceTriple(normalRows(1000, 3, 1), normalRows(1000, 3, 2));

  it('cannot be told apart by neighbours', () => {
    const { accuracy, real: onReal, generated: onGenerated } = nearestNeighbourTest(distances);
    // The standard error is about 0.011 for the whole and 0.016 for either half; neighbours are not independent.
    expect(Math.abs(accuracy - 0.5)).toBeLessThan(0.06);
    expect(Math.abs(onReal - 0.5)).toBeLessThan(0.08);
    expect(Math.abs(onGenerated - 0.5)).toBeLessThan(0.08);
  });

  it('have a density near 1 and the coverage 1 - 2^-5 of the paper’s lemma', () => {
    const { density, coverage } = neighbourhoods(distances);
    expect(Math.abs(density - 1)).toBeLessThan(0.05);
    // E coverage = 1 - (n - 1 ... n - k) / (2n - 1 ... 2n - k), which tends to 1 - 2^-k (arXiv:2002.09797, lemma 2).
    expect(Math.abs(coverage - (1 - 2 ** -5))).toBeLessThan(0.02);
  });

  it('have an MMD near 0', () => {
    expect(Math.abs(mmdSquared(distances, medianDistance(distances.withinReal, 1000)))).toBeLessThan(1e-3);
  });
});

it('tells separate sets apart completely', () => {
  const rows = normalRows(200, 2, 3);
  const distances = distanceTriple(rows, shifted(rows, [100, 0]));
  expect(neighbourhoods(distances)).toEqual({ precision: 0, recall: 0, density: 0, coverage: 0 });
  expect(nearestNeighbourTest(distances)).toEqual({ accuracy: 1, real: 1, generated: 1 });
  expect(mmdSquared(distances, 1)).toBeGreaterThan(0.5);
});

it('shows a generator that gives one good sample over and over as precise and without recall', () => {
  const rows = normalRows(300, 2, 4);
  const one = Array.from({ length: 300 }, () => [...rows.data.subarray(0, 2)]).flat();
  const found = neighbourhoods(distanceTriple(rows, rowsOf(one, 2)));
  expect(found.precision).toBe(1);
  expect(found.recall).toBeLessThan(0.01);
  expect(found.coverage).toBeLessThan(0.05);
});

it('has the MMD of two normals in closed form', () => {
  // E k(x, y) of N(0, I) and N(m, I) in d dimensions with exp(-|x - y|^2 / 2s^2) is
  // (s^2 / (s^2 + 2))^(d/2) exp(-|m|^2 / (2 (s^2 + 2))).
  const [dimensions, shift, median] = [2, 1, 1.6];
  const expected = bandwidthFactors.reduce((sum, factor) => {
    const s2 = (factor * median) ** 2;
    const level = (s2 / (s2 + 2)) ** (dimensions / 2);
    return sum + (2 * level * (1 - Math.exp(-(shift ** 2) / (2 * (s2 + 2))))) / bandwidthFactors.length;
  }, 0);
  const y = normalRows(2000, dimensions, 12);
  const moved = { ...y, data: y.data.map((value, at) => value + (at % dimensions === 0 ? shift : 0)) };
  const found = mmdSquared(distanceTriple(normalRows(2000, dimensions, 11), moved), median);
  expect(Math.abs(found - expected)).toBeLessThan(0.08 * expected);
});

it('has the Fréchet distance of two normals in closed form', () => {
  const diagonal = (values: readonly number[]): Float64Array =>
    Float64Array.from({ length: 9 }, (_, at) => (at % 4 === 0 ? values[at / 4] : 0));
  const a = { mean: Float64Array.of(0, 0, 0), covariance: diagonal([1, 4, 9]) };
  const b = { mean: Float64Array.of(1, 2, 2), covariance: diagonal([4, 4, 1]) };
  // Of commuting covariances: |m|^2 + sum (s1 - s2)^2 = 9 + 1 + 0 + 4.
  expect(frechetOfGaussians(a, b, 3)).toBeCloseTo(14, 10);
  expect(frechetOfGaussians(a, a, 3)).toBeCloseTo(0, 10);
});

describe('what cannot be measured', () => {
  it('is said of sets that are too small', () => {
    const few = distanceTriple(normalRows(5, 2, 1), normalRows(5, 2, 2));
    expect(() => neighbourhoods(few)).toThrow('5 samples have no 5 neighbours each.');
    const single = distanceTriple(normalRows(1, 2, 1), normalRows(1, 2, 2));
    expect(() => nearestNeighbourTest(single)).toThrow(RangeError);
    expect(() => mmdSquared(single, 1)).toThrow(RangeError);
    expect(() => frechetDistance(normalRows(1, 2, 1), normalRows(1, 2, 2))).toThrow(RangeError);
  });

  it('is said of rows of other sizes, and of too many', () => {
    expect(() => squaredDistances(normalRows(3, 2, 1), normalRows(3, 3, 1))).toThrow(RangeError);
    const many = rowsOf(new Float32Array(maxDistanceRows + 1), 1);
    expect(() => squaredDistances(many, many)).toThrow(`${maxDistanceRows + 1} rows`);
  });
});
