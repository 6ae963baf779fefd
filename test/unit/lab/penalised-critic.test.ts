// The formula for the bias of a gradient penalty against a critic that is found by ascent, which knows no formula.

import { describe, expect, it } from 'vitest';
import { leastEstimate } from '../../../core/lab/penalised-critic.ts';

interface Setting {
  /** Masses of both laws on a grid of places `width` apart. */
  readonly p: readonly number[];
  readonly q: readonly number[];
  readonly width: number;
}

/** Density of x-hat = e x + (1 - e) y over the cells between neighbouring places, x and y drawn independently. */
function interpolated({ p, q, width }: Setting): readonly number[] {
  const density = Array.from({ length: p.length - 1 }, () => 0);
  p.forEach((mass, i) => {
    q.forEach((other, j) => {
      const [low, high] = [Math.min(i, j), Math.max(i, j)];
      for (let k = low; k < high; k += 1) density[k] += (mass * other) / ((high - low) * width);
    });
  });
  return density;
}

/** E_p f - E_q f of the f that maximises the penalised objective, by ascent on the values of f. */
function ascended(setting: Setting, lambda: number, twoSided: boolean): number {
  const { p, q, width } = setting;
  const density = interpolated(setting);
  const f = Float64Array.from(p, () => 0);
  const steepest = Math.max(...density);
  const rate = (0.2 * width) / (lambda * Math.max(steepest, 1e-9));
  // The two-sided penalty leaves a slope of the wrong sign where it is: all slopes begin with the right one.
  for (let k = 0; k < f.length; k += 1) f[k] = -0.5 * k * width;
  for (let step = 0; step < 60_000; step += 1) {
    const gradient = Float64Array.from(p, (mass, k) => mass - q[k]);
    for (let k = 0; k + 1 < f.length; k += 1) {
      const slope = (f[k + 1] - f[k]) / width;
      const over = Math.abs(slope) - 1;
      if (!twoSided && over < 0) continue;
      const pull = 2 * lambda * density[k] * over * Math.sign(slope);
      gradient[k] += pull;
      gradient[k + 1] -= pull;
    }
    for (let k = 0; k < f.length; k += 1) f[k] += rate * gradient[k];
  }
  return f.reduce((sum, value, k) => sum + value * (p[k] - q[k]), 0);
}

/** W1 + 1 / (2 lambda) integral (F - G)^2 / r, for F - G and the density r of x-hat in cells of a width. */
function onTheLine(
  difference: readonly number[],
  density: readonly number[],
  width: number,
  lambda: number,
): number {
  return difference.reduce((sum, gap, k) => {
    if (gap === 0) return sum;
    return sum + width * Math.abs(gap) * (1 + Math.abs(gap) / (2 * lambda * density[k]));
  }, 0);
}

const width = 0.1;
const settings: readonly Setting[] = [
  // Two points at a distance of 0.6.
  { p: [1, 0, 0, 0, 0, 0, 0], q: [0, 0, 0, 0, 0, 0, 1], width },
  // Two blocks that touch.
  { p: [0.25, 0.25, 0.25, 0.25, 0, 0, 0, 0], q: [0, 0, 0, 0, 0.25, 0.25, 0.25, 0.25], width },
];

describe('the estimate of a penalised critic', () => {
  it.each([0.1, 1, 10])('is what ascent finds, two-sided and one-sided, lambda %f', (lambda) => {
    for (const setting of settings) {
      let surplus = 0;
      const difference = setting.p.slice(1).map((_, k) => (surplus += setting.p[k] - setting.q[k]));
      const expected = onTheLine(difference, interpolated(setting), width, lambda);
      const w1 = width * difference.reduce((sum, gap) => sum + Math.abs(gap), 0);
      expect(ascended(setting, lambda, true)).toBeCloseTo(expected, 3);
      expect(ascended(setting, lambda, false)).toBeCloseTo(expected, 3);
      expect(expected).toBeGreaterThanOrEqual(w1 + w1 ** 2 / (2 * lambda) - 1e-12);
      expect(expected).toBeGreaterThan(leastEstimate(w1, lambda));
    }
  });

  it('is W1 + W1^2 / (2 lambda) between two points', () => {
    expect(ascended(settings[0], 0.1, true)).toBeCloseTo(2.4, 3);
    expect(ascended(settings[0], 10, true)).toBeCloseTo(0.618, 3);
  });

  it('is at least 2.6 times W1 for the toys’ lambda and their distance at the start', () => {
    expect(leastEstimate(0.64, 0.1)).toBeCloseTo(1.664, 12);
    expect(leastEstimate(0.64, 10)).toBeCloseTo(0.65024, 12);
  });
});
