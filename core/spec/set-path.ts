// Changes a specification by settings such as `objective.lambda=5`. Changing what kind a thing is swaps the
// fields that belong to it, and a new objective brings its recipe's optimizer, except where the user chose one.

import { completeSpec } from './complete.ts';
import { parseDecimal } from './decimal.ts';
import { isPlainObject, sameValue, valueAt, withValueAt, type PlainObject } from './paths.ts';
import { error, showValue, type Problem } from './problem.ts';
import { recipeFields, recipes } from './recipes.ts';
import type { ObjectiveKind, RunSpec } from './run-spec.ts';
import { asLayers } from './layer-lists.ts';
import { knownPaths, nearestPath } from './schema-tree.ts';
import type { Parsed } from './schema.ts';
import { dcganFits, sidesOf } from './shapes.ts';

interface Setting {
  readonly path: string;
  readonly text: string;
}

export interface SettingOptions {
  /**
   * A specification whose values nobody chose, such as the preset that was started from. A value equal
   * to it, or to the recipe of the old objective, gives way when `objective.kind` changes.
   */
  readonly untouched?: RunSpec;
}

function parseSetting(setting: string): Setting | Problem {
  const equals = setting.indexOf('=');
  const path = setting.slice(0, Math.max(equals, 0)).trim();
  if (path !== '') return { path, text: setting.slice(equals + 1).trim() };
  return error('', `A setting must be path=value, as in objective.lambda=5, not ${showValue(setting)}.`);
}

/** JSON, or a number as people write it (.5), or a bare word. */
function valueOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return parseDecimal(text) ?? text;
  }
}

/** A field that holds text takes what was written as it stands: `name=2026` is a name. */
function valueFor(text: string, present: unknown): unknown {
  const value = valueOf(text);
  return typeof present === 'string' && typeof value !== 'string' ? text : value;
}

function unknownPath(draft: PlainObject, path: string): Problem | undefined {
  const last = path.lastIndexOf('.');
  const insideList = last > 0 && Array.isArray(valueAt(draft, path.slice(0, last)));
  if (knownPaths.includes(path) || (insideList && valueAt(draft, path) !== undefined)) return undefined;
  const near = insideList ? path.slice(0, last) : nearestPath(path);
  const hint = near === undefined ? '' : `; the nearest is ${near}`;
  return error(path, `${path} is not a field of a run${hint}.`);
}

/** The recipe's values for the sections it is asked for, as `path → value`. */
function recipeValues(spec: RunSpec, kind: ObjectiveKind): ReadonlyMap<string, unknown> {
  return new Map(recipeFields(kind, spec.data).map(({ path, value }) => [path, value]));
}

/** An objective with a penalty of its own takes the place of another penalty. */
function bringsPenalty(kind: string): boolean {
  return kind === 'wgan-gp' || kind === 'wgan-lp' || kind === 'dragan';
}

function changeObjective(spec: RunSpec, kind: string, untouched: RunSpec | undefined): PlainObject {
  const penalty = bringsPenalty(kind) ? { kind: 'none' } : spec.penalty;
  const draft = { ...spec, objective: { kind }, penalty } as unknown as PlainObject;
  if (!Object.hasOwn(recipes, kind)) return draft;
  const before = recipeValues(spec, spec.objective.kind);
  const after = recipeValues(spec, kind as ObjectiveKind);
  const chosen = (path: string) => {
    const value = valueAt(spec, path);
    return !sameValue(value, before.get(path)) && !sameValue(value, valueAt(untouched, path));
  };

  const kept = Object.entries(spec.objective).filter(
    ([key]) => key !== 'kind' && after.has(`objective.${key}`) && chosen(`objective.${key}`),
  );
  const optimizers = (['generator', 'critic'] as const).filter((network) => {
    const section = `optimizer.${network}`;
    const asPreset = sameValue(spec.optimizer[network], untouched?.optimizer[network]);
    return !asPreset && Object.keys(spec.optimizer[network]).some((key) => chosen(`${section}.${key}`));
  });
  return {
    ...draft,
    objective: { kind, ...Object.fromEntries(kept) },
    optimizer: Object.fromEntries(optimizers.map((network) => [network, spec.optimizer[network]])),
  };
}

