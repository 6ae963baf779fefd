// Divergences of laws whose densities are constant between steps, as sums: exact, for bars dragged by hand.

import type { Divergences } from './divergences.ts';
import { shares } from './law.ts';

/** Densities of both laws on a stretch, and of their distribution functions the difference F - G at its ends. */
interface Stretch {
  readonly width: number;
  readonly p: number;
  readonly q: number;
  readonly before: number;
  readonly after: number;
}

/** Bars of width 1 from 0 on, `q`'s moved by t. Heights need not sum to 1. */
export function steppedDivergences(p: readonly number[], q: readonly number[], t: number): Divergences {
  const stretches = stretchesOf(shares(p), shares(q), t);
  const sum = (f: (stretch: Stretch) => number): number =>
    stretches.reduce((total, stretch) => total + stretch.width * f(stretch), 0);
  return {
    js: sum((s) => 0.5 * relative(s.p, (s.p + s.q) / 2) + 0.5 * relative(s.q, (s.p + s.q) / 2)),
    kl: sum((s) => relative(s.p, s.q)),
    'reverse-kl': sum((s) => relative(s.q, s.p)),
    tv: sum((s) => 0.5 * Math.abs(s.p - s.q)),
    pearson: sum((s) => (s.p === s.q ? 0 : (s.p - s.q) ** 2 / s.q)),
    hellinger: sum((s) => (Math.sqrt(s.p) - Math.sqrt(s.q)) ** 2),
    w1: sum((s) => meanSize(s.before, s.after)),
  };
}

function stretchesOf(p: readonly number[], q: readonly number[], t: number): readonly Stretch[] {
  const ends = [...p.keys(), p.length, ...[...q.keys(), q.length].map((k) => k + t)].sort((a, b) => a - b);
  const stretches: Stretch[] = [];
  let difference = 0;
  for (let k = 1; k < ends.length; k += 1) {
    const width = ends[k] - ends[k - 1];
    // Steps of both laws at the same place, up to rounding.
    if (width < 1e-9) continue;
    const middle = (ends[k] + ends[k - 1]) / 2;
    const [here, there] = [heightAt(p, middle), heightAt(q, middle - t)];
    const before = difference;
    difference += (here - there) * width;
    stretches.push({ width, p: here, q: there, before, after: difference });
  }
  return stretches;
}

const heightAt = (masses: readonly number[], x: number): number => masses[Math.floor(x)] ?? 0;

function relative(p: number, q: number): number {
  return p === 0 ? 0 : p * Math.log(p / q);
}

/** Mean of |x| over [a, b]. */
function meanSize(a: number, b: number): number {
  if (a * b >= 0) return (Math.abs(a) + Math.abs(b)) / 2;
  return (a * a + b * b) / (2 * (Math.abs(a) + Math.abs(b)));
}
