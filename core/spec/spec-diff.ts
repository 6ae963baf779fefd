// Where two specifications differ, field by field.

import { flatten, sameValue } from './paths.ts';
import type { RunSpec } from './run-spec.ts';

export interface SpecDifference {
  readonly path: string;
  /** Undefined where that specification has no such field. */
  readonly left: unknown;
  readonly right: unknown;
  /** right / left, where both are numbers and left is not 0. */
  readonly ratio?: number;
}

/**
 * The fields that differ, in the order of the left specification, then those that only the right one has.
 * The name is left out: it decides nothing. A list is one field.
 */
export function diffSpecs(left: RunSpec, right: RunSpec): readonly SpecDifference[] {
  const lefts = flatten(left);
  const rights = flatten(right);
  const paths = new Set([...lefts.keys(), ...rights.keys()]);
  paths.delete('name');
  return [...paths]
    .filter((path) => !sameValue(lefts.get(path), rights.get(path)))
    .map((path) => difference(path, lefts.get(path), rights.get(path)));
}

function difference(path: string, left: unknown, right: unknown): SpecDifference {
  const numbers = typeof left === 'number' && typeof right === 'number' && left !== 0;
  return numbers ? { path, left, right, ratio: right / left } : { path, left, right };
}
