// A run's settings as rows to read: by section, each with what the recipe has where it differs.

import { fieldFacts } from '../../../core/spec/field-facts.ts';
import { flatten } from '../../../core/spec/paths.ts';
import { differencesFromRecipe, recipes } from '../../../core/spec/recipes.ts';
import type { RunSpec } from '../../../core/spec/run-spec.ts';
import { sections } from '../designer/fields.ts';
import { fieldText } from '../designer/field-text.ts';

export interface SpecRow {
  readonly path: string;
  readonly label: string;
  readonly value: string;
  /** What it was changed to while the run trained. */
  readonly inForce: string | null;
  /** Where it differs from the objective's recipe: what that has, and which paper says so. */
  readonly recipe: { readonly value: string; readonly source: string } | null;
}

export interface SpecSection {
  readonly title: string;
  readonly rows: readonly SpecRow[];
}

/**
 * Every field of a specification but its name, which the view has as its heading.
 * @param inForce by path: what is in force instead of it
 */
export function specSections(
  spec: RunSpec,
  inForce: ReadonlyMap<string, number> = new Map(),
): readonly SpecSection[] {
  const leaves = flatten(spec);
  const differences = new Map(differencesFromRecipe(spec).map((one) => [one.path, one]));
  const rowOf = (path: string): SpecRow => {
    const recipe = differences.get(path);
    const facts = Object.hasOwn(fieldFacts, path) ? fieldFacts[path] : undefined;
    const text = (value: unknown): string => facts?.choices?.[fieldText(value)] ?? fieldText(value);
    return {
      ...{ path, label: facts?.title ?? path, value: text(leaves.get(path)) },
      inForce: inForce.has(path) ? text(inForce.get(path)) : null,
      recipe: recipe === undefined ? null : { value: text(recipe.recipe), source: recipe.source },
    };
  };
  return sections.flatMap(({ id, title, paths }) => {
    const rows = paths.filter((path) => path !== 'name' && leaves.has(path)).map(rowOf);
    if (id === 'objective') {
      rows.unshift({
        path: 'objective.kind',
        label: 'Recipe',
        value: recipes[spec.objective.kind].title,
        ...{ inForce: null, recipe: null },
      });
    }
    return rows.length === 0 ? [] : [{ title, rows }];
  });
}
