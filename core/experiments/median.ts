// The median filter through which the WGAN paper passes its curves (arXiv:1701.07875, caption of Fig. 3).

import type { Curve } from '../export/curve.ts';

/**
 * Each value becomes the median of the finite ones among `window` neighbours, half on each side, fewer at the ends.
 * What is not finite stays a gap.
 */
export function medianFiltered({ x, y }: Curve, window: number): Curve {
  const half = Math.floor(window / 2);
  const filtered = Float64Array.from({ length: y.length }, (_, at) => {
    if (!Number.isFinite(y[at])) return NaN;
    const near: number[] = [];
    for (let i = Math.max(0, at - half); i <= Math.min(y.length - 1, at + half); i += 1) {
      if (Number.isFinite(y[i])) near.push(y[i]);
    }
    return median(near);
  });
  return { x, y: filtered };
}

/** NaN for no values. */
export function median(values: readonly number[]): number {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  if (sorted.length === 0) return NaN;
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** How many neighbours: odd, about a twentieth of the curve. The paper does not give its own. */
export function medianWindow(length: number): number {
  return 2 * Math.floor(length / 40) + 1;
}
