// What varies between the runs of a sweep, found from their specifications.

import { fieldFacts, fieldName } from '../../../core/spec/field-facts.ts';
import { flatten, sameValue } from '../../../core/spec/paths.ts';
import type { RunSpec } from '../../../core/spec/run-spec.ts';
import { shortName, type SweptValue } from '../../../core/spec/sweep.ts';
import { sections } from '../designer/fields.ts';

export interface VariedField {
  /** The first of its paths. */
  readonly id: string;
  /** For heads: "critic lr". */
  readonly label: string;
  /** "learning rate of the critic" */
  readonly title: string;
  /** Of each run, in the order of the specifications; null where a run has no such field. */
  readonly values: readonly (SweptValue | null)[];
  /** The words that it may be, in the order of the designer; none for numbers. */
  readonly words: readonly string[];
}

/** In the order of the designer, the seed last. Fields of both networks that always have the same value are one. */
export function variedFields(specs: readonly RunSpec[]): readonly VariedField[] {
  const leaves = specs.map((spec) => flatten(spec));
  const paths = [...new Set(leaves.flatMap((one) => [...one.keys()]))].filter((path) => path !== 'name');
  const varied = paths.filter((path) => leaves.some((one) => !sameValue(one.get(path), leaves[0].get(path))));
  // A kind decides which fields there are: what some runs lack follows from it.
  const kinds = varied.filter((path) => path.endsWith('.kind')).map((path) => path.slice(0, -'kind'.length));
  const own = varied.filter((path) => {
    const follows = kinds.some((section) => path.startsWith(section) && path !== `${section}kind`);
    return !(follows && leaves.some((one) => !one.has(path)));
  });
  const groups: { paths: string[]; values: readonly (SweptValue | null)[] }[] = [];
  for (const path of own.toSorted((a, b) => placeOf(a) - placeOf(b))) {
    const values = leaves.map((one) => asValue(one.get(path)));
    const twin = groups.find(
      (group) => bare(group.paths[0]) === bare(path) && sameValue(group.values, values),
    );
    if (twin === undefined) groups.push({ paths: [path], values });
    else twin.paths.push(path);
  }
  return groups.map(({ paths: group, values }) => ({
    ...{ id: group[0], label: shortName(group), title: group.map(fieldName).join(' and '), values },
    words: Object.keys(fieldFacts[group[0]].choices ?? {}),
  }));
}

const order = sections.flatMap(({ paths }) => paths);

function placeOf(path: string): number {
  const at = order.indexOf(path);
  return at === -1 ? order.length - 1.5 : at;
}

/** The same for a field of the generator and that of the critic. */
const bare = (path: string): string => path.replace(/^(optimizer\.)?(generator|critic)\./, '$1*.');

function asValue(value: unknown): SweptValue | null {
  if (value === undefined) return null;
  return typeof value === 'number' || typeof value === 'string' ? value : JSON.stringify(value);
}
