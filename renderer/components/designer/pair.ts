// From one design to a comparison and back.

import type { Budget } from '../../../core/protocol/contract.ts';
import { fieldName } from '../../../core/spec/field-facts.ts';
import { recipes } from '../../../core/spec/recipes.ts';
import type { ObjectiveKind, RunSpec } from '../../../core/spec/run-spec.ts';
import { diffSpecs, type SpecDifference } from '../../../core/spec/spec-diff.ts';
import { isWasserstein } from '../../../core/spec/words.ts';
import { mostSteps } from '../../../core/spec/run-schema.ts';
import { parseDecimal } from '../../../core/spec/decimal.ts';
import { armOf, type Draft } from './draft.ts';
import { changeObjective } from './rebase.ts';

/** A, B, C … */
export const armLetter = (at: number): string => String.fromCharCode(65 + at);

/** What a design is compared with: a GAN with a WGAN-GP, and a Wasserstein GAN with a GAN. */
export function counterpartOf({ objective }: RunSpec): ObjectiveKind {
  return isWasserstein(objective) ? 'gan' : 'wgan-gp';
}

/** A GAN beside a WGAN: the design and, with everything that is shared equal, its counterpart. The GAN comes first. */
export function asPair(draft: Draft): Draft {
  const [arm] = draft.arms;
  // The counterpart takes its own recipe: what was chosen for one objective says nothing of the other.
  const counterpart = changeObjective(armOf(arm.spec), counterpartOf(arm.spec));
  return {
    ...draft,
    arms: isWasserstein(arm.spec.objective) ? [counterpart, arm] : [arm, counterpart],
    budget: { unit: 'iterations', amount: arm.spec.iterations },
    budgetText: null,
  };
}

/** One arm of the comparison alone, with the iterations that it would have had. */
export function asSingle(draft: Draft, keep: number): Draft {
  const arm = draft.arms[keep];
  const { unit, amount } = draft.budget;
  const iterations = unit === 'iterations' ? amount : arm.spec.iterations;
  // Boxes of shared fields are the first arm's.
  const texts = { ...draft.arms[0].texts, ...arm.texts };
  return { ...draft, arms: [{ ...arm, spec: { ...arm.spec, iterations }, texts }], budgetText: null };
}

/** What is typed into the box of the amount. A text that is no amount stays, beside the last good one. */
export function withBudgetText(draft: Draft, text: string): Draft {
  const amount = readAmount(text, draft.budget.unit);
  return amount === undefined
    ? { ...draft, budgetText: text }
    : { ...draft, budget: { ...draft.budget, amount }, budgetText: null };
}

function readAmount(text: string, unit: Budget['unit']): number | undefined {
  const amount = parseDecimal(text.trim().replaceAll(',', ''));
  if (amount === undefined || !(amount > 0) || amount > mostSteps) return undefined;
  return unit === 'seconds' || Number.isInteger(amount) ? amount : undefined;
}

/** What is equal in all arms, in words, and where they differ from the first. */
export interface Comparison {
  readonly same: readonly string[];
  readonly differences: readonly (readonly SpecDifference[])[];
}

export function comparisonOf({ arms }: Draft): Comparison {
  const [first, ...others] = arms.map(({ spec }) => spec);
  const differences = others.map((spec) =>
    diffSpecs(first, spec).filter(({ path }) => path !== 'iterations' && path !== 'objective.kind'),
  );
  const differing = new Set(differences.flat().map(({ path }) => path));
  const critic = [...differing].filter((path) => path.startsWith('critic.')).map((path) => fieldName(path));
  return {
    same: [
      'Data and the order in which they come',
      'Noise: every z of training, and of the grids',
      'Generator: architecture and the very first weights',
      critic.length === 0
        ? 'Critic: architecture and the very first weights'
        : `Critic, except ${critic.join(', ')}`,
      'Batch size, seed, measurements and grids',
    ],
    differences,
  };
}

/** "GAN and WGAN-GP" */
export function armTitles({ arms }: Draft): string {
  const titles = arms.map(({ spec }) => recipes[spec.objective.kind].title);
  const last = titles.at(-1) ?? '';
  return titles.length < 2 ? last : `${titles.slice(0, -1).join(', ')} and ${last}`;
}
