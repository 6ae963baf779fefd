// What is being designed: one run, or the arms of a comparison. A value that never changes; edits give a new one.

import type { Budget } from '../../../core/protocol/contract.ts';
import { valueAt, withValueAt, type PlainObject } from '../../../core/spec/paths.ts';
import { presets } from '../../../core/spec/presets.ts';
import { differencesFromRecipe } from '../../../core/spec/recipes.ts';
import type { RunSpec } from '../../../core/spec/run-spec.ts';
import { parseSpec } from '../../../core/spec/schema.ts';
import type { SweptValue } from '../../../core/spec/sweep.ts';
import { applySettings } from '../../../core/spec/set-path.ts';
import { optionalFields, pathFields, plainPath } from './data-kinds.ts';
import { readText } from './field-text.ts';
import { isOwn, isShown } from './fields.ts';
import { noSweep, prunedSweep, readSwept, type SweepDraft } from './swept-text.ts';

export interface Arm {
  /** Always of the right form, so that it can be drawn and described. What it means may still be wrong. */
  readonly spec: RunSpec;
  /** What nobody chose: where the spec differs from it, somebody did. */
  readonly base: RunSpec;
  /** What stands in boxes that cannot be read as their fields, by path. The spec keeps the last good value. */
  readonly texts: Readonly<Record<string, string>>;
}

/** Where the draft came from. */
export type Origin =
  | { readonly kind: 'preset'; readonly id: string }
  | { readonly kind: 'run'; readonly id: string; readonly name: string; readonly spec: RunSpec }
  | { readonly kind: 'import'; readonly from: string; readonly completed: number };

export interface Draft {
  /** One, or two to six that are compared. Fields that are not `isOwn` are equal in all of them. */
  readonly arms: readonly Arm[];
  /** What every arm of a comparison gets the same amount of. */
  readonly budget: Budget;
  /** What stands in the box of the amount while it cannot be read. */
  readonly budgetText: string | null;
  /** `auto` or an engine's id. */
  readonly engine: string;
  readonly origin: Origin;
  /** Empty for comparisons: only a single design is swept. */
  readonly sweep: SweepDraft;
}

export const mostArms = 6;

export function armOf(spec: RunSpec, base: RunSpec = spec): Arm {
  return { spec, base, texts: {} };
}

export function draftOf(specs: readonly RunSpec[], origin: Origin, engine: string): Draft {
  const budget: Budget = { unit: 'iterations', amount: specs[0].iterations };
  return { arms: specs.map((spec) => armOf(spec)), budget, budgetText: null, engine, origin, sweep: noSweep };
}

export function presetDraft(id: string, engine: string): Draft | undefined {
  const preset = presets.find((one) => one.id === id);
  return preset === undefined ? undefined : draftOf([preset.spec], { kind: 'preset', id }, engine);
}

/** The arm in whose name a field is edited: shared ones have one box, that of the first. */
export function holderOf(path: string, arm: number): number {
  return isOwn(path) ? arm : 0;
}

function without(texts: Arm['texts'], path: string): Arm['texts'] {
  return Object.fromEntries(Object.entries(texts).filter(([key]) => key !== path));
}

/** Texts of fields that are not shown any more are of no use. */
function pruned(arm: Arm): Arm {
  const texts = Object.entries(arm.texts).filter(([path]) => isShown(arm.spec, path));
  return { ...arm, texts: Object.fromEntries(texts) };
}

export function changeArm(draft: Draft, at: number, change: (arm: Arm) => Arm): Draft {
  return { ...draft, arms: draft.arms.map((arm, i) => (i === at ? pruned(change(arm)) : arm)) };
}

/** Changes the arm that a field is edited in, and every other one where it is shared. */
function changeHolders(draft: Draft, path: string, arm: number, change: (arm: Arm) => Arm): Draft {
  const arms = draft.arms.map((one, i) => (i === arm || !isOwn(path) ? pruned(change(one)) : one));
  return { ...draft, arms };
}

/** With one field set, as far as its form is right; undefined where it is not. */
function withField(spec: RunSpec, path: string, value: unknown): RunSpec | undefined {
  // What nobody has to choose is left out, as it is in specifications from before there was a choice.
  const isLeftOut =
    (optionalFields.includes(path) && value === '') || (path === 'data.scale' && value === 'keep');
  if (isLeftOut) {
    const data = Object.fromEntries(Object.entries(spec.data).filter(([key]) => `data.${key}` !== path));
    return { ...spec, data: data as unknown as RunSpec['data'] };
  }
  const plain = spec as unknown as PlainObject;
  const parsed = path.endsWith('.kind')
    ? applySettings(spec, [`${path}=${JSON.stringify(value)}`])
    : parseSpec(withValueAt(plain, path, value));
  return 'spec' in parsed ? parsed.spec : undefined;
}

