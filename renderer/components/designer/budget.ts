// What a budget comes to for each arm, and how often a run is looked at and saved. Sums of core/gan/schedule.ts,
// without going through every iteration.

import type { Budget } from '../../../core/protocol/contract.ts';
import { mostSteps } from '../../../core/spec/run-schema.ts';
import type { RunSpec } from '../../../core/spec/run-spec.ts';

/** Multiples of `step` in 0 … end − 1. */
const multiplesBelow = (end: number, step: number): number => Math.ceil(end / step);

/** Critic updates in the first `iterations` iterations, warm-up included. */
export function criticUpdatesIn({ objective, warmup }: RunSpec, iterations: number): number {
  const first = Math.min(warmup.iterations, iterations);
  const again =
    warmup.every === 0 ? 0 : multiplesBelow(iterations, warmup.every) - multiplesBelow(first, warmup.every);
  const warm = first + again;
  return iterations * objective.nCritic + warm * Math.max(0, warmup.criticSteps - objective.nCritic);
}

/** Iterations until at least this many critic updates are done. */
export function iterationsForCriticUpdates(spec: RunSpec, criticUpdates: number): number {
  let [low, high] = [0, Math.ceil(criticUpdates / spec.objective.nCritic)];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (criticUpdatesIn(spec, middle) >= criticUpdates) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The arms of a comparison with the iterations that the budget gives them. */
export function planned(specs: readonly RunSpec[], budget: Budget): readonly RunSpec[] {
  if (specs.length === 1) return specs;
  return specs.map((spec) => ({ ...spec, iterations: iterationsOf(spec, budget) }));
}

/** Time ends a run by itself, so it may have as many iterations as there can be. */
function iterationsOf(spec: RunSpec, { unit, amount }: Budget): number {
  switch (unit) {
    case 'iterations':
      return amount;
    case 'critic-updates':
      return iterationsForCriticUpdates(spec, amount);
    case 'seconds':
      return mostSteps;
  }
}

/** The same length in another unit, as near as it can be told. @param secondsPerIteration from a trial, if any */
export function converted(
  budget: Budget,
  unit: Budget['unit'],
  spec: RunSpec,
  secondsPerIteration: number | null,
): Budget {
  if (budget.unit === unit) return budget;
  const perIteration = secondsPerIteration ?? 0.1;
  const iterations =
    budget.unit === 'seconds'
      ? Math.max(1, Math.round(budget.amount / perIteration))
      : iterationsOf(spec, budget);
  switch (unit) {
    case 'iterations':
      return { unit, amount: iterations };
    case 'critic-updates':
      return { unit, amount: Math.min(mostSteps, criticUpdatesIn(spec, iterations)) };
    case 'seconds':
      return { unit, amount: Math.max(1, Math.round(iterations * perIteration)) };
  }
}

/** How many grids are saved: at 0, 1, 2, 5, 10, … below `grid.every`, then at its multiples. */
export function gridsIn({ grid }: RunSpec, iterations: number): number {
  let early = 0;
  for (let power = 1; power < grid.every; power *= 10) {
    for (const digit of [1, 2, 5]) {
      const at = digit * power;
      if (at < grid.every && at <= iterations) early += 1;
    }
  }
  return early + Math.floor(iterations / grid.every) + 1;
}
