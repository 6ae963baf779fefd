import { describe, expect, it } from 'vitest';
import { dualPotential, potentialValue } from '../../../core/lab/dual-potential.ts';
import { shares } from '../../../core/lab/law.ts';
import { randomFrom } from '../../../core/lab/random.ts';
import { cheapestPlan, planCost } from '../../../core/lab/transport-solver.ts';
import {
  crossedPlan,
  distances,
  exchanged,
  independentPlan,
  loadsOf,
  margins,
  orderedPlan,
} from '../../../core/lab/transport-plans.ts';
import { assignment } from '../../../core/metrics/assignment.ts';

const random = randomFrom(7);
/** The largest slope of f between neighbouring places, which are 1 apart. */
function steepest(f: readonly number[]): number {
  return f.slice(1).reduce((most, value, k) => Math.max(most, Math.abs(value - f[k])), 0);
}
/** Bars that are often 0, as bars are. */
function anyMasses(count: number): readonly number[] {
  return shares(
    Array.from({ length: count }, (_, k) => (k === 0 ? 1 : Math.max(0, Math.floor(random() * 9) - 2))),
  );
}
function expectMargins(
  plan: Parameters<typeof margins>[0],
  p: readonly number[],
  q: readonly number[],
): void {
  const { rows, columns } = margins(plan);
  rows.forEach((sum, i) => {
    expect(sum).toBeCloseTo(p[i], 12);
  });
  columns.forEach((sum, j) => {
    expect(sum).toBeCloseTo(q[j], 12);
  });
  for (const row of plan) for (const amount of row) expect(amount).toBeGreaterThanOrEqual(0);
}

it('moves earth that was moved by hand: 3 loads from 0 to 2, 1 from 1 to 2', () => {
  const [p, q] = [
    [0.75, 0.25, 0],
    [0, 0, 1],
  ];
  const plan = orderedPlan(p, q);
  expect(plan).toEqual([
    [0, 0, 0.75],
    [0, 0, 0.25],
    [0, 0, 0],
  ]);
  expect(planCost(plan, distances(3))).toBe(1.75);
});

describe('on the line', () => {
  it('the ordered plan, the general solver, distribution functions and the dual agree', () => {
    for (let turn = 0; turn < 60; turn += 1) {
      const count = 2 + (turn % 9);
      const [p, q] = [anyMasses(count), anyMasses(count)];
      const cost = distances(count);
      const best = orderedPlan(p, q);
      const solved = cheapestPlan(p, q, cost);
      expectMargins(best, p, q);
      expectMargins(solved.plan, p, q);
      let [surplus, area] = [0, 0];
      p.forEach((mass, k) => {
        surplus += mass - q[k];
        area += Math.abs(surplus);
      });
      expect(planCost(best, cost)).toBeCloseTo(area, 11);
      expect(solved.cost).toBeCloseTo(area, 11);
      const f = dualPotential(p, q);
      expect(steepest(f)).toBeLessThanOrEqual(1);
      expect(potentialValue(f, p, q)).toBeCloseTo(area, 11);
      // Complementary slackness: where earth goes, f falls by all of the way.
      best.forEach((row, i) => {
        row.forEach((amount, j) => {
          if (amount > 1e-9) expect(f[i] - f[j]).toBe(Math.abs(i - j));
        });
      });
    }
  });

  it('no plan costs more than the crossed one, and the independent one lies between', () => {
    for (let turn = 0; turn < 20; turn += 1) {
      const [p, q] = [anyMasses(7), anyMasses(7)];
      const cost = distances(7);
      const [best, any, worst] = [orderedPlan, independentPlan, crossedPlan].map((make) => make(p, q));
      for (const plan of [best, any, worst]) expectMargins(plan, p, q);
      expect(planCost(best, cost)).toBeLessThanOrEqual(planCost(any, cost) + 1e-12);
      expect(planCost(any, cost)).toBeLessThanOrEqual(planCost(worst, cost) + 1e-12);
      const negated = cost.map((row) => row.map((value) => -value));
      expect(planCost(worst, cost)).toBeCloseTo(-cheapestPlan(p, q, negated).cost, 11);
    }
  });
});

describe('the general solver', () => {
  it('finds what the assignment of the metrics finds, for any costs', () => {
    for (let turn = 0; turn < 20; turn += 1) {
      const n = 1 + turn;
      const cost = Array.from({ length: n }, () => Array.from({ length: n }, () => random() * 10 - 3));
      const masses = cost.map(() => 1 / n);
      const exact = assignment(Float64Array.from(cost.flat()), n).cost / n;
      expect(cheapestPlan(masses, masses, cost).cost).toBeCloseTo(exact, 10);
    }
  });

  it('proves its plan: prices are allowed, tight where something is carried, and worth the cost', () => {
    for (let turn = 0; turn < 30; turn += 1) {
      const [p, q] = [anyMasses(5), anyMasses(8)];
      const cost = p.map(() => q.map(() => Math.floor(random() * 20)));
      const { plan, u, v, cost: total } = cheapestPlan(p, q, cost);
      expectMargins(plan, p, q);
      cost.forEach((row, i) => {
        row.forEach((value, j) => {
          expect(u[i] + v[j]).toBeLessThanOrEqual(value + 1e-9);
          if (plan[i][j] > 1e-9) expect(u[i] + v[j]).toBeCloseTo(value, 9);
        });
      });
      const worth =
        p.reduce((sum, mass, i) => sum + mass * u[i], 0) + q.reduce((sum, mass, j) => sum + mass * v[j], 0);
      expect(worth).toBeCloseTo(total, 9);
    }
  });
});

describe('a plan of one’s own', () => {
  it('keeps its sums when two entries exchange where they go', () => {
    const [p, q] = [anyMasses(6), anyMasses(6)];
    let plan = independentPlan(p, q);
    for (let turn = 0; turn < 200; turn += 1) {
      const at = (): number => Math.floor(random() * 6);
      plan = exchanged(plan, { i: at(), j: at() }, { i: at(), j: at() });
    }
    expectMargins(plan, p, q);
    expect(planCost(plan, distances(6))).toBeGreaterThanOrEqual(
      planCost(orderedPlan(p, q), distances(6)) - 1e-12,
    );
  });

  it('costs less when two ways that cross are uncrossed', () => {
    const crossed = crossedPlan([0.5, 0.5, 0, 0], [0, 0, 0.5, 0.5]);
    const uncrossed = exchanged(crossed, { i: 0, j: 3 }, { i: 1, j: 2 });
    expect(uncrossed).toEqual(orderedPlan([0.5, 0.5, 0, 0], [0, 0, 0.5, 0.5]));
  });

  it('changes nothing for the same row, or where nothing is carried', () => {
    const plan = orderedPlan([0.5, 0.5], [0.5, 0.5]);
    expect(exchanged(plan, { i: 0, j: 0 }, { i: 0, j: 1 })).toEqual(plan);
    expect(exchanged(plan, { i: 0, j: 0 }, { i: 0, j: 0 })).toEqual(plan);
  });
});

it('stacks loads without gaps, where they leave and where they land', () => {
  const [p, q] = [anyMasses(6), anyMasses(6)];
  const loads = loadsOf(independentPlan(p, q));
  for (const [place, sums, at] of [
    ['i', p, 'liesAt'],
    ['j', q, 'landsAt'],
  ] as const)
    sums.forEach((sum, k) => {
      let height = 0;
      for (const load of loads.filter((one) => one[place] === k)) {
        expect(load[at]).toBeCloseTo(height, 12);
        height += load.amount;
      }
      expect(height).toBeCloseTo(sum, 12);
    });
});
