// How each pair of laws is drawn, and what there is to see in it.

import type { DivergenceKind } from '../../../core/lab/divergences.ts';
import type { PairKind } from '../../../core/lab/pairs.ts';
import type { Range } from './plot.ts';

export interface PairView {
  readonly title: string;
  readonly p: string;
  readonly q: string;
  readonly x: Range;
  /** Up to where densities are drawn; null where that depends on the bars. */
  readonly density: number | null;
  /** Up to where curves are drawn. */
  readonly value: number;
  /** What a teacher would point at. */
  readonly lesson: string;
}

export const pairViews: Readonly<Record<PairKind, PairView>> = {
  normals: {
    title: 'Two normals',
    ...{ p: 'N(0, 1)', q: 'N(t, σ²)' },
    ...{ x: { from: -11, to: 11 }, density: 0.45, value: 3 },
    lesson:
      'Far apart, JS is 0.693 = log 2 and its slope is next to nothing: a generator at t = 8 is not told which way to go. ' +
      'At t = 2 it is 0.336 and falling. W₁ has the same slope everywhere.',
  },
  uniforms: {
    title: 'Two uniforms',
    ...{ p: 'U[0, 1]', q: 'U[t, 1 + t]' },
    ...{ x: { from: -2.25, to: 3.25 }, density: 1.25, value: 2 },
    lesson:
      'While they overlap, JS is |t| log 2. From |t| = 1 on it stays at log 2 with slope 0, and both KL are infinite as ' +
      'soon as t is not 0. W₁ = |t| goes on.',
  },
  segments: {
    title: 'Parallel segments in the plane',
    ...{ p: '(0, U[0, 1])', q: '(t, U[0, 1])' },
    ...{ x: { from: -2.4, to: 2.4 }, density: 1.15, value: 2 },
    lesson:
      'Example 1 of the WGAN paper. The segments share all of their points at t = 0 and none of them otherwise, so JS jumps ' +
      'to log 2 and total variation to 1, without a slope. W₁ = |t| is the only one to say how far it is.',
  },
  mixtures: {
    title: 'Two mixtures',
    ...{ p: 'two hills', q: 'the same, moved by t' },
    ...{ x: { from: -9, to: 9 }, density: 0.56, value: 3 },
    lesson:
      'At t = ±3 one hill of each lies on the wrong hill of the other: JS has a dip there, a place where a generator that ' +
      'follows it comes to rest half right. W₁ = |t| has no such place.',
  },
  'one-mode': {
    title: 'A mixture and one normal',
    ...{ p: 'two hills', q: 'one hill at t' },
    ...{ x: { from: -9, to: 9 }, density: 1.1, value: 6 },
    lesson:
      'KL(P‖Q) is smallest between the hills, where Q covers a little of both. Reverse KL is smallest on one hill, at log 2: ' +
      'a generator that minimises it drops the other mode and is content.',
  },
  bars: {
    title: 'Bars by hand',
    ...{ p: 'bars of P', q: 'bars of Q, moved by t' },
    ...{ x: { from: -8, to: 16 }, density: null, value: 3 },
    lesson:
      'Drag the bars. KL is infinite as soon as Q has no mass where P has some. Total variation sees only how much lies ' +
      'elsewhere, W₁ also how far.',
  },
};

export interface DivergenceWords {
  readonly title: string;
  /** Short, for the table. */
  readonly symbol: string;
}

export const divergenceWords: Readonly<Record<DivergenceKind, DivergenceWords>> = {
  js: { title: 'Jensen-Shannon', symbol: 'JS' },
  kl: { title: 'Kullback-Leibler', symbol: 'KL(P‖Q)' },
  'reverse-kl': { title: 'Reverse KL', symbol: 'KL(Q‖P)' },
  tv: { title: 'Total variation', symbol: 'TV' },
  pearson: { title: 'Pearson', symbol: 'χ²(P‖Q)' },
  hellinger: { title: 'Squared Hellinger', symbol: 'H²' },
  w1: { title: 'Earth mover', symbol: 'W₁' },
};

/** Why a divergence is infinite; null where it is not. */
export function whyInfinite(kind: DivergenceKind, value: number, pair: PairKind): string | null {
  if (value !== Infinity) return null;
  if (kind === 'pearson' && pair === 'normals')
    return 'χ² is infinite: the tails of Q are so light that p²/q grows without end.';
  if (kind === 'reverse-kl')
    return 'KL(Q‖P) is infinite: Q has mass where P has none, and log(q/0) has no end.';
  return `${divergenceWords[kind].symbol} is infinite: P has mass where Q has none, and ${kind === 'kl' ? 'log(p/0)' : 'p²/0'} has no end.`;
}
