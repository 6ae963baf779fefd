// Noise floors and ceilings on the toys against numbers that were computed elsewhere, by SciPy's linear_sum_assignment over
// ten repeats or so, and against closed forms. A floor varies from draw to draw, as the shares of the modes do: it is the
// median of five draws that must lie within three standard deviations or so of what one draw has.

import { describe, expect, it } from 'vitest';
import { openDataset } from '../../../core/datasets/catalog.ts';
import { evaluate } from '../../../core/metrics/catalog.ts';
import type { Rows } from '../../../core/metrics/metric.ts';
import { RandomStream } from '../../../core/nn/random.ts';
import { protocolSeed } from '../../../core/trainer/evaluation.ts';

type Toy = '8gaussians' | '25gaussians' | 'swissroll';

/** Points at random places of the training set, which are independent of each other and of the held-out ones. */
function drawn(kind: Toy, count: number, seed: number): Rows {
  const { train } = openDataset({ kind }, '');
  const stream = RandomStream.of(seed, 'data-order');
  const data = new Float32Array(2 * count);
  train.read(
    Uint32Array.from({ length: count }, () => stream.integer(train.count)),
    data,
  );
  return { count, volume: 2, data };
}

function heldOut(kind: Toy, count: number): Rows {
  const data = new Float32Array(2 * count);
  openDataset({ kind }, '').heldOut.read(
    Uint32Array.from({ length: count }, (_, i) => i),
    data,
  );
  return { count, volume: 2, data };
}

interface Draws {
  readonly change?: (rows: Rows, stream: RandomStream) => void;
  readonly count?: number;
  readonly repeats?: number;
}

/** A metric of sets of points that `change` has made of samples of the data, in ascending order. */
function values(
  kind: Toy,
  key: 'w1' | 'high_quality',
  { change = () => undefined, count = 2000, repeats = 1 }: Draws = {},
): number[] {
  const dataset = openDataset({ kind }, '');
  const real = heldOut(kind, count);
  return Array.from({ length: repeats }, (_, at) => {
    const rows = drawn(kind, count, at + 1);
    change(rows, RandomStream.of(at + 1, 'evaluation'));
    return evaluate(dataset, rows, real, protocolSeed)[key]!;
  }).sort((a, b) => a - b);
}

const withNoise = ({ data }: Rows, stream: RandomStream): void => {
  const noise = stream.fillNormal(new Float32Array(data.length));
  for (let i = 0; i < data.length; i += 1) data[i] += noise[i];
};
const normal = ({ data }: Rows, stream: RandomStream): void => {
  stream.fillNormal(data);
};

describe('exact W1 with 2,000 points', () => {
  // Held-out points are balanced between modes where there are any.
  it.each([
    ['8gaussians', 0.035, 0.02],
    ['25gaussians', 0.052, 0.024],
    ['swissroll', 0.058, 0.028],
  ] as const)('of a perfect generator of %s is near %d', (kind, floor, tolerance) => {
    const median = values(kind, 'w1', { repeats: 5 })[2];
    expect(median).toBeGreaterThan(floor - tolerance);
    expect(median).toBeLessThan(floor + tolerance);
  });

  it.each([
    ['8gaussians', 0.64],
    ['25gaussians', 0.38],
    ['swissroll', 0.43],
  ] as const)('of a normal law against %s is near %d', (kind, expected) => {
    expect(Math.abs(values(kind, 'w1', { change: normal })[0] - expected)).toBeLessThan(0.06);
  });

  it.each([
    ['8gaussians', 0.82],
    ['25gaussians', 0.58],
    ['swissroll', 0.61],
  ] as const)('of real points with noise of 1 against %s is near %d', (kind, expected) => {
    expect(Math.abs(values(kind, 'w1', { change: withNoise })[0] - expected)).toBeLessThan(0.07);
  });

  it('of one mode of eight is r/4 cot(pi/16)', () => {
    const r = 2 / 1.414;
    const oneMode = ({ data }: Rows): void => {
      for (let i = 0; i < data.length; i += 2) data.set([r, 0], i);
    };
    const [w1] = values('8gaussians', 'w1', { change: oneMode, count: 400 });
    expect(w1).toBeCloseTo(r / 4 / Math.tan(Math.PI / 16), 2);
  });
});

describe('a perfect generator', () => {
  it('has 1 - exp(-9/2) of good samples', () => {
    // The standard error of 20,000 draws is 0.0007.
    const shares = values('8gaussians', 'high_quality', { count: 200, repeats: 100 });
    const share = shares.reduce((sum, one) => sum + one, 0) / shares.length;
    expect(Math.abs(share - 0.98889)).toBeLessThan(0.003);
  });
});
