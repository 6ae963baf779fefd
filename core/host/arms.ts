// Makes the runs of a comparison comparable: the same seed, the same looks at them, and the same amount of whatever
// the budget counts.

import { criticUpdatesBefore, iterationOfCriticUpdate } from '../gan/schedule.ts';
import { sampleShape } from '../spec/data-facts.ts';
import { sameValue } from '../spec/paths.ts';
import { mostSteps } from '../spec/run-schema.ts';
import type { RunSpec } from '../spec/run-spec.ts';
import { HostError } from './errors.ts';

/** What every arm of a comparison gets the same amount of. */
export interface ArmsBudget {
  readonly unit: 'iterations' | 'critic-updates' | 'seconds';
  readonly amount: number;
}

export interface Arms {
  readonly arms: readonly RunSpec[];
  readonly budget: ArmsBudget;
  /** Sentences on what was changed to make them comparable. */
  readonly notes: readonly string[];
}

/**
 * @param wanted without an amount, as much as the longest of them has
 * @throws HostError `refused` when they cannot be compared
 */
export function planArms(
  specs: readonly RunSpec[],
  wanted: Pick<ArmsBudget, 'unit'> & { readonly amount?: number },
): Arms {
  const [first] = specs;
  for (const spec of specs) {
    if (!sameValue(sampleShape(spec.data), sampleShape(first.data))) {
      throw new HostError(
        'refused',
        `${first.name} draws samples of ${shapeText(first)} and ${spec.name} of ${shapeText(spec)}; compare runs of the same data and size.`,
      );
    }
  }
  if (wanted.unit !== 'seconds' && wanted.amount !== undefined && !Number.isInteger(wanted.amount)) {
    throw new HostError(
      'refused',
      `A budget in ${wanted.unit} must be a whole number, not ${wanted.amount}.`,
    );
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
function defaultAmount(specs: readonly RunSpec[], unit: ArmsBudget['unit']): number {
  switch (unit) {
    case 'iterations':
      return Math.max(...specs.map(({ iterations }) => iterations));
    case 'critic-updates':
      return Math.max(...specs.map(criticUpdatesOf));
    case 'seconds':
      throw new HostError('refused', 'A budget in seconds needs to know how many, as in seconds=120.');
  }
}

function criticUpdatesOf(spec: RunSpec): number {
  let updates = 0;
  for (let iteration = 1; iteration <= spec.iterations; iteration += 1)
    updates += criticUpdatesBefore(spec, iteration);
  return updates;
}

function iterationsFor(spec: RunSpec, { unit, amount }: ArmsBudget): number {
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

/** Characters, as core/spec/run-schema.ts has it. */
const longestName = 120;

/** Arms of the same name are told apart by a number. */
function named(specs: readonly RunSpec[]): RunSpec[] {
  return specs.map((spec, at) => {
    const before = specs.slice(0, at).filter(({ name }) => name === spec.name).length;
    return before === 0 ? spec : { ...spec, name: `${spec.name.slice(0, longestName - 4)} ${before + 1}` };
  });
}

function shapeText({ data }: RunSpec): string {
  return sampleShape(data).join(' x ');
}
