// Plans for moving bars of earth at the places 0, 1, 2, ... into other bars: the best one, worse ones, and one's own.

import type { Matrix } from './transport-solver.ts';

/** Masses below this, of 1, are rounding. */
const dust = 1e-12;

/** |i - j|: what it costs to carry a load from bar i to bar j. */
export function distances(count: number): Matrix {
  return Array.from({ length: count }, (_, i) => Array.from({ length: count }, (_, j) => Math.abs(i - j)));
}

/**
 * The best plan on the line: the leftmost earth goes to the leftmost place (the quantile coupling).
 * Source: Peyré and Cuturi 2019, arXiv:1803.00567, remark 2.28. For masses of equal sum.
 */
export function orderedPlan(from: readonly number[], to: readonly number[]): Matrix {
  return corner(from, to, [...to.keys()]);
}

/** The leftmost earth goes to the rightmost place: on the line no plan costs more. */
export function crossedPlan(from: readonly number[], to: readonly number[]): Matrix {
  return corner(from, to, [...to.keys()].reverse());
}

/** Every bar is spread over all places alike: gamma(i, j) = p(i) q(j). */
export function independentPlan(from: readonly number[], to: readonly number[]): Matrix {
  return from.map((p) => to.map((q) => p * q));
}

/** Fills the places in the given order, the bars from the left. */
function corner(from: readonly number[], to: readonly number[], order: readonly number[]): Matrix {
  const plan = from.map(() => to.map(() => 0));
  const room = [...to];
  let at = 0;
  from.forEach((mass, i) => {
    let left = mass;
    while (left > dust && at < order.length) {
      const j = order[at];
      const amount = Math.min(left, room[j]);
      plan[i][j] += amount;
      left -= amount;
      room[j] -= amount;
      if (room[j] <= dust) at += 1;
    }
  });
  return plan;
}

export interface Entry {
  readonly i: number;
  readonly j: number;
}

/**
 * Two entries exchange where they go: what went i to j and k to l, as much as both have, goes i to l and k to j.
 * Rows and columns keep their sums, and every plan can be reached from every other in such steps.
 */
export function exchanged(plan: Matrix, a: Entry, b: Entry): Matrix {
  const amount = Math.min(plan[a.i][a.j], plan[b.i][b.j]);
  const next = plan.map((row) => [...row]);
  next[a.i][a.j] -= amount;
  next[b.i][b.j] -= amount;
  next[a.i][b.j] += amount;
  next[b.i][a.j] += amount;
  return next;
}

export interface Margins {
  readonly rows: readonly number[];
  readonly columns: readonly number[];
}

/** What leaves each bar and what arrives at each place. */
export function margins(plan: Matrix): Margins {
  const width = plan.at(0)?.length ?? 0;
  return {
    rows: plan.map((row) => row.reduce((sum, amount) => sum + amount, 0)),
    columns: Array.from({ length: width }, (_, j) => plan.reduce((sum, row) => sum + row[j], 0)),
  };
}

/** A load on its way. */
export interface Load {
  readonly i: number;
  readonly j: number;
  readonly amount: number;
  /** Height of its lower edge in the bar that it leaves, and in the bar that it becomes part of. */
  readonly liesAt: number;
  readonly landsAt: number;
}

/** The loads of a plan, stacked in the bars that they leave and in those that they make. */
export function loadsOf(plan: Matrix): readonly Load[] {
  const count = plan.at(0)?.length ?? 0;
  const heaped = Array.from({ length: count }, () => 0);
  return plan.flatMap((row, i) => {
    let height = 0;
    return row.flatMap((amount, j) => {
      if (amount <= dust) return [];
      const load = { i, j, amount, liesAt: height, landsAt: heaped[j] };
      height += amount;
      heaped[j] += amount;
      return [load];
    });
  });
}
