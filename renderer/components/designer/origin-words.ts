// What a design that began as a preset still has of it.

import { fieldName } from '../../../core/spec/field-facts.ts';
import type { RunSpec } from '../../../core/spec/run-spec.ts';
import { diffSpecs } from '../../../core/spec/spec-diff.ts';
import { isShown } from './fields.ts';

/** Fields that do not decide what is learned: how often one looks, and what chance does. */
const harmless = ['seed', 'evaluate.', 'grid.', 'checkpoint.'];
const mostNamed = 4;

/** The names of fields that differ, most important first; empty while what the preset promises can be expected. */
export function changedFrom(preset: RunSpec, spec: RunSpec): readonly string[] {
  const paths = diffSpecs(preset, spec)
    .map(({ path }) => path)
    .filter((path) => !harmless.some((start) => path.startsWith(start)))
    // A field that only the preset had went with what it belonged to.
    .filter((path) => isShown(spec, path) || path === 'objective.kind' || path.endsWith('.layers'));
  return paths.toSorted((a, b) => rank(a) - rank(b)).map(fieldName);
}

/** What data and which objective come first, then the rest in the order of the specification. */
function rank(path: string): number {
  if (path === 'data.kind') return 0;
  if (path === 'objective.kind') return 1;
  return path.startsWith('data.') ? 2 : 3;
}

/** "data set, image size and 3 more" */
export function fewOf(names: readonly string[]): string {
  const shown = names.length > mostNamed ? names.slice(0, mostNamed - 1) : names;
  const more = names.length - shown.length;
  const parts = more > 0 ? [...shown, `${more} more`] : shown;
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`;
}
