// Divergences between two laws on the line, from their densities and distribution functions, by numerical integration.
// Definitions: Nowozin, Cseke and Tomioka 2016, arXiv:1606.00709, equation 2: D_f(P || Q) = integral q f(p / q);
// Arjovsky, Chintala and Bottou 2017, arXiv:1701.07875, section 2.

import { crossings, eachNode } from './integrate.ts';
import type { Law } from './law.ts';

export const divergenceKinds = ['js', 'kl', 'reverse-kl', 'tv', 'pearson', 'hellinger', 'w1'] as const;
export type DivergenceKind = (typeof divergenceKinds)[number];

/** In nats, but for total variation, Pearson and Hellinger, which have no unit, and W1, which has that of x. */
export type Divergences = Readonly<Record<DivergenceKind, number>>;

/**
 * - `js`: 1/2 KL(P || M) + 1/2 KL(Q || M) with M = (P + Q) / 2; at most log 2
 * - `kl`: KL(P || Q) = integral p log(p / q); `reverse-kl`: KL(Q || P)
 * - `tv`: 1/2 integral |p - q|; at most 1
 * - `pearson`: integral (p - q)^2 / q, which is D_f for f(u) = (u - 1)^2
 * - `hellinger`: the square, integral (sqrt p - sqrt q)^2; at most 2
 * - `w1`: integral |F - G| of the distribution functions, the earth mover's distance on the line
 *
 * Infinite where the definition says so: for KL and Pearson, where one law has mass that the other lacks.
 */
export function numericalDivergences(p: Law, q: Law): Divergences {
  const sums = { js: 0, kl: 0, 'reverse-kl': 0, tv: 0, pearson: 0, hellinger: 0, w1: 0 };
  const add = (x: number, weight: number): void => {
    const [logP, logQ] = [p.logDensity(x), q.logDensity(x)];
    const logM = logMean(logP, logQ);
    sums.js += (weight / 2) * (relative(logP, logM) + relative(logQ, logM));
    sums.kl += weight * relative(logP, logQ);
    sums['reverse-kl'] += weight * relative(logQ, logP);
    sums.tv += (weight / 2) * Math.abs(Math.exp(logP) - Math.exp(logQ));
    sums.pearson += weight * pearsonAt(logP, logQ);
    sums.hellinger += weight * (Math.exp(logP / 2) - Math.exp(logQ / 2)) ** 2;
    sums.w1 += weight * Math.abs(p.cdf(x) - q.cdf(x));
  };
  const [from, to] = rangeOf(p, q);
  const step = Math.min(p.detail, q.detail) / 2;
  // Where densities or distribution functions cross, |p - q| and |F - G| have kinks that the rule does not like.
  const cuts = [
    ...[...p.jumps, ...q.jumps],
    ...crossings((x) => difference(p.logDensity(x), q.logDensity(x)), from, to, step),
    ...crossings((x) => p.cdf(x) - q.cdf(x), from, to, step),
  ];
  eachNode(from, to, cuts, step, add);
  if (hasHeavyTail(p, q, sums.pearson)) sums.pearson = Infinity;
  return sums;
}

/** All that either law reaches, and where p^2 / q may still be large. */
function rangeOf(p: Law, q: Law): readonly [number, number] {
  const bounded = p.bounded && q.bounded;
  const apart = bounded ? 0 : Math.abs(p.from - q.from) + Math.abs(p.to - q.to);
  return [Math.min(p.from, q.from) - apart, Math.max(p.to, q.to) + apart];
}

/** Tails of p may be so heavy against those of q that integral p^2 / q has no end: it then grows outwards. */
function hasHeavyTail(p: Law, q: Law, value: number): boolean {
  if (p.bounded || !Number.isFinite(value)) return false;
  const [from, to] = rangeOf(p, q);
  const at = (x: number): number => pearsonAt(p.logDensity(x), q.logDensity(x));
  return Math.max(at(from), at(to)) * (to - from) > 1e-9 * value;
}

/** log p - log q; 0 where neither has mass. */
const difference = (logP: number, logQ: number): number =>
  logP === -Infinity && logQ === -Infinity ? 0 : logP - logQ;

/** p log(p / q), at one point. */
function relative(logP: number, logQ: number): number {
  if (logP === -Infinity) return 0;
  // Less than a double can say, times whatever: nothing.
  const p = Math.exp(logP);
  return p === 0 ? 0 : p * (logP - logQ);
}

function logMean(a: number, b: number): number {
  const most = Math.max(a, b);
  if (most === -Infinity) return -Infinity;
  return most + Math.log1p(Math.exp(Math.min(a, b) - most)) - Math.LN2;
}

/** integral (p - q)^2 / q, at one point, without dividing two numbers that may both be too small for a double. */
function pearsonAt(logP: number, logQ: number): number {
  if (logP === -Infinity) return Math.exp(logQ);
  if (logQ === -Infinity) return Infinity;
  return Math.exp(2 * logP - logQ) - 2 * Math.exp(logP) + Math.exp(logQ);
}
