// Where the designs of some runs differ: a column per field, in groups, each value with its ratio to the first run's.

import { fieldFacts } from '../../../core/spec/field-facts.ts';
import { sameValue, valueAt } from '../../../core/spec/paths.ts';
import { recipes } from '../../../core/spec/recipes.ts';
import type { RunSpec } from '../../../core/spec/run-spec.ts';
import { diffSpecs } from '../../../core/spec/spec-diff.ts';
import { isShown, sections } from '../designer/fields.ts';
import { valueWords } from '../designer/field-text.ts';

export interface DesignCell {
  readonly text: string;
  /** "×5", "÷2"; null where there is none to the first run's value. */
  readonly ratio: string | null;
  /** Whether it is what the first run has. */
  readonly same: boolean;
}

export interface DesignColumn {
  readonly path: string;
  readonly label: string;
  readonly meaning: string;
  /** One for each run. */
  readonly cells: readonly DesignCell[];
}

export interface DesignGroup {
  readonly title: string;
  readonly columns: readonly DesignColumn[];
}

const groups: readonly { readonly title: string; readonly sections: readonly string[] }[] = [
  { title: 'Data', sections: ['data', 'latent'] },
  { title: 'Generator', sections: ['generator'] },
  { title: 'Critic', sections: ['critic'] },
  { title: 'Objective', sections: ['objective'] },
  { title: 'Generator optimizer', sections: ['generator-optimizer'] },
  { title: 'Critic optimizer', sections: ['critic-optimizer'] },
  { title: 'Budget', sections: ['budget', 'seed'] },
  { title: 'Looks', sections: ['looks'] },
];

/** Where both networks have the same optimizer in every run, it is said once. */
const groupsOfAlike = groups
  .filter(({ title }) => title !== 'Critic optimizer')
  .map((group) => (group.title === 'Generator optimizer' ? { ...group, title: 'Both optimizers' } : group));

/** @param all also the fields in which the runs agree */
export function designGroups(specs: readonly RunSpec[], all: boolean): readonly DesignGroup[] {
  if (specs.length === 0) return [];
  const differences = specs.map((spec) => new Map(diffSpecs(specs[0], spec).map((one) => [one.path, one])));
  const alike = specs.every(({ optimizer }) => sameValue(optimizer.generator, optimizer.critic));
  return (alike ? groupsOfAlike : groups).flatMap(({ title, sections: ids }) => {
    const columns = ids
      .flatMap(pathsOf)
      .filter((path) => specs.some((spec) => isPresent(spec, path)))
      .filter((path) => all || differences.some((one) => one.has(path)))
      .map((path): DesignColumn => {
        const { title: label, meaning } = fieldFacts[path];
        const cells = specs.map((spec, at) => ({
          text: cellText(spec, path),
          ratio: path === 'seed' ? null : ratioText(differences[at].get(path)?.ratio),
          same: !differences[at].has(path),
        }));
        return { path, label, meaning, cells };
      });
    return columns.length === 0 ? [] : [{ title, columns }];
  });
}

function pathsOf(section: string): readonly string[] {
  const paths = sections.find(({ id }) => id === section)?.paths ?? [];
  return section === 'objective' ? ['objective.kind', ...paths] : paths;
}

/** Whether the field means something: the length of a warm-up that is switched off does not. */
function isPresent(spec: RunSpec, path: string): boolean {
  return valueAt(spec, path) !== undefined && isShown(spec, path);
}

function cellText(spec: RunSpec, path: string): string {
  if (path === 'objective.kind') return recipes[spec.objective.kind].title;
  return isPresent(spec, path) ? valueWords(path, valueAt(spec, path)) : '–';
}

/** "×5" for five times as much, "÷4" for a quarter; null where a ratio says nothing. */
export function ratioText(ratio: number | undefined): string | null {
  if (ratio === undefined || !(ratio > 0) || !Number.isFinite(ratio) || ratio === 1) return null;
  const [sign, size] = ratio > 1 ? ['×', ratio] : ['÷', 1 / ratio];
  return `${sign}${size >= 1000 ? Math.round(size).toLocaleString('en-US') : String(Number(size.toPrecision(3)))}`;
}
