// What a sweep takes, from a trial of one of its runs.

import type { Trial } from '../../../core/protocol/contract.ts';
import { multiplyAdds } from '../../../core/spec/layer-costs.ts';
import type { RunSpec } from '../../../core/spec/run-spec.ts';
import { describeSpec } from '../../../core/spec/shapes.ts';
import { costOf } from './cost.ts';

export interface SweepCost {
  /** One run after the other. */
  readonly seconds: number;
  /** With so many runs at once as there is room for, none of them slower for it. */
  readonly secondsAtOnce: number;
  readonly diskBytes: number;
  /** Runs of other networks, batches or updates than the one that was tried: their time is scaled from its. */
  readonly scaled: number;
}

/** @param tried the design that the trial is of @param atOnce runs that train at the same time */
export function sweepCost(
  specs: readonly RunSpec[],
  tried: RunSpec,
  trial: Trial,
  atOnce: number,
): SweepCost {
  const work = new Map<string, number>();
  const worked = (spec: RunSpec): number => {
    const key = shapeKey(spec);
    const known = work.get(key) ?? workOf(spec);
    work.set(key, known);
    return known;
  };
  const costs = specs.map((spec) => {
    const ratio = worked(spec) / worked(tried);
    const scaledTrial = { ...trial, secondsPerIteration: trial.secondsPerIteration * ratio };
    return { ...costOf(spec, scaledTrial, null), isScaled: shapeKey(spec) !== shapeKey(tried) };
  });
  return {
    seconds: costs.reduce((sum, { seconds }) => sum + seconds, 0),
    secondsAtOnce: spanOf(
      costs.map(({ seconds }) => seconds),
      atOnce,
    ),
    diskBytes: costs.reduce((sum, { diskBytes }) => sum + diskBytes, 0),
    scaled: costs.filter(({ isScaled }) => isScaled).length,
  };
}

/** Equal for designs of which an iteration takes the same time. */
function shapeKey({
  data,
  latent,
  generator,
  critic,
  objective,
  penalty,
  optimizer,
  batch,
}: RunSpec): string {
  const kinds = [objective.kind, penalty.kind, optimizer.generator.kind, optimizer.critic.kind];
  return JSON.stringify([data, latent.size, generator, critic, objective.nCritic, kinds, batch]);
}

/**
 * Proportional to the arithmetic of an iteration, roughly: the multiplications of the layers for a batch, those of a
 * generator update once and those of each critic update.
 */
function workOf(spec: RunSpec): number {
  const layers = describeSpec(spec);
  const all = [...layers.generator, ...layers.critic];
  return (1 + spec.objective.nCritic) * spec.batch * all.reduce((sum, layer) => sum + multiplyAdds(layer), 0);
}

/** How long it takes when each run starts, in order, as soon as one of the places is free. */
function spanOf(seconds: readonly number[], places: number): number {
  const free = Array.from({ length: Math.max(1, places) }, () => 0);
  for (const one of seconds) free[free.indexOf(Math.min(...free))] += one;
  return Math.max(...free);
}
