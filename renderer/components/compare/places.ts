// Where runs have stored grids on a common axis, and which of them a place asks for.

import type { GridSteps } from '../../../core/protocol/contract.ts';
import { nearestIndex, type XAxis } from '../../charts/x-axis.ts';

export interface Stepped {
  readonly steps: GridSteps;
  /** Samples per critic update. */
  readonly batch: number;
}

/** Where each stored grid stands on an axis, in order. */
export function placesOf(axis: XAxis, { steps, batch }: Stepped): Float64Array {
  switch (axis) {
    case 'iteration':
      return steps.iterations;
    case 'critic-updates':
      return steps.criticUpdates;
    case 'images':
      return steps.criticUpdates.map((updates) => updates * batch);
    case 'seconds':
      return steps.activeSeconds;
  }
}

/** Every place at which one of them has a grid, in order, each once. */
export function allPlaces(places: readonly Float64Array[]): Float64Array {
  return Float64Array.from(new Set(places.flatMap((one) => [...one]))).sort();
}

/** The last place that all of them have reached; null while one has no grid. */
export function commonEnd(places: readonly Float64Array[]): number | null {
  const ends = places.map((one) => one.at(-1));
  return ends.length === 0 || ends.includes(undefined) ? null : Math.min(...(ends as number[]));
}

/** Iteration of the stored grid nearest to a place; null when there is none. */
export function gridNearest(places: Float64Array, { iterations }: GridSteps, at: number): number | null {
  const index = nearestIndex(places, at);
  return index < 0 ? null : iterations[index];
}
