// A curve made ready for drawing: smoothed, and thinned to what a picture of some width can show.

/** `y` over ascending `x`; what is not finite is a gap. */
export interface Curve {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
}

/** The mean of the finite values among `window` neighbours, half on each side; a gap stays a gap. */
export function smoothed({ x, y }: Curve, window: number): Curve {
  const half = Math.floor(window / 2);
  const sums = new Float64Array(y.length + 1);
  const counts = new Float64Array(y.length + 1);
  for (let i = 0; i < y.length; i += 1) {
    const finite = Number.isFinite(y[i]);
    sums[i + 1] = sums[i] + (finite ? y[i] : 0);
    counts[i + 1] = counts[i] + (finite ? 1 : 0);
  }
  const mean = Float64Array.from({ length: y.length }, (_, i) => {
    if (!Number.isFinite(y[i])) return NaN;
    const from = Math.max(0, i - half);
    const to = Math.min(y.length, i + half + 1);
    return (sums[to] - sums[from]) / (counts[to] - counts[from]);
  });
  return { x, y: mean };
}

/** How many neighbours to average so that a curve of this length is calm: odd, a fortieth of it; 1 for short ones. */
export function calmWindow(length: number): number {
  return length < 200 ? 1 : 2 * Math.round(length / 80) + 1;
}

/**
 * At most five points for each column of the picture: its first, lowest, highest and last, and one that is not finite,
 * in order. What is drawn through them looks like what would be drawn through all.
 * @param column the column of a value of x
 */
export function thinned({ x, y }: Curve, column: (x: number) => number): Curve {
  const keep: number[] = [];
  for (let from = 0; from < x.length;) {
    const here = Math.floor(column(x[from]));
    const chosen = new Set([from]);
    let [low, high, gap] = [-1, -1, -1];
    let to = from;
    for (; to < x.length && Math.floor(column(x[to])) === here; to += 1) {
      const value = y[to];
      if (!Number.isFinite(value)) gap = to;
      else {
        if (low < 0 || value < y[low]) low = to;
        if (high < 0 || value > y[high]) high = to;
      }
    }
    for (const index of [low, high, gap, to - 1]) if (index >= 0) chosen.add(index);
    keep.push(...[...chosen].sort((a, b) => a - b));
    from = to;
  }
  return { x: keep.map((i) => x[i]), y: keep.map((i) => y[i]) };
}

/** Least and greatest finite value of some curves; null when there is none. */
export function extent(curves: readonly ArrayLike<number>[]): readonly [number, number] | null {
  let [low, high] = [Infinity, -Infinity];
  for (const values of curves) {
    for (let i = 0; i < values.length; i += 1) {
      const value = values[i];
      if (!Number.isFinite(value)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return low <= high ? [low, high] : null;
}
