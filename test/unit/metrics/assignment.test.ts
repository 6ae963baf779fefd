// The assignment against all permutations, and against problems whose answer is known.

import { describe, expect, it } from 'vitest';
import { assignment } from '../../../core/metrics/assignment.ts';
import { RandomStream } from '../../../core/nn/random.ts';

const costs = (n: number, cost: (row: number, column: number) => number) =>
  Float64Array.from({ length: n * n }, (_, i) => cost(Math.floor(i / n), i % n));

/** The least cost over all permutations, by trying them. */
function cheapest(cost: Float64Array, n: number, row = 0, used = 0): number {
  if (row === n) return 0;
  let best = Infinity;
  for (let column = 0; column < n; column += 1)
    if ((used & (1 << column)) === 0)
      best = Math.min(best, cost[row * n + column] + cheapest(cost, n, row + 1, used | (1 << column)));
  return best;
}

/** Every column once, at the cost that is claimed. */
function expectSound({ columns, cost: total }: ReturnType<typeof assignment>, cost: Float64Array, n: number) {
  expect([...columns].sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i));
  expect(total).toBeCloseTo(
    columns.reduce((sum, column, row) => sum + cost[row * n + column], 0),
    9,
  );
}

describe('assignment', () => {
  it('is the best of all permutations', () => {
    const stream = RandomStream.of(1, 'evaluation');
    for (let n = 1; n <= 7; n += 1)
      for (let round = 0; round < 20; round += 1) {
        const draw = [
          () => stream.uniform(),
          () => stream.normal(),
          // Small integers: ties everywhere.
          () => stream.integer(4),
          () => Math.exp(4 * stream.normal()),
        ][round % 4];
        const cost = costs(n, draw);
        const found = assignment(cost, n);
        expectSound(found, cost, n);
        expect(found.cost).toBeCloseTo(cheapest(cost, n), 9);
      }
  });

  it('matches points on a line in order', () => {
    const n = 200;
    const stream = RandomStream.of(2, 'evaluation');
    const x = Array.from({ length: n }, () => stream.normal());
    const y = Array.from({ length: n }, () => 3 * stream.uniform());
    const cost = costs(n, (i, j) => (x[i] - y[j]) ** 2);
    const found = assignment(cost, n);
    expectSound(found, cost, n);
    const rank = (values: number[]) => values.map((value) => values.filter((other) => other < value).length);
    const [rankX, rankY] = [rank(x), rank(y)];
    found.columns.forEach((column, row) => {
      expect(rankY[column]).toBe(rankX[row]);
    });
  });

  it('pairs the largest with the smallest for costs (i + 1)(j + 1): n (n + 1)(n + 2) / 6', () => {
    const n = 120;
    const cost = costs(n, (i, j) => (i + 1) * (j + 1));
    const found = assignment(cost, n);
    expect(found.cost).toBe((n * (n + 1) * (n + 2)) / 6);
    expect([...found.columns]).toEqual(Array.from({ length: n }, (_, i) => n - 1 - i));
  });

  it('agrees with a hidden permutation that costs nothing', () => {
    const n = 300;
    const stream = RandomStream.of(3, 'evaluation');
    const cost = costs(n, (i, j) => (j === (7 * i + 11) % n ? 0 : 0.001 + stream.uniform()));
    const found = assignment(cost, n);
    expect(found.cost).toBe(0);
    expect([...found.columns]).toEqual(Array.from({ length: n }, (_, i) => (7 * i + 11) % n));
  });

  it('does not mind equal costs, negative costs or one of 10^9', () => {
    expect(assignment(new Float64Array(900).fill(2), 30).cost).toBe(60);
    expect(
      assignment(
        costs(30, (i, j) => (i === j ? -5 : -1)),
        30,
      ).cost,
    ).toBe(-150);
    const far = assignment(
      costs(30, (i, j) => (i === 3 ? 1e9 : Math.abs(i - j))),
      30,
    );
    expect(far.cost).toBe(1e9);
    expect(far.columns[3]).toBe(3);
  });

  it('is 0 for nothing, and refuses what has no answer', () => {
    expect(assignment(new Float64Array(0), 0).cost).toBe(0);
    expect(() => assignment(new Float64Array(6), 2)).toThrow(/6 costs are not a square of edge 2/);
    expect(() => assignment(Float64Array.of(1, 2, NaN, 4), 2)).toThrow(/row 1 is NaN/);
    expect(() => assignment(Float64Array.of(1, Infinity, 3, 4), 2)).toThrow(/row 0 is Infinity/);
  });
});
