// Another recipe or other data under a design: what nobody chose gives way, what somebody chose stays where it still
// makes sense.

import { completeSpec } from '../../../core/spec/complete.ts';
import { isToy, isToyKind, sampleShape } from '../../../core/spec/data-facts.ts';
import { sameValue, valueAt, withValueAt, type PlainObject } from '../../../core/spec/paths.ts';
import { recipeFields } from '../../../core/spec/recipes.ts';
import type { DataSpec, ObjectiveKind, RunSpec } from '../../../core/spec/run-spec.ts';
import { diffSpecs } from '../../../core/spec/spec-diff.ts';
import { validateSpec } from '../../../core/spec/validate.ts';
import { startOf } from './data-kinds.ts';
import { armOf, type Arm } from './draft.ts';

/** Objects whose fields depend on their kind. */
const kinded = ['generator', 'critic', 'penalty', 'optimizer.generator', 'optimizer.critic'];

function completed(input: PlainObject): RunSpec {
  const result = completeSpec(input);
  if ('spec' in result) return result.spec;
  throw new Error(result.problems.map(({ sentence }) => sentence).join(' '));
}

type Chosen = readonly (readonly [path: string, value: unknown])[];

/** What somebody chose, kinds first. */
function chosenIn({ spec, base }: Arm): Chosen {
  const paths = diffSpecs(base, spec).flatMap(({ path, right }) => (right === undefined ? [] : [path]));
  const fields = paths.filter((path) => path !== 'objective.kind' && !path.startsWith('data.'));
  if (spec.name !== base.name) fields.push('name');
  return fields
    .toSorted((a, b) => Number(b.endsWith('.kind')) - Number(a.endsWith('.kind')))
    .map((path) => [path, valueAt(spec, path)]);
}

/** Settings of one method say nothing of another: a learning rate for Adam is none for RMSProp. */
function belongs(path: string, spec: RunSpec, target: RunSpec, chosen: Chosen): boolean {
  const section = kinded.find((one) => path.startsWith(`${one}.`));
  if (section === undefined || path.endsWith('.norm')) return true;
  const kind = `${section}.kind`;
  return chosen.some(([one]) => one === kind) || sameValue(valueAt(spec, kind), valueAt(target, kind));
}

function overlay(target: RunSpec, chosen: Chosen): PlainObject {
  return chosen.reduce<PlainObject>(
    (object, [path, value]) => {
      const section = path.slice(0, -'.kind'.length);
      const isKind = path.endsWith('.kind') && valueAt(target, path) !== value;
      return isKind ? withValueAt(object, section, { kind: value }) : withValueAt(object, path, value);
    },
    target as unknown as PlainObject,
  );
}

/** The arm on another base, with as much of what was chosen as that can take. */
function onto(arm: Arm, base: RunSpec): Arm {
  let chosen = chosenIn(arm);
  for (;;) {
    const fitting = chosen.filter(([path]) => belongs(path, arm.spec, base, chosen));
    const result = completeSpec(overlay(base, fitting));
    const problems = 'spec' in result ? validateSpec(result.spec) : result.problems;
    const errors = problems.filter(({ severity }) => severity === 'error').map(({ path }) => path);
    const left = fitting.filter(
      ([path]) => !errors.some((one) => path === one || path.startsWith(`${one}.`)),
    );
    if (left.length === fitting.length) {
      return 'spec' in result ? armOf(result.spec, base) : armOf(base);
    }
    chosen = left;
  }
}

function recipeValue(kind: ObjectiveKind, data: DataSpec, path: string): unknown {
  return recipeFields(kind, data).find((field) => field.path === path)?.value;
}

/** The same design under another objective. */
export function changeObjective(arm: Arm, kind: ObjectiveKind): Arm {
  const { base } = arm;
  if (arm.spec.objective.kind === kind) return arm;
  // These come from the new recipe. A penalty that was chosen follows below, where the objective has none of its own.
  const kept = { ...base, name: undefined, optimizer: undefined, warmup: undefined, penalty: undefined };
  const before = recipeValue(base.objective.kind, base.data, 'critic.norm');
  const after = recipeValue(kind, base.data, 'critic.norm');
  const { critic } = base;
  const isRecipes = critic.kind !== 'layers' && critic.norm === before && after !== undefined;
  const rebased = isRecipes ? { ...critic, norm: after } : critic;
  return onto(arm, completed({ ...kept, critic: rebased, objective: { kind } }));
}

/** The same design on other data. Points and images need other networks and sizes altogether. */
export function changeData(arm: Arm, kind: DataSpec['kind']): Arm {
  const { spec } = arm;
  if (spec.data.kind === kind) return arm;
  const start = startOf[kind];
  const data: Record<string, unknown> = { kind, ...start?.fields };
  // An array holds what the data before were, points or images.
  if (!isToyKind(kind) && !isToy(spec.data)) {
    const [size, , channels] = sampleShape(spec.data);
    // Stacked digits are 28 or 32 pixels, in three channels always.
    if (kind !== 'stacked' && kind !== 'stacked-known') Object.assign(data, { size, channels });
    else if (size !== 64) data['size'] = size;
  }
  const moved = ontoData(arm, data);
  // An empty box asks for the path.
  const asks = start?.asks;
  return asks === undefined ? moved : { ...moved, texts: { ...moved.texts, [asks]: '' } };
}

/** An array of NumPy read as images of this size, or as points in the plane. */
export function changeArray(arm: Arm, size: 28 | 32 | 64 | null): Arm {
  const { data } = arm.spec;
  if (data.kind !== 'npy') return arm;
  const { kind, path, entry, heldOut, channels } = data;
  const shared = { kind, path, heldOut, ...(entry !== undefined && { entry }) };
  const next = size === null ? shared : { ...shared, size, channels: channels ?? 1 };
  return { ...ontoData(arm, next), texts: arm.texts };
}

/** Of data with fewer samples than usual; nobody has chosen these numbers. */
export function fitHeldOut(arm: Arm, heldOut: number): Arm {
  const fitted = (spec: RunSpec): RunSpec =>
    'heldOut' in spec.data
      ? {
          ...spec,
          data: { ...spec.data, heldOut },
          evaluate: { ...spec.evaluate, samples: Math.max(2, Math.min(spec.evaluate.samples, heldOut)) },
        }
      : spec;
  return { ...arm, spec: fitted(arm.spec), base: fitted(arm.base) };
}

function ontoData(arm: Arm, data: PlainObject): Arm {
  const { base, spec } = arm;
  const sameSort = isToy(data as unknown as DataSpec) === isToy(spec.data);
  const next = completed(
    sameSort
      ? { ...base, name: undefined, data }
      : { data, objective: { kind: spec.objective.kind }, seed: base.seed },
  );
  return onto(arm, next);
}
