// The part of the plane that points lie in. Nothing is drawn here, so that no drawing library is loaded for it.

/** Rows of two coordinates, one after another. */
export type Points = Float32Array;

/** A square part of the plane. */
export interface Window {
  readonly centre: readonly [number, number];
  /** Half its edge. */
  readonly reach: number;
}

/** The square around the finite points; its reach is 0 where there are none or all are one. */
export function squareAround(points: Points): Window {
  const low = [Infinity, Infinity];
  const high = [-Infinity, -Infinity];
  points.forEach((value, i) => {
    if (!Number.isFinite(value)) return;
    low[i % 2] = Math.min(low[i % 2], value);
    high[i % 2] = Math.max(high[i % 2], value);
  });
  if (!(high[0] >= low[0] && high[1] >= low[1])) return { centre: [0, 0], reach: 0 };
  return {
    centre: [(low[0] + high[0]) / 2, (low[1] + high[1]) / 2],
    reach: Math.max(high[0] - low[0], high[1] - low[1]) / 2,
  };
}
