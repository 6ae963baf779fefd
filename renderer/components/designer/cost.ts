// What a run will take, from one real iteration of it.

import type { Budget, Trial } from '../../../core/protocol/contract.ts';
import type { RunSpec } from '../../../core/spec/run-spec.ts';
import { criticUpdatesIn, gridsIn } from './budget.ts';

/** The store keeps the newest two. */
const checkpointsKept = 2;

export interface Cost {
  readonly iterations: number;
  readonly criticUpdates: number;
  /** Without measurements and grids. */
  readonly seconds: number;
  readonly grids: number;
  readonly diskBytes: number;
}

/** @param budget of the comparison, or null for a run by itself */
export function costOf(spec: RunSpec, trial: Trial, budget: Budget | null): Cost {
  const perIteration = trial.secondsPerIteration;
  const timed = budget?.unit === 'seconds';
  const iterations = timed ? Math.max(1, Math.floor(budget.amount / perIteration)) : spec.iterations;
  const criticUpdates = criticUpdatesIn(spec, iterations);
  // A trial measures a normal iteration, of n_critic updates of the critic and one of the generator. What one of the
  // critic alone takes is not measured; the updates that a warm-up adds are counted at the average of the two kinds.
  const { nCritic } = spec.objective;
  const extra = (criticUpdates - iterations * nCritic) / (nCritic + 1);
  const grids = gridsIn(spec, iterations);
  return {
    ...{ iterations, criticUpdates, grids },
    seconds: timed ? budget.amount : trial.openSeconds + (iterations + extra) * perIteration,
    diskBytes: grids * trial.gridBytes + checkpointsKept * trial.checkpointBytes,
  };
}

/** Equal for designs of which one trial says the same: names, seeds, lengths and schedules do not matter. */
export function trialKey(spec: RunSpec, engine: string): string {
  const { columns, rows } = spec.grid;
  const left = { name: '', seed: 0, iterations: 0, warmup: null, evaluate: null, checkpoint: null };
  return JSON.stringify([{ ...spec, ...left, grid: { columns, rows } }, engine]);
}
