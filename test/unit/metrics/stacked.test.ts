// Modes of stacks and their KL, where the answer is known.

import { describe, expect, it } from 'vitest';
import { countStacks, digitShares, perfectKl } from '../../../core/metrics/stacked.ts';
import { RandomStream } from '../../../core/nn/random.ts';

const even = new Float64Array(10).fill(0.1);
const n = 26_000;

describe('modes of stacks', () => {
  it('are all 1,000 for a perfect sampler, with the KL that noise alone gives', () => {
    const stream = RandomStream.of(5, 'evaluation');
    const { modes, kl } = countStacks(
      Uint16Array.from({ length: 3 * n }, () => stream.integer(10)),
      even,
    );
    expect(modes).toBe(1000);
    // 999 degrees of freedom: chi-squared / 2n has the deviation sqrt(2 x 999) / 2n = 0.0009.
    expect(Math.abs(kl - 0.0192)).toBeLessThan(0.003);
    expect(perfectKl(1000, n)).toBeCloseTo(0.01921, 5);
  });

  it('are one, log 1000 away, where all stacks are alike', () => {
    const { modes, kl } = countStacks(
      Uint16Array.from({ length: 3 * n }, (_, i) => [7, 0, 3][i % 3]),
      even,
    );
    expect(modes).toBe(1);
    expect(kl).toBeCloseTo(Math.log(1000), 10);
  });

  it('are half of them, log 2 away, where one channel has five of ten digits', () => {
    const all = Array.from({ length: 500 }, (_, i) => [Math.floor(i / 100), Math.floor(i / 10) % 10, i % 10]);
    const { modes, kl } = countStacks(Uint16Array.from([...all, ...all].flat()), even);
    expect(modes).toBe(500);
    expect(kl).toBeCloseTo(Math.log(2), 10);
  });

  it('count order: the same three digits in other channels are another mode', () => {
    expect(countStacks(Uint16Array.of(1, 2, 3, 3, 2, 1, 2, 1, 3), even).modes).toBe(3);
  });

  it('are compared with the shares of the data, not with equal ones', () => {
    // Three of four digits are 0: of 64 stacks 27 are 000, and so on; exactly that is 0 away.
    const shares = Float64Array.of(0.75, 0.25);
    const digits = [0, 0, 0, 1];
    const stacks = digits.flatMap((a) => digits.flatMap((b) => digits.flatMap((c) => [a, b, c])));
    expect(countStacks(Uint16Array.from(stacks), shares)).toEqual({
      modes: 8,
      kl: expect.closeTo(0, 12) as number,
    });
    expect(countStacks(Uint16Array.from(stacks), Float64Array.of(0.5, 0.5)).kl).toBeGreaterThan(0.3);
  });
});

it('shares of digits are even for as many of each, and never 0', () => {
  expect([...digitShares([0, 1, 2, 3, 3, 2, 1, 0], 4)]).toEqual([0.25, 0.25, 0.25, 0.25]);
  expect(digitShares([0, 0, 0], 2)[1]).toBe(0.125);
});
