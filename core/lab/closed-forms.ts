// Divergences that can be written down. Where there is no formula, the entry is absent.

import type { Divergences } from './divergences.ts';
import { normalCdf } from './normal.ts';

export type ClosedForms = Partial<Divergences>;

/** U[0, 1] and U[t, 1 + t]. Arjovsky et al. 2017, arXiv:1701.07875, has the like of it in example 1. */
export function shiftedUniforms(t: number): ClosedForms {
  const apart = Math.min(Math.abs(t), 1);
  return {
    js: apart * Math.LN2,
    ...onlySame(t),
    tv: apart,
    hellinger: 2 * apart,
    w1: Math.abs(t),
  };
}

/**
 * Vertical segments of length 1 in the plane, at 0 and at t: (0, U) and (t, U) with U uniform on [0, 1].
 * Arjovsky et al. 2017, arXiv:1701.07875, example 1: "learning parallel lines".
 */
export function parallelSegments(t: number): ClosedForms {
  const same = t === 0;
  return {
    js: same ? 0 : Math.LN2,
    ...onlySame(t),
    tv: same ? 0 : 1,
    hellinger: same ? 0 : 2,
    w1: Math.abs(t),
  };
}

/** KL and Pearson's where each law has mass that the other lacks, unless they are the same. */
function onlySame(t: number): Pick<Divergences, 'kl' | 'reverse-kl' | 'pearson'> {
  const value = t === 0 ? 0 : Infinity;
  return { kl: value, 'reverse-kl': value, pearson: value };
}

/**
 * N(0, 1) and N(t, s^2). JS has no closed form; total variation has a short one for s = 1 only.
 * KL: Kullback and Leibler 1951. W1: the mean of |t + (s - 1) Z|, as the best plan keeps the order of the points.
 */
export function normals(t: number, s: number): ClosedForms {
  const square = t * t;
  const pearsonBase = 2 * s * s - 1;
  const spread = Math.abs(s - 1);
  return {
    kl: Math.log(s) + (1 + square) / (2 * s * s) - 0.5,
    'reverse-kl': -Math.log(s) + (s * s + square) / 2 - 0.5,
    ...(s === 1 ? { tv: 2 * normalCdf(Math.abs(t) / 2) - 1 } : {}),
    pearson:
      pearsonBase <= 0 ? Infinity : ((s * s) / Math.sqrt(pearsonBase)) * Math.exp(square / pearsonBase) - 1,
    hellinger: 2 - 2 * Math.sqrt((2 * s) / (1 + s * s)) * Math.exp(-square / (4 * (1 + s * s))),
    w1:
      spread === 0
        ? Math.abs(t)
        : spread * Math.sqrt(2 / Math.PI) * Math.exp(-square / (2 * spread * spread)) +
          t * (1 - 2 * normalCdf(-t / spread)),
  };
}
