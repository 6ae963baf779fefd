// Two parallel segments in the plane, numerically: laws on cells of a grid, and a plan between points of the segments.

import type { Divergences } from './divergences.ts';
import { cheapestPlan } from './transport-solver.ts';

/** Points of each segment that stand for it. */
const count = 24;

/** (0, U) and (t, U), U uniform on [0, 1]: W1 from the general solver, which knows nothing of the line. */
export function segmentDivergences(t: number): Divergences {
  const heights = Array.from({ length: count }, (_, k) => (k + 0.5) / count);
  const masses = heights.map(() => 1 / count);
  const cost = heights.map((y) => heights.map((other) => Math.hypot(t, y - other)));
  const { cost: w1 } = cheapestPlan(masses, masses, cost);
  // The segments share all of their cells or none of them.
  const same = t === 0;
  const [p, q] = same
    ? [masses, masses]
    : [
        [...masses, ...none],
        [...none, ...masses],
      ];
  return { ...discreteDivergences(p, q), w1 };
}

const none: readonly number[] = Array.from({ length: count }, () => 0);

/** Of two laws on the same cells. */
export function discreteDivergences(p: readonly number[], q: readonly number[]): Omit<Divergences, 'w1'> {
  const sum = (f: (p: number, q: number) => number): number =>
    p.reduce((total, mass, k) => total + f(mass, q[k]), 0);
  const relative = (a: number, b: number): number => (a === 0 ? 0 : a * Math.log(a / b));
  return {
    js: sum((a, b) => 0.5 * relative(a, (a + b) / 2) + 0.5 * relative(b, (a + b) / 2)),
    kl: sum(relative),
    'reverse-kl': sum((a, b) => relative(b, a)),
    tv: sum((a, b) => 0.5 * Math.abs(a - b)),
    pearson: sum((a, b) => (a === b ? 0 : (a - b) ** 2 / b)),
    hellinger: sum((a, b) => (Math.sqrt(a) - Math.sqrt(b)) ** 2),
  };
}
