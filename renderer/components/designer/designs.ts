// Designs as text: written for export and for the draft that is remembered, and read back from anywhere. Whatever is
// read is hostile until parsed.

import type { Budget } from '../../../core/protocol/contract.ts';
import { completeSpec } from '../../../core/spec/complete.ts';
import { inFieldNames } from '../../../core/spec/field-facts.ts';
import { isPlainObject, sameValue, valueAt } from '../../../core/spec/paths.ts';
import { mostSteps } from '../../../core/spec/run-schema.ts';
import type { RunSpec } from '../../../core/spec/run-spec.ts';
import { parseSpec } from '../../../core/spec/schema.ts';
import { planned } from './budget.ts';
import { armOf, draftOf, mostArms, type Arm, type Draft, type Origin } from './draft.ts';
import { isOwn, sections } from './fields.ts';
import { jsonErrorSentence, lineOfPath } from './json-lines.ts';
import { noSweep, readSweepDraft } from './swept-text.ts';

/** Far above any design. */
const longestText = 1_000_000;

export interface ImportProblem {
  readonly sentence: string;
  /** Of the text, from 1, where it is known. */
  readonly line: number | null;
}
export type Imported = { readonly draft: Draft } | { readonly problems: readonly ImportProblem[] };

const wrong = (sentence: string, line: number | null = null): Imported => ({
  problems: [{ sentence, line }],
});

/** A run's specification, whole or short, or a comparison as `designText` writes it. @param from for the banner */
export function readDesign(text: string, from: string, engine: string): Imported {
  if (text.length > longestText) return wrong('This is longer than a design can be (1 MB).');
  if (text.trim() === '') return wrong('There is nothing in it. Paste the JSON of a run, or choose a file.');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return wrong(jsonErrorSentence(text, error));
  }
  const list = isPlainObject(value) ? value['specs'] : undefined;
  const inputs = list === undefined ? [value] : list;
  if (!Array.isArray(inputs) || inputs.length < 1 || inputs.length > mostArms) {
    return wrong(`specs must be a list of 1 to ${mostArms} specifications.`, lineOfPath(text, 'specs'));
  }
  const specs: RunSpec[] = [];
  const problems: ImportProblem[] = [];
  let completed = 0;
  inputs.forEach((input: unknown, at) => {
    const result = completeSpec(input);
    if ('spec' in result) {
      specs.push(result.spec);
      completed += result.completed.length;
      return;
    }
    const prefix = list === undefined ? '' : `specs.${at}`;
    for (const { path, sentence } of result.problems) {
      const place = [prefix, path].filter((part) => part !== '').join('.');
      problems.push({ sentence: inFieldNames(sentence), line: lineOfPath(text, place) });
    }
  });
  if (problems.length > 0) return { problems };
  const unlike = sharedDifference(specs);
  if (unlike !== undefined) {
    return wrong(
      `The specifications must have the same ${unlike} to be compared.`,
      lineOfPath(text, `specs.1.${unlike}`),
    );
  }
  const draft = draftOf(specs, { kind: 'import', from, completed }, engine);
  const budget = readBudget(isPlainObject(value) ? value['budget'] : undefined);
  return { draft: budget === undefined ? draft : { ...draft, budget } };
}

/** A field that arms have to share and these do not. */
function sharedDifference(specs: readonly RunSpec[]): string | undefined {
  const shared = sections
    .flatMap(({ paths }) => paths)
    .filter((path) => !isOwn(path) && path !== 'iterations');
  return shared.find((path) =>
    specs.some((spec) => !sameValue(valueAt(spec, path), valueAt(specs[0], path))),
  );
}

function readBudget(value: unknown): Budget | undefined {
  if (!isPlainObject(value)) return undefined;
  const { unit, amount } = value;
  const known = unit === 'iterations' || unit === 'critic-updates' || unit === 'seconds';
  const good = typeof amount === 'number' && amount > 0 && amount <= mostSteps;
  const whole = unit === 'seconds' || Number.isInteger(amount);
  return known && good && whole ? { unit, amount } : undefined;
}

/** A run's specification as other runs have it; a comparison as a list of them with its budget. */
export function designText({ arms, budget }: Draft): string {
  const specs = planned(
    arms.map(({ spec }) => spec),
    budget,
  );
  const value = specs.length === 1 ? specs[0] : { specs, budget };
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** The draft that a window remembered; undefined when it is not one, or not one of this version. */
export function readDraft(value: unknown): Draft | undefined {
  if (!isPlainObject(value) || !Array.isArray(value['arms'])) return undefined;
  const arms = value['arms'].map(readArm);
  const budget = readBudget(value['budget']);
  const origin = readOrigin(value['origin']);
  if (arms.length < 1 || arms.length > mostArms || budget === undefined || origin === undefined)
    return undefined;
  const whole = arms.filter((arm) => arm !== undefined);
  if (whole.length < arms.length || sharedDifference(whole.map(({ spec }) => spec)) !== undefined)
    return undefined;
  const { engine, budgetText } = value;
  return {
    ...{ arms: whole, budget, origin },
    budgetText: typeof budgetText === 'string' ? budgetText : null,
    engine: typeof engine === 'string' ? engine : 'auto',
    sweep: whole.length > 1 ? noSweep : readSweepDraft(value['sweep'], whole[0].spec),
  };
}

function readSpec(value: unknown): RunSpec | undefined {
  const result = parseSpec(value);
  return 'spec' in result ? result.spec : undefined;
}

function readArm(value: unknown): Arm | undefined {
  if (!isPlainObject(value)) return undefined;
  const [spec, base] = [readSpec(value['spec']), readSpec(value['base'])];
  if (spec === undefined) return undefined;
  return { ...armOf(spec, base), texts: readTexts(value['texts'], spec) };
}

function readTexts(value: unknown, spec: RunSpec): Arm['texts'] {
  const texts = isPlainObject(value) ? Object.entries(value) : [];
  const known = texts.filter(
    (entry): entry is [string, string] =>
      typeof entry[1] === 'string' && valueAt(spec, entry[0]) !== undefined,
  );
  return Object.fromEntries(known);
}

function readOrigin(value: unknown): Origin | undefined {
  if (!isPlainObject(value)) return undefined;
  const { kind, id, name, from, completed } = value;
  if (kind === 'preset' && typeof id === 'string') return { kind, id };
  if (kind === 'import' && typeof from === 'string' && typeof completed === 'number')
    return { kind, from, completed };
  const spec = readSpec(value['spec']);
  if (kind === 'run' && typeof id === 'string' && typeof name === 'string' && spec !== undefined) {
    return { kind, id, name, spec };
  }
  return undefined;
}