/** What stays when a thing becomes another kind of thing; its other fields are completed anew. */
const keptFields: Readonly<Record<string, readonly string[]>> = {
  'data.kind': ['size', 'channels'],
  'generator.kind': ['norm'],
  'critic.kind': ['norm', 'spectral'],
  'penalty.kind': [],
  'optimizer.generator.kind': ['lr'],
  'optimizer.critic.kind': ['lr'],
};

/** Kinds of data that are points have no fields to keep. */
const images = ['fashion-mnist', 'idx', 'npy', 'folder', 'cifar', 'download'];

/** A network written out as its layers stays the same network. */
function writtenOut(spec: RunSpec, path: string): PlainObject | undefined {
  const role = path === 'generator.kind' ? 'generator' : 'critic';
  const sides = sidesOf(spec);
  const network = spec[role];
  if (network.kind === 'real-plus-noise') return undefined;
  if ((network.kind === 'dcgan' || network.kind === 'resnet') && !dcganFits(sides.sample)) return undefined;
  return asLayers(network, role, sides) as unknown as PlainObject;
}

function changeKind(draft: PlainObject, path: string, kind: unknown, spec: RunSpec): PlainObject {
  const section = path.slice(0, -'.kind'.length);
  const present = valueAt(draft, section);
  const old: PlainObject = isPlainObject(present) ? present : {};
  if (old['kind'] === kind) return draft;
  if (kind === 'layers' && (section === 'generator' || section === 'critic')) {
    return withValueAt(draft, section, writtenOut(spec, path) ?? { kind });
  }
  const keeps = section === 'data' ? images.includes(String(kind)) : kind !== 'real-plus-noise';
  const kept = (keptFields[path] ?? []).filter((key) => keeps && Object.hasOwn(old, key));
  return withValueAt(draft, section, { kind, ...Object.fromEntries(kept.map((key) => [key, old[key]])) });
}

/**
 * A specification with settings applied, in any order; of two for one field the last holds. Values are
 * JSON, bare words are strings. The result is checked as parseSpec does; the one given is not changed.
 */
export function applySettings(
  spec: RunSpec,
  settings: readonly string[],
  { untouched }: SettingOptions = {},
): Parsed {
  const read = settings.map(parseSetting);
  const malformed = read.filter((setting) => 'sentence' in setting);
  if (malformed.length > 0) return { problems: malformed };
  const parsed = read.filter((setting) => 'text' in setting);

  // Kinds first, the objective's before the others: fields set beside them then land in the new kind.
  let draft = spec as unknown as PlainObject;
  const objective = parsed.findLast(({ path }) => path === 'objective.kind');
  const objectiveKind = objective === undefined ? undefined : String(valueOf(objective.text));
  if (objectiveKind !== undefined && objectiveKind !== spec.objective.kind) {
    draft = changeObjective(spec, objectiveKind, untouched);
  }
  for (const { path, text } of parsed) {
    if (Object.hasOwn(keptFields, path)) draft = changeKind(draft, path, valueOf(text), spec);
  }

  const problems: Problem[] = [];
  for (const { path, text } of parsed) {
    if (path === 'objective.kind' || Object.hasOwn(keptFields, path)) continue;
    const unknown = unknownPath(draft, path);
    if (unknown === undefined) draft = withValueAt(draft, path, valueFor(text, valueAt(draft, path)));
    else problems.push(unknown);
  }
  if (problems.length > 0) return { problems };
  const result = completeSpec(draft);
  return 'problems' in result ? result : { spec: result.spec };
}
