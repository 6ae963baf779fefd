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
  // A trial has no warm-up. Its extra critic updates are taken to cost as much as any other update.
  const { nCritic } = spec.objective;
  const extra = (criticUpdates - iterations * nCritic) / (nCritic + 1);
  const grids = gridsIn(spec, iterations);
  return {
    ...{ iterations, criticUpdates, grids },
    seconds: timed ? budget.amount : trial.openSeconds + (iterations + extra) * perIteration,
    diskBytes: grids * trial.gridBytes + checkpointsKept * trial.checkpointBytes,
  };
}

/** Equal for designs of which one trial says the same: names, seeds and lengths do not matter. */
export function trialKey(spec: RunSpec, engine: string): string {
  const { data, latent, generator, critic, objective, optimizer, batch, grid } = spec;
  return JSON.stringify([
    data,
    latent,
    generator,
    critic,
    objective,
    optimizer,
    batch,
    grid.columns,
    grid.rows,
    engine,
  ]);
}
