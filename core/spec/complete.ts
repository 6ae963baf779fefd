// Completes a short specification. What it leaves out comes from the recipe of its objective where the
// recipe says something, else from this program's own defaults below. The same input gives the same run.

import { isToy } from './data-facts.ts';
import { flatten, isPlainObject, withValueAt, type PlainObject } from './paths.ts';
import type { Problem } from './problem.ts';
import { recipeFields, recipes } from './recipes.ts';
import type { DataSpec, ObjectiveKind, RunSpec } from './run-spec.ts';
import { parseSpec } from './schema.ts';

export type Completed =
  | {
      readonly spec: RunSpec;
      /** Paths of the fields that were filled in. */
      readonly completed: readonly string[];
    }
  | { readonly problems: readonly Problem[] };

const dataDefaults: Readonly<Record<DataSpec['kind'], PlainObject>> = {
  'fashion-mnist': { kind: 'fashion-mnist', size: 28, channels: 1 },
  idx: { kind: 'idx', size: 28, channels: 1, heldOut: 1000 },
  '8gaussians': { kind: '8gaussians' },
  '25gaussians': { kind: '25gaussians' },
  swissroll: { kind: 'swissroll' },
  ring: { kind: 'ring' },
  grid: { kind: 'grid' },
  csv: { kind: 'csv', heldOut: 2000 },
  drawn: { kind: 'drawn', spread: 0.02 },
  folder: { kind: 'folder', size: 64, channels: 3, fit: 'crop', heldOut: 1000 },
  cifar: { kind: 'cifar', classes: 10, size: 32, channels: 3 },
  download: { kind: 'download', name: 'mnist', size: 28, channels: 1 },
  stacked: { kind: 'stacked', size: 28, heldOut: 1000 },
  'stacked-known': { kind: 'stacked-known', set: 'fashion-mnist', size: 28 },
  npy: { kind: 'npy', heldOut: 2000 },
};

/** How many samples are held out where nobody says; null for data that have a test set of their own. */
export function usualHeldOut(kind: DataSpec['kind']): number | null {
  const { heldOut } = dataDefaults[kind];
  return typeof heldOut === 'number' ? heldOut : null;
}

/** Where the recipe uses another optimizer than the one asked for. */
const optimizerDefaults: Readonly<Record<string, PlainObject>> = {
  sgd: { kind: 'sgd', lr: 0.01 },
  momentum: { kind: 'momentum', lr: 0.01, momentum: 0.5 },
  rmsprop: { kind: 'rmsprop', lr: 5e-5, decay: 0.99, epsilon: 1e-8 },
  adam: { kind: 'adam', lr: 2e-4, beta1: 0.5, beta2: 0.999, epsilon: 1e-8 },
};

/** Weights as the papers have them for images; on points a penalty towards norm 1 is weaker, as in gan_toy.py. */
function penaltyDefaults(kind: string | undefined, toy: boolean): PlainObject | undefined {
  const lambda = toy ? 0.1 : 10;
  const known: Readonly<Record<string, PlainObject>> = {
    none: { kind: 'none' },
    gp: { kind: 'gp', lambda },
    lp: { kind: 'lp', lambda },
    dragan: { kind: 'dragan', lambda: 10, k: 1, noise: 0.5 },
    r1: { kind: 'r1', gamma: 10 },
  };
  return kind !== undefined && Object.hasOwn(known, kind) ? known[kind] : undefined;
}

/** Three hidden layers of 512, as gan_toy.py and WGAN's fully connected networks have them. */
const mlpDefaults: PlainObject = {
  kind: 'mlp',
  hidden: [512, 512, 512],
  activation: 'relu',
  norm: 'none',
  init: 'he',
};

/** 64 is the classic width; at 28 pixels half of it learns as well and twice as fast. */
function dcganDefaults(size: unknown, norm: unknown): PlainObject {
  return { kind: 'dcgan', width: size === 28 ? 32 : 64, norm, init: 'dcgan' };
}

/** Half of the width of the paper (DIM 128), which learns as well in a quarter of the time. */
function resnetDefaults(norm: unknown): PlainObject {
  return { kind: 'resnet', width: 64, norm, init: 'he' };
}

const toyRun = {
  iterations: 10_000,
  evaluate: { every: 500, samples: 2000 },
  grid: { columns: 32, rows: 32, every: 500, fresh: true },
};
const imageRun = {
  iterations: 10_000,
  evaluate: { every: 500, samples: 1000 },
  grid: { columns: 8, rows: 8, every: 500, fresh: true },
};

/** No more samples than are held out, where somebody chose how many. */
function evaluateDefaults(usual: { readonly samples: number }, data: unknown): PlainObject {
  const heldOut = isPlainObject(data) ? data['heldOut'] : undefined;
  const few = typeof heldOut === 'number' && Number.isInteger(heldOut) && heldOut >= 2;
  return few ? { ...usual, samples: Math.min(usual.samples, heldOut) } : { ...usual };
}

function kindOf(section: unknown): string | undefined {
  const kind = isPlainObject(section) ? section['kind'] : undefined;
  return typeof kind === 'string' ? kind : undefined;
}

