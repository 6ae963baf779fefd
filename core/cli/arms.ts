// Makes the runs of a comparison comparable: the same seed, the same looks at them, and the same amount of whatever
// the budget counts.

import { criticUpdatesBefore, iterationOfCriticUpdate } from '../gan/schedule.ts';
import { sampleShape } from '../spec/data-facts.ts';
import { sameValue } from '../spec/paths.ts';
import { showCount } from '../spec/problem.ts';
import { mostSteps } from '../spec/run-schema.ts';
import type { RunSpec } from '../spec/run-spec.ts';
import { UsageError } from './args.ts';
import type { Budget } from './request.ts';

/** With how much of it every arm gets. */
export type FullBudget = Required<Budget>;

export interface Arms {
  readonly arms: readonly RunSpec[];
  readonly budget: FullBudget;
  /** Sentences on what was changed to make them comparable. */
  readonly notes: readonly string[];
}

/** @throws UsageError when they cannot be compared */
export function planArms(specs: readonly RunSpec[], wanted: Budget): Arms {
  const [first] = specs;
  for (const spec of specs) {
    if (!sameValue(sampleShape(spec.data), sampleShape(first.data))) {
      throw new UsageError(
        `${first.name} draws samples of ${shapeText(first)} and ${spec.name} of ${shapeText(spec)}; compare runs of the same data and size.`,
      );
    }
  }
  const notes: string[] = [];
  const alike = specs.map((spec): RunSpec => {
    for (const field of ['seed', 'evaluate', 'grid'] as const) {
      if (!sameValue(spec[field], first[field]))
        notes.push(`${spec.name} takes ${field} from ${first.name}.`);
    }
    return { ...spec, seed: first.seed, evaluate: first.evaluate, grid: first.grid };
  });
  const budget = { unit: wanted.unit, amount: wanted.amount ?? defaultAmount(alike, wanted.unit) };
  return {
    arms: named(alike.map((spec) => ({ ...spec, iterations: iterationsFor(spec, budget) }))),
    budget,
    notes,
  };
}

/** As much as the longest of them has. */
function defaultAmount(specs: readonly RunSpec[], unit: Budget['unit']): number {
  switch (unit) {
    case 'iterations':
      return Math.max(...specs.map(({ iterations }) => iterations));
    case 'critic-updates':
      return Math.max(...specs.map(criticUpdatesOf));
    case 'seconds':
      throw new UsageError('--budget seconds needs to know how many, as in --budget seconds=120.', 'compare');
  }
}

function criticUpdatesOf(spec: RunSpec): number {
  let updates = 0;
  for (let iteration = 1; iteration <= spec.iterations; iteration += 1)
    updates += criticUpdatesBefore(spec, iteration);
  return updates;
}

function iterationsFor(spec: RunSpec, { unit, amount }: FullBudget): number {
  switch (unit) {
    case 'iterations':
      return amount;
    case 'critic-updates':
      return iterationOfCriticUpdate(spec, amount);
    case 'seconds':
      // Time ends it, not a number of iterations.
      return mostSteps;
  }
}

/** Arms of the same name are told apart by a number. */
function named(specs: readonly RunSpec[]): RunSpec[] {
  return specs.map((spec, at) => {
    const before = specs.slice(0, at).filter(({ name }) => name === spec.name).length;
    return before === 0 ? spec : { ...spec, name: `${spec.name} ${before + 1}` };
  });
}

function shapeText({ data }: RunSpec): string {
  return sampleShape(data).join(' x ');
}

/** `seconds=120`, as a comparison's name begins. */
export function budgetText({ unit, amount }: FullBudget): string {
  return `${unit}=${amount}`;
}

/** "1,200 iterations each" */
export function budgetWords({ unit, amount }: FullBudget): string {
  return `${showCount(amount)} ${unit === 'critic-updates' ? 'critic updates' : unit} each`;
}
