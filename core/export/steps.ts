// Which grids of several runs stand side by side: the same place on the axis that was compared on.

import { ExportError } from './errors.ts';

/** What runs are compared over. `images` are real samples seen by the critic. */
export type AxisKind = 'iterations' | 'critic-updates' | 'images' | 'seconds';

/** Where a run stands on every axis. */
export interface Position {
  readonly iteration: number;
  readonly criticUpdates: number;
  readonly activeSeconds: number;
}

export const axisTitles: Readonly<Record<AxisKind, string>> = {
  iterations: 'generator iterations',
  'critic-updates': 'critic updates',
  images: 'real images seen by the critic',
  seconds: 'seconds of training',
};

export function along(axis: AxisKind, position: Position, batch: number): number {
  switch (axis) {
    case 'iterations':
      return position.iteration;
    case 'critic-updates':
      return position.criticUpdates;
    case 'images':
      return position.criticUpdates * batch;
    case 'seconds':
      return position.activeSeconds;
  }
}

export interface StepRow {
  /** Place on the axis. */
  readonly value: number;
  /** Whether every arm stands exactly there, and not only near it. */
  readonly exact: boolean;
  /** The grid of each arm. */
  readonly positions: readonly Position[];
}

/**
 * Rows from early to late, at most `count`: the last place that all arms have reached, and before it places that
 * shrink by equal factors down to a hundredth of it. Iterations are matched exactly, other axes by the nearest grid.
 * @param until on the axis: later places do not count, except the first one where there is no other
 * @throws ExportError when the arms have no place in common
 */
export function equalSteps(
  arms: readonly { readonly positions: readonly Position[]; readonly batch: number }[],
  axis: AxisKind,
  count: number,
  until = Infinity,
): StepRow[] {
  const all = axis === 'iterations' ? sameIterations(arms) : nearestPlaces(arms, axis);
  const reached = all.filter(({ value }) => value <= until);
  const candidates = reached.length > 0 ? reached : all.slice(0, 1);
  const last = candidates.at(-1);
  if (last === undefined) {
    throw new ExportError(
      'The runs have no samples at the same step; train them longer, or save grids more often.',
    );
  }
  const beyondStart = candidates.filter(({ value }) => value > 0);
  const usable = beyondStart.length > 0 ? beyondStart : candidates;
  const chosen = new Set<StepRow>();
  for (let i = 0; i < count; i += 1) {
    const wanted = last.value * 100 ** (count === 1 ? 0 : i / (count - 1) - 1);
    chosen.add(nearest(usable, wanted, ({ value }) => value));
  }
  return [...chosen].sort((a, b) => a.value - b.value);
}

function sameIterations(arms: readonly { readonly positions: readonly Position[] }[]): StepRow[] {
  const byIteration = arms.map(({ positions }) => new Map(positions.map((one) => [one.iteration, one])));
  const iterations = arms.at(0)?.positions.map(({ iteration }) => iteration) ?? [];
  return iterations
    .map((iteration) => ({
      value: iteration,
      exact: true,
      positions: byIteration.flatMap((arm) => arm.get(iteration) ?? []),
    }))
    .filter(({ positions }) => positions.length === arms.length);
}

/** A row for each grid of the arm with the fewest, up to where the shortest arm ends. */
function nearestPlaces(
  arms: readonly { readonly positions: readonly Position[]; readonly batch: number }[],
  axis: AxisKind,
): StepRow[] {
  if (arms.length === 0 || arms.some(({ positions }) => positions.length === 0)) return [];
  const places = arms.map(({ positions, batch }) =>
    positions.map((position) => ({ position, value: along(axis, position, batch) })),
  );
  const end = Math.min(...places.map((of) => of.at(-1)!.value));
  const sparsest = places.reduce((a, b) => (b.length < a.length ? b : a));
  const values = new Set([...sparsest.map(({ value }) => value).filter((value) => value < end), end]);
  return [...values].map((value) => {
    const near = places.map((of) => nearest(of, value, (place) => place.value));
    return {
      value,
      exact: near.every((place) => place.value === value),
      positions: near.map(({ position }) => position),
    };
  });
}

/** Nearest by ratio, so that 10 is nearer to 20 than 1 is to 10. */
function nearest<T>(from: readonly T[], wanted: number, valueOf: (one: T) => number): T {
  const distance = (one: T): number => Math.abs(Math.log((valueOf(one) + 1e-9) / (wanted + 1e-9)));
  return from.reduce((best, one) => (distance(one) < distance(best) ? one : best));
}
