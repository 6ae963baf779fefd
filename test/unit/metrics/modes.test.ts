// Mode counting: a perfect sampler, collapse, uneven shares, nothing of quality.

import { describe, expect, it } from 'vitest';
import { openDataset } from '../../../core/datasets/catalog.ts';
import { countModes, modeCount } from '../../../core/metrics/modes.ts';
import { rowsOf, trainingRows } from './rows.ts';

const toys = [
  ['8gaussians', 8],
  ['25gaussians', 25],
] as const;

describe.each(toys)('%s', (kind, components) => {
  const toy = openDataset({ kind }, '');
  const modes = toy.modes!;

  it('shows a perfect sampler with every mode and 98.89 % of high quality', () => {
    const found = countModes(trainingRows(toy, 100_000, 1), modes);
    expect(found.modes).toBe(components);
    // The standard error is 0.00033.
    expect(Math.abs(found.high_quality! - (1 - Math.exp(-4.5)))).toBeLessThan(0.0013);
  });

  it('has the reverse KL floor (K - 1) / 2n for a perfect sampler', () => {
    const n = 2500;
    const floor = (components - 1) / (2 * n);
    const rounds = 40;
    let sum = 0;
    for (let seed = 0; seed < rounds; seed += 1)
      sum += countModes(trainingRows(toy, n, seed), modes).reverse_kl!;
    // 2n KL is chi-squared with K - 1 degrees of freedom.
    const error = Math.sqrt(2 * (components - 1)) / (2 * n) / Math.sqrt(rounds);
    expect(Math.abs(sum / rounds - floor)).toBeLessThan(4 * error + 0.05 * floor);
  });

  it('shows a collapse as one mode and log K', () => {
    const { centres } = modes;
    const point = [centres[4], centres[5]];
    const found = countModes(rowsOf(Array.from({ length: 40 }, () => point).flat(), 2), modes);
    expect(found).toMatchObject({ modes: 1, high_quality: 1 });
    expect(found.reverse_kl).toBeCloseTo(Math.log(components), 12);
  });
});

describe('counting', () => {
  const modes = { centres: Float32Array.of(0, 0, 4, 0), deviation: 1 };

  it('takes 3 deviations as the limit, not included, and the nearest centre', () => {
    const found = countModes(rowsOf([2.5, 0, 0, 2.9375, 0, 3, 4, 3, -9, 9, 4.5, 0], 2), modes);
    // Good: (2.5, 0) and (4.5, 0) belong to the second centre, (0, 2.9375) to the first.
    expect(found.modes).toBe(2);
    expect(found.high_quality).toBeCloseTo(3 / 6, 12);
    expect(found.reverse_kl).toBeCloseTo((1 / 3) * Math.log(2 / 3) + (2 / 3) * Math.log(4 / 3), 12);
  });

  it('counts a mode only through a sample of high quality', () => {
    const found = countModes(rowsOf([0, 0, 4, 3.5], 2), modes);
    expect(found).toMatchObject({ modes: 1, high_quality: 0.5 });
    expect(found.reverse_kl).toBeCloseTo(Math.log(2), 12);
  });

  it('has no reverse KL without a sample of high quality', () => {
    expect(countModes(rowsOf([100, 100, NaN, 0], 2), modes)).toEqual({ modes: 0, high_quality: 0 });
  });

  it('is taken for mixtures only', () => {
    expect(modeCount.applies(openDataset({ kind: '8gaussians' }, ''))).toBe(true);
    expect(modeCount.applies(openDataset({ kind: 'swissroll' }, ''))).toBe(false);
  });
});