/** What was given, over the defaults. A section that is not an object is kept for parseSpec to complain of. */
function over(defaults: PlainObject | undefined, given: unknown): unknown {
  if (given === undefined) return defaults;
  if (defaults === undefined || !isPlainObject(given)) return given;
  const present = Object.entries(given).filter(([, value]) => value !== undefined);
  return { ...defaults, ...Object.fromEntries(present) };
}

/** Null is a value that was given, and a wrong one. */
function orElse(given: unknown, fallback: unknown): unknown {
  return given === undefined ? fallback : given;
}

function section(object: unknown, key: string): PlainObject | undefined {
  const value = isPlainObject(object) ? object[key] : undefined;
  return isPlainObject(value) ? value : undefined;
}

function recipeOf(kind: ObjectiveKind, data: unknown): PlainObject {
  // Only whether it is points or images decides: the kind, which was looked up in the table of kinds, and of arrays
  // whether there is a size.
  const fields = recipeFields(kind, data as DataSpec);
  return fields.reduce<PlainObject>((recipe, { path, value }) => withValueAt(recipe, path, value), {});
}

function networkOver(given: unknown, toy: boolean, size: unknown, dcganNorm: unknown): unknown {
  const kind = kindOf(given) ?? (toy ? 'mlp' : 'dcgan');
  if (kind === 'mlp') return over(mlpDefaults, given);
  if (kind === 'resnet') return over(resnetDefaults(dcganNorm), given);
  // The list itself has no default: nobody can want a network of somebody else's layers.
  if (kind === 'layers') return over({ init: 'he' }, given);
  if (kind === 'real-plus-noise') return over({ kind, deviation: 1 }, given);
  return over(kind === 'dcgan' ? dcganDefaults(size, dcganNorm) : undefined, given);
}

function optimizerOver(given: unknown, recipe: PlainObject | undefined): unknown {
  const kind = kindOf(given);
  const fromRecipe = kind === undefined || kind === kindOf(recipe);
  const known = kind !== undefined && Object.hasOwn(optimizerDefaults, kind);
  return over(fromRecipe ? recipe : known ? optimizerDefaults[kind] : undefined, given);
}

/**
 * A whole specification from one that has at least `data.kind` and `objective.kind`. Fields given are
 * kept as they are and checked as parseSpec does; the rest is filled in.
 */
export function completeSpec(input: unknown): Completed {
  if (!isPlainObject(input)) return parsed(input, input);
  const dataKind = kindOf(input['data']) ?? '';
  const objectiveKind = kindOf(input['objective']) ?? '';
  const dataKnown = Object.hasOwn(dataDefaults, dataKind);
  const objectiveKnown = Object.hasOwn(recipes, objectiveKind);

  // A kind that is missing or unknown is a problem of its own; the rest is completed as if it were this
  // one, so that one look shows every problem of the file.
  const fill = dataKnown ? dataDefaults[dataKind as DataSpec['kind']] : dataDefaults['fashion-mnist'];
  const data = dataKnown ? over(fill, input['data']) : input['data'];
  const sort = dataKnown ? data : fill;
  const recipe = recipeOf(objectiveKnown ? (objectiveKind as ObjectiveKind) : 'gan', sort);
  const toy = dataKnown && isToy(data as DataSpec);
  const size = isPlainObject(data) ? data['size'] : undefined;
  const optimizers = input['optimizer'];
  const recipeOptimizers = section(recipe, 'optimizer');
  const run = toy ? toyRun : imageRun;
  const objectiveDefaults = { kind: objectiveKind, ...section(recipe, 'objective') };

  const whole: PlainObject = {
    ...input,
    format: orElse(input['format'], 1),
    name: orElse(input['name'], `${objectiveKind} on ${dataKind}`),
    data,
    latent: over(section(recipe, 'latent'), input['latent']),
    generator: networkOver(input['generator'], toy, size, 'batch'),
    critic: networkOver(input['critic'], toy, size, section(recipe, 'critic')?.['norm'] ?? 'batch'),
    objective: objectiveKnown ? over(objectiveDefaults, input['objective']) : input['objective'],
    penalty: over(penaltyDefaults(kindOf(input['penalty'] ?? { kind: 'none' }), toy), input['penalty']),
    optimizer:
      optimizers === undefined || isPlainObject(optimizers)
        ? {
            ...optimizers,
            generator: optimizerOver(optimizers?.['generator'], section(recipeOptimizers, 'generator')),
            critic: optimizerOver(optimizers?.['critic'], section(recipeOptimizers, 'critic')),
          }
        : optimizers,
    ema: over({ decay: 0 }, input['ema']),
    batch: orElse(input['batch'], recipe['batch']),
    iterations: orElse(input['iterations'], run.iterations),
    seed: orElse(input['seed'], 1),
    warmup: over({ criticSteps: 0, iterations: 25, every: 500 }, input['warmup']),
    evaluate: over(evaluateDefaults(run.evaluate, data), input['evaluate']),
    grid: over(run.grid, input['grid']),
    checkpoint: over({ every: 1000 }, input['checkpoint']),
  };
  return parsed(whole, input);
}

function parsed(whole: unknown, input: unknown): Completed {
  const result = parseSpec(whole);
  if ('problems' in result) return result;
  const given = flatten(input);
  const completed = [...flatten(result.spec).keys()].filter((path) => given.get(path) === undefined);
  return { spec: result.spec, completed };
}
