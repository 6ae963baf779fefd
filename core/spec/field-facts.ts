// What each field of a run specification is called, what it means, and in which steps people change it.
// What a field must be is run-schema.ts; what a paper says to use is recipes.ts.

import { dataFacts } from './fields/data.ts';
import type { FieldFacts } from './fields/facts.ts';
import { networksFacts } from './fields/networks.ts';
import { objectiveFacts } from './fields/objective.ts';
import { optimizersFacts } from './fields/optimizers.ts';
import { runFacts } from './fields/run.ts';

/** By path; sections (`critic`) are not fields and have no entry. */
export const fieldFacts: Readonly<Record<string, FieldFacts>> = {
  ...dataFacts,
  ...networksFacts,
  ...objectiveFacts,
  ...optimizersFacts,
  ...runFacts,
};

/** What a field is called where its section is not seen: "learning rate of the critic". */
export function fieldName(path: string): string {
  if (!Object.hasOwn(fieldFacts, path)) return path;
  const { name, title } = fieldFacts[path];
  return name ?? title.charAt(0).toLowerCase() + title.slice(1);
}

/** A sentence of validateSpec or parseSpec with the paths of fields replaced by their names. */
export function inFieldNames(sentence: string): string {
  const named = sentence.replace(/^[a-zA-Z]+(?=\s)|[a-z][a-zA-Z]*(?:\.[a-z][a-zA-Z0-9]*)+/g, (path) =>
    Object.hasOwn(fieldFacts, path) ? fieldName(path) : path,
  );
  return named.charAt(0).toUpperCase() + named.slice(1);
}
