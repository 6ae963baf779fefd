// Divergences of a pair against its shift, with their slopes: what is drawn, computed once for a pair.

import { divergenceKinds, type DivergenceKind, type Divergences } from './divergences.ts';
import type { Pair } from './pairs.ts';

export interface Curve {
  readonly values: Float64Array;
  /** d/dt, by differences on the same shifts: minus what gradient descent would move a generator by. */
  readonly slopes: Float64Array;
  /** At t = 0 the value is another one than at any shift beside it, however small: the curve jumps there. */
  readonly jumps: boolean;
}

export interface Curves {
  readonly shifts: Float64Array;
  readonly of: Readonly<Record<DivergenceKind, Curve>>;
}

/** At `2 half + 1` shifts from -reach to reach; the middle one is exactly 0. Closed forms where there are any. */
export function curvesOf(pair: Pair, half: number): Curves {
  const shifts = Float64Array.from({ length: 2 * half + 1 }, (_, k) => ((k - half) / half) * pair.reach);
  const rows = Array.from(shifts, (t) => valuesAt(pair, t));
  const jumping = jumpsAtZero(pair);
  const curve = (kind: DivergenceKind): Curve => {
    const values = Float64Array.from(rows, (row) => row[kind]);
    const jumps = jumping.has(kind);
    return {
      values,
      slopes: slopesOf(jumps ? values.with(half, NaN) : values, shifts[1] - shifts[0]),
      jumps,
    };
  };
  return {
    shifts,
    of: Object.fromEntries(divergenceKinds.map((kind) => [kind, curve(kind)])) as Record<
      DivergenceKind,
      Curve
    >,
  };
}

/** A continuous divergence changes by far less than this over a shift of 1e-9. */
const leap = 1e-3;

function jumpsAtZero(pair: Pair): ReadonlySet<DivergenceKind> {
  const [at, beside] = [valuesAt(pair, 0), valuesAt(pair, 1e-9)];
  return new Set(divergenceKinds.filter((kind) => Math.abs(beside[kind] - at[kind]) > leap));
}

function valuesAt(pair: Pair, t: number): Divergences {
  const closed = pair.closed(t);
  // A numerical value costs an integral: only where something is missing.
  if (divergenceKinds.every((kind) => closed[kind] !== undefined)) return closed as Divergences;
  return { ...pair.numerical(t), ...closed };
}

/** From both neighbours, or from one where the other is not finite; NaN where there is no slope. */
function slopesOf(values: Float64Array, step: number): Float64Array {
  return values.map((value, k) => {
    const before = k > 0 && Number.isFinite(values[k - 1]) ? k - 1 : k;
    const after = k + 1 < values.length && Number.isFinite(values[k + 1]) ? k + 1 : k;
    return Number.isFinite(value) && after > before
      ? (values[after] - values[before]) / ((after - before) * step)
      : NaN;
  });
}

/** d/dt at one shift, by central differences of closed forms where there are any. NaN where there is none. */
export function slopesAt(pair: Pair, t: number): Divergences {
  const h = 1e-4;
  const [before, after] = [valuesAt(pair, t - h), valuesAt(pair, t + h)];
  const jumping = Math.abs(t) <= h ? jumpsAtZero(pair) : new Set<DivergenceKind>();
  const slope = (kind: DivergenceKind): number => {
    const value = (after[kind] - before[kind]) / (2 * h);
    return Number.isFinite(value) && !jumping.has(kind) ? value : NaN;
  };
  return Object.fromEntries(divergenceKinds.map((kind) => [kind, slope(kind)])) as Divergences;
}