/** A comparison is of the same networks, so that a list is written out from one arm for all. */
function sharedList(draft: Draft, path: string, arm: number): Draft {
  const role = path === 'generator.kind' ? 'generator' : 'critic';
  const network = draft.arms[arm].spec[role];
  const arms = draft.arms.map((one) => ({ ...one, spec: { ...one.spec, [role]: network } }));
  return { ...draft, arms };
}

/** The field holds this one value from now on. */
export function setValue(draft: Draft, path: string, arm: number, value: unknown): Draft {
  const isList = value === 'layers' && (path === 'generator.kind' || path === 'critic.kind');
  const changed = isList ? sharedList(draft, path, arm) : draft;
  return setAlone(changed, path, arm, value);
}

function setAlone(draft: Draft, path: string, arm: number, value: unknown): Draft {
  const next = changeHolders(draft, path, arm, (one) => {
    const spec = withField(one.spec, path, value);
    return spec === undefined ? one : { ...one, spec, texts: without(one.texts, path) };
  });
  return unswept(next, path);
}

/** The field keeps the value that the spec has. */
export function unswept(draft: Draft, path: string): Draft {
  if (!Object.hasOwn(draft.sweep.texts, path)) return draft;
  return { ...draft, sweep: { ...draft.sweep, texts: without(draft.sweep.texts, path) } };
}

/** Several values in one field. The spec keeps its value or takes the first of them, so that it is one of the runs. */
function setSwept(draft: Draft, path: string, text: string, values: readonly SweptValue[]): Draft {
  const present = valueAt(draft.arms[0].spec, path) as SweptValue;
  const next = setValue(draft, path, 0, values.includes(present) ? present : values[0]);
  return { ...next, sweep: { ...next.sweep, texts: { ...next.sweep.texts, [path]: text } } };
}

/** Without swept fields that another change took away. */
export function withPrunedSweep(draft: Draft): Draft {
  const sweep = draft.arms.length > 1 ? noSweep : prunedSweep(draft.arms[0].spec, draft.sweep);
  return sweep === draft.sweep ? draft : { ...draft, sweep };
}

/** What is typed into a box. A text that is not the field's stays, beside the last good value. */
export function setText(draft: Draft, path: string, arm: number, text: string): Draft {
  const holder = holderOf(path, arm);
  const { spec } = draft.arms[holder];
  const present = optionalFields.includes(path) ? '' : valueAt(spec, path);
  const value = pathFields.includes(path) ? plainPath(text) : readText(text, present);
  if (withField(spec, path, value) !== undefined) return setValue(draft, path, holder, value);
  const swept = draft.arms.length > 1 ? null : readSwept(spec, path, text);
  if (swept !== null && 'values' in swept) {
    const { values } = swept;
    return values.length === 1 ? setValue(draft, path, 0, values[0]) : setSwept(draft, path, text, values);
  }
  const next = unswept(draft, path);
  return changeArm(next, holder, (one) => ({ ...one, texts: { ...one.texts, [path]: text } }));
}

/** Back to what the recipe of the arm's objective has, where it has something. */
export function revertField(draft: Draft, path: string, arm: number): Draft {
  const holder = holderOf(path, arm);
  const difference = differencesFromRecipe(draft.arms[holder].spec).find((one) => one.path === path);
  if (difference !== undefined) return setValue(draft, path, holder, difference.recipe);
  const next = unswept(draft, path);
  return changeArm(next, holder, (one) => ({ ...one, texts: without(one.texts, path) }));
}

/** All fields of an arm, shared ones for every arm, back to the recipe. */
export function revertAll(draft: Draft, arm: number): Draft {
  const differences = differencesFromRecipe(draft.arms[arm].spec);
  // A kind brings fields of its own, so it goes first.
  const ordered = differences.toSorted(
    (a, b) => Number(b.path.endsWith('.kind')) - Number(a.path.endsWith('.kind')),
  );
  const reverted = ordered.reduce((next, { path, recipe }) => setValue(next, path, arm, recipe), draft);
  return changeArm(reverted, arm, (one) => ({ ...one, texts: {} }));
}
