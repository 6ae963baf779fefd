// Several values in one field of a design: read from the text of a box or the ticks of a choice, and kept as text.

import { fieldFacts } from '../../../core/spec/field-facts.ts';
import {
  isPlainObject,
  sameValue,
  valueAt,
  withValueAt,
  type PlainObject,
} from '../../../core/spec/paths.ts';
import type { RunSpec } from '../../../core/spec/run-spec.ts';
import { phraseOf, schemaAt } from '../../../core/spec/schema-tree.ts';
import { parseSpec } from '../../../core/spec/schema.ts';
import { canSweep, type SweepDraw, type SweptField, type SweptValue } from '../../../core/spec/sweep.ts';
import { isSweepText, mostRuns, readSweepValues } from '../../../core/spec/sweep-values.ts';
import { choicesFor, isShown, sections } from './fields.ts';

/** What is swept, in a design of one run. */
export interface SweepDraft {
  /** What stands in the swept fields, by path; each can be read. */
  readonly texts: Readonly<Record<string, string>>;
  /** Whether equal lists in the same field of both networks, or of both optimizers, are one field. */
  readonly together: boolean;
  readonly draw: SweepDraw;
}

export const noSweep: SweepDraft = { texts: {}, together: true, draw: { kind: 'grid' } };

export type SweptText = { readonly values: readonly SweptValue[] } | { readonly sentence: string };

/** Several values for a field, each right by itself, or what is wrong with one. Null for what is not meant as several. */
export function readSwept(spec: RunSpec, path: string, text: string): SweptText | null {
  if (!canSweep(path)) return null;
  const choices = choicesFor(spec, path);
  if (choices.length > 0) {
    const items = text.split(',').map((item) => item.trim());
    const values = choices.flatMap(({ value }) =>
      typeof value !== 'boolean' && items.includes(String(value)) ? [value] : [],
    );
    return values.length < 2 ? null : { values };
  }
  if (typeof valueAt(spec, path) !== 'number' || !isSweepText(text)) return null;
  const node = schemaAt(spec, path.split('.'));
  const whole = node !== undefined && phraseOf(node, false).startsWith('a whole number');
  const read = readSweepValues(text, { whole });
  if ('sentence' in read) return read;
  for (const value of read.values) {
    const parsed = parseSpec(withValueAt(spec as unknown as PlainObject, path, value));
    if ('problems' in parsed) return { sentence: parsed.problems[0].sentence };
  }
  return read;
}

/** In the order of the fields: the one that comes last changes fastest, which is the seed where there is one. */
export function sweptFields(spec: RunSpec, { texts, together }: SweepDraft): readonly SweptField[] {
  const fields: { paths: readonly string[]; values: readonly SweptValue[] }[] = [];
  for (const path of sections.flatMap((section) => section.paths)) {
    const read = Object.hasOwn(texts, path) ? readSwept(spec, path, texts[path]) : null;
    if (read === null || 'sentence' in read) continue;
    const twin = together ? fields.find((field) => isTwin(field, path, read.values)) : undefined;
    if (twin === undefined) fields.push({ paths: [path], values: read.values });
    else twin.paths = [...twin.paths, path];
  }
  return fields;
}

function isTwin(
  { paths: [first], values }: SweptField,
  path: string,
  others: readonly SweptValue[],
): boolean {
  const bare = (one: string): string => one.replace(/^(optimizer\.)?(generator|critic)\./, '$1*.');
  return first !== path && bare(first) === bare(path) && sameValue(values, others);
}

/** Without fields that are not there any more, or do not take the values any more. */
export function prunedSweep(spec: RunSpec, sweep: SweepDraft): SweepDraft {
  const entries = Object.entries(sweep.texts);
  const kept = entries.filter(([path, text]) => {
    const read = isShown(spec, path) ? readSwept(spec, path, text) : null;
    return read !== null && 'values' in read;
  });
  return kept.length === entries.length ? sweep : { ...sweep, texts: Object.fromEntries(kept) };
}

/** What a window remembered; no sweep where it is none. */
export function readSweepDraft(value: unknown, spec: RunSpec): SweepDraft {
  if (!isPlainObject(value) || !isPlainObject(value['texts'])) return noSweep;
  const texts = Object.entries(value['texts']).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string' && Object.hasOwn(fieldFacts, entry[0]),
  );
  const sweep = { texts: Object.fromEntries(texts), together: value['together'] !== false };
  return prunedSweep(spec, { ...sweep, draw: readDraw(value['draw']) });
}

function readDraw(value: unknown): SweepDraw {
  if (!isPlainObject(value) || value['kind'] !== 'random') return noSweep.draw;
  const { runs, seed } = value;
  const good = isWhole(runs) && runs >= 1 && runs <= mostRuns && isWhole(seed) && seed >= 0;
  return good ? { kind: 'random', runs, seed } : noSweep.draw;
}

const isWhole = (value: unknown): value is number => Number.isSafeInteger(value);
