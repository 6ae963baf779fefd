// When things happen in a run, as functions of the number of the generator update: how many critic updates come
// before it, and at which ones the networks are evaluated, shown and saved.

import type { RunSpec } from '../spec/run-spec.ts';

interface Counts extends Pick<RunSpec, 'warmup'> {
  readonly objective: Pick<RunSpec['objective'], 'nCritic'>;
}

/**
 * Critic updates before generator update number `iteration` (from 1). During the warm-up there are
 * `warmup.criticSteps` instead of `nCritic`, as in the released WGAN code: for each of the first
 * `warmup.iterations` generator updates, and whenever a multiple of `warmup.every` of them is done.
 */
export function criticUpdatesBefore({ objective, warmup }: Counts, iteration: number): number {
  const done = iteration - 1;
  const again = warmup.every > 0 && done % warmup.every === 0;
  const warm = done < warmup.iterations || again;
  return warm ? Math.max(objective.nCritic, warmup.criticSteps) : objective.nCritic;
}

/** The number of the generator update by which at least this many critic updates are done. */
export function iterationOfCriticUpdate(counts: Counts, criticUpdates: number): number {
  let iteration = 0;
  for (let done = 0; done < criticUpdates; iteration += 1) done += criticUpdatesBefore(counts, iteration + 1);
  return iteration;
}

/** At 0 and at every multiple. */
export function isEvaluated({ evaluate }: Pick<RunSpec, 'evaluate'>, iteration: number): boolean {
  return iteration % evaluate.every === 0;
}

/** At 0, 1, 2, 5, 10, 20, 50, … below `grid.every`, and at every multiple of it. */
export function isShown({ grid }: Pick<RunSpec, 'grid'>, iteration: number): boolean {
  return iteration % grid.every === 0 || (iteration < grid.every && isOneTwoFive(iteration));
}

function isOneTwoFive(iteration: number): boolean {
  let rest = iteration;
  while (rest >= 10 && rest % 10 === 0) rest /= 10;
  return rest === 1 || rest === 2 || rest === 5;
}

/** At every multiple; there is nothing to save at 0. */
export function isSaved({ checkpoint }: Pick<RunSpec, 'checkpoint'>, iteration: number): boolean {
  return iteration > 0 && iteration % checkpoint.every === 0;
}
