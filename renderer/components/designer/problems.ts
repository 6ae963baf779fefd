// What is wrong with a draft, at the field where it can be mended.

import type { DataPreview } from '../../../core/protocol/contract.ts';
import { dataCounts } from '../../../core/spec/data-facts.ts';
import { fieldFacts, fieldName, inFieldNames } from '../../../core/spec/field-facts.ts';
import { valueAt, withValueAt, type PlainObject } from '../../../core/spec/paths.ts';
import { showCount, showValue, type Problem } from '../../../core/spec/problem.ts';
import type { RunSpec } from '../../../core/spec/run-spec.ts';
import { parseSpec } from '../../../core/spec/schema.ts';
import { validateSpec } from '../../../core/spec/validate.ts';
import { planned } from './budget.ts';
import { placeOf } from './data-kinds.ts';
import { holderOf, type Draft } from './draft.ts';
import { readText } from './field-text.ts';
import { isShown, sections } from './fields.ts';
import { readSwept } from './swept-text.ts';

export interface ShownProblem {
  /** Of the field where it is shown; `budget.amount` for the budget of a comparison. */
  readonly path: string;
  readonly arm: number;
  readonly severity: 'error' | 'warning';
  /** Names the field as people see it. */
  readonly sentence: string;
}

export const amountPath = 'budget.amount';

const order = [...sections.flatMap(({ paths }) => paths), amountPath];

/** Layers have no box of their own; what is wrong with them is said at the architecture, too. */
const ofLayers = (path: string): string => path.replace(/\.layers(\..*)?$/, '.kind');

/** The field that a problem is about: rules name a whole section at times, and the field first in their sentence. */
function fieldOf(spec: RunSpec, path: string, sentence: string): string {
  const named = /^[\w.]+/.exec(sentence)?.[0] ?? '';
  const listItem = path.replace(/\.\d+$/, '');
  const candidates = [named, named.replace(/\.\d+$/, ''), listItem, `${path}.kind`, ofLayers(path)];
  const field = candidates.find((one) => Object.hasOwn(fieldFacts, one) && isShown(spec, one));
  return field ?? 'name';
}

function textProblem(spec: RunSpec, path: string, text: string, isCompared: boolean): string {
  const name = fieldName(path);
  const swept = readSwept(spec, path, text);
  if (swept !== null && isCompared) {
    return 'An arm of a comparison takes one value here. Go back to a single run to sweep several.';
  }
  if (swept !== null && 'sentence' in swept) return inFieldNames(swept.sentence);
  if (text.trim() === '' && !Array.isArray(valueAt(spec, path))) return inFieldNames(missing(spec, path));
  const value = readText(text, valueAt(spec, path));
  const parsed = parseSpec(withValueAt(spec as unknown as PlainObject, path, value));
  const problem = 'problems' in parsed ? parsed.problems.find((one) => one.path.startsWith(path)) : undefined;
  return inFieldNames(problem?.sentence ?? `${name} cannot be ${showValue(text)}.`);
}

function missing(spec: RunSpec, path: string): string {
  const parsed = parseSpec(withValueAt(spec as unknown as PlainObject, path, undefined));
  const problem = 'problems' in parsed ? parsed.problems.find((one) => one.path === path) : undefined;
  return problem?.sentence ?? `${path} is missing.`;
}

/** Counts of data that only the host can know, once it has read them. */
export type KnownCounts = Pick<DataPreview, 'train' | 'heldOut'> | null;

/** What a draft alone does not say. */
export interface Known {
  readonly counts?: KnownCounts;
  /** Why the data cannot be used. */
  readonly refusal?: string | null;
  /** Of the runs that the design is swept over. */
  readonly ofSweep?: readonly Problem[];
}

/** In the order of the fields, each once: errors of all arms, and warnings of those that have no error. */
export function problemsOf(
  draft: Draft,
  { counts = null, refusal = null, ofSweep = [] }: Known = {},
): readonly ShownProblem[] {
  const found: ShownProblem[] = [];
  const add = (problem: ShownProblem): void => {
    const known = found.some((one) => one.sentence === problem.sentence && one.arm === problem.arm);
    if (!known) found.push(problem);
  };
  const specs = planned(
    draft.arms.map(({ spec }) => spec),
    draft.budget,
  );
  specs.forEach((spec, at) => {
    for (const [path, text] of Object.entries(draft.arms[at].texts)) {
      add({
        path,
        arm: holderOf(path, at),
        severity: 'error',
        sentence: textProblem(spec, path, text, specs.length > 1),
      });
    }
    for (const { path, sentence, severity } of validateSpec(spec, counts ?? dataCounts(spec.data))) {
      const isAmount = specs.length > 1 && path === 'iterations';
      const field = isAmount ? amountPath : fieldOf(spec, path, sentence);
      add({ path: field, arm: holderOf(field, at), severity, sentence: inFieldNames(sentence) });
    }
  });
  const { data } = specs[0];
  if (refusal !== null) add({ path: placeOf(data.kind), arm: 0, severity: 'error', sentence: refusal });
  else if (counts !== null && 'heldOut' in data && counts.heldOut !== data.heldOut) {
    const sentence = tooMany(counts.heldOut, data.heldOut);
    add({ path: 'data.heldOut', arm: 0, severity: 'error', sentence });
  }
  for (const { path, sentence, severity } of ofSweep) {
    const field = fieldOf(draft.arms[0].spec, path, sentence);
    add({ path: field, arm: 0, severity, sentence: inFieldNames(sentence) });
  }
  if (draft.budgetText !== null)
    add({ path: amountPath, arm: 0, severity: 'error', sentence: amountSentence(draft) });
  return found.toSorted((a, b) => order.indexOf(a.path) - order.indexOf(b.path) || a.arm - b.arm);
}

function tooMany(fitting: number, wanted: number): string {
  return `Held out cannot be ${showCount(wanted)}: there are not so many samples. A fifth of them is ${showCount(fitting)}.`;
}

function amountSentence({ budget, budgetText }: Draft): string {
  const phrase = budget.unit === 'seconds' ? 'a number above 0' : 'a whole number above 0';
  return `The budget must be ${phrase}, up to 1,000,000,000, not ${showValue(budgetText)}.`;
}
