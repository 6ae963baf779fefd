// Divergences of a pair against its shift, with their slopes: what is drawn, computed once for a pair.

import { divergenceKinds, type DivergenceKind, type Divergences } from './divergences.ts';
import type { Pair } from './pairs.ts';

export interface Curve {
  readonly values: Float64Array;
  /** d/dt, by central differences on the same shifts: minus what gradient descent would move a generator by. */
  readonly slopes: Float64Array;
}

export interface Curves {
  readonly shifts: Float64Array;
  readonly of: Readonly<Record<DivergenceKind, Curve>>;
}

/** At `2 half + 1` shifts from -reach to reach; the middle one is exactly 0. Closed forms where there are any. */
export function curvesOf(pair: Pair, half: number): Curves {
  const shifts = Float64Array.from({ length: 2 * half + 1 }, (_, k) => ((k - half) / half) * pair.reach);
  const rows = Array.from(shifts, (t) => valuesAt(pair, t));
  const curve = (kind: DivergenceKind): Curve => {
    const values = Float64Array.from(rows, (row) => row[kind]);
    return { values, slopes: slopesOf(values, shifts[1] - shifts[0]) };
  };
  return {
    shifts,
    of: Object.fromEntries(divergenceKinds.map((kind) => [kind, curve(kind)])) as Record<
      DivergenceKind,
      Curve
    >,
  };
}

function valuesAt(pair: Pair, t: number): Divergences {
  const closed = pair.closed(t);
  // A numerical value costs an integral: only where something is missing.
  if (divergenceKinds.every((kind) => closed[kind] !== undefined)) return closed as Divergences;
  return { ...pair.numerical(t), ...closed };
}

/** NaN where a neighbour is infinite: there is no slope. */
function slopesOf(values: Float64Array, step: number): Float64Array {
  return values.map((_, k) => {
    const [before, after] = [Math.max(0, k - 1), Math.min(values.length - 1, k + 1)];
    const slope = (values[after] - values[before]) / ((after - before) * step);
    return Number.isFinite(slope) ? slope : NaN;
  });
}

/** d/dt at one shift, by central differences of closed forms where there are any. NaN where there is none. */
export function slopesAt(pair: Pair, t: number): Divergences {
  const h = 1e-4;
  const [before, after] = [valuesAt(pair, t - h), valuesAt(pair, t + h)];
  const slope = (kind: DivergenceKind): number => {
    const value = (after[kind] - before[kind]) / (2 * h);
    return Number.isFinite(value) ? value : NaN;
  };
  return Object.fromEntries(divergenceKinds.map((kind) => [kind, slope(kind)])) as Divergences;
}
