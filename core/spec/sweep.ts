// A sweep: one design with several values for some of its fields, as the runs that it comes to. All combinations, or
// some of them drawn at random.

import { fieldName } from './field-facts.ts';
import { valueAt, withValueAt, type PlainObject } from './paths.ts';
import { error, hasErrors, showCount, type Problem } from './problem.ts';
import type { RunSpec } from './run-spec.ts';
import { parseSpec } from './schema.ts';
import { applySettings } from './set-path.ts';
import { mostRuns } from './sweep-values.ts';
import { validateSpec } from './validate.ts';

/** What a field takes: numbers, or words of its choice. */
export type SweptValue = number | string;

export interface SweptField {
  /** One, or several that always have the same value, such as the learning rates of both networks. */
  readonly paths: readonly string[];
  readonly values: readonly SweptValue[];
}

/** Which of all combinations are run. */
export type SweepDraw =
  | { readonly kind: 'grid' }
  | {
      readonly kind: 'random';
      /** At most; no combination comes twice. */
      readonly runs: number;
      /** The same seed draws the same ones, in the same order. */
      readonly seed: number;
    };

export interface Sweep {
  readonly fields: readonly SweptField[];
  readonly draw: SweepDraw;
}

export type PlannedSweep = { readonly specs: readonly RunSpec[] } | { readonly problems: readonly Problem[] };

/** Fields that are no matter of a sweep: a name decides nothing, and other data or losses are compared as a pair. */
const neverSwept: ReadonlySet<string> = new Set([
  ...['format', 'name', 'objective.kind', 'data.kind', 'data.images', 'data.labels'],
  'data.scale',
  ...['generator.layers', 'critic.layers', 'critic.spectral', 'grid.fresh'],
]);

export function canSweep(path: string): boolean {
  return !neverSwept.has(path);
}

/** Of all values of all fields. */
export function countCombinations(fields: readonly SweptField[]): number {
  return fields.reduce((product, { values }) => product * values.length, 1);
}

/**
 * The runs of a sweep, each checked as `validateSpec` does. All combinations come with the last field changing
 * fastest; drawn ones in the order of the draw, so that a sweep that is stopped early is still a fair sample. Their
 * names say what varies.
 */
export function planSweep(base: RunSpec, { fields, draw }: Sweep): PlannedSweep {
  const refused = fields.flatMap(({ paths }) => paths).find((path) => !canSweep(path));
  if (refused !== undefined) {
    return { problems: [error(refused, `${refused} cannot be swept; it must have one value.`)] };
  }
  const combinations = countCombinations(fields);
  const count = draw.kind === 'grid' ? combinations : Math.min(draw.runs, combinations);
  if (count > mostRuns) {
    const advice = draw.kind === 'grid' ? 'take fewer values, or draw some at random' : 'draw fewer';
    const sentence = `This sweep has ${showCount(count)} runs; at most ${mostRuns} are started together: ${advice}.`;
    return { problems: [error(fields[0].paths[0], sentence)] };
  }
  const chosen =
    draw.kind === 'grid' ? grid(fields, combinations) : drawn(fields, combinations, count, draw.seed);
  const specs: RunSpec[] = [];
  for (const values of chosen) {
    const run = runOf(base, fields, values);
    if ('problems' in run) return run;
    specs.push(run.spec);
  }
  return { specs };
}

type Values = readonly SweptValue[];

/** The combination of some number, the last field fastest. */
function combination(fields: readonly SweptField[], number: number): Values {
  let left = number;
  return fields
    .toReversed()
    .map(({ values }) => {
      const at = left % values.length;
      left = Math.floor(left / values.length);
      return values[at];
    })
    .toReversed();
}

function grid(fields: readonly SweptField[], combinations: number): readonly Values[] {
  return Array.from({ length: combinations }, (_, number) => combination(fields, number));
}

function drawn(
  fields: readonly SweptField[],
  combinations: number,
  count: number,
  seed: number,
): readonly Values[] {
  const random = randomNumbers(seed);
  // Few combinations are shuffled, for the last ones would rarely be met; of many, repeats are drawn anew.
  if (combinations <= 2 * mostRuns) {
    const all = [...grid(fields, combinations)];
    for (let at = 0; at < count; at += 1) {
      const other = at + Math.floor(random() * (all.length - at));
      [all[at], all[other]] = [all[other], all[at]];
    }
    return all.slice(0, count);
  }
  const known = new Map<string, Values>();
  while (known.size < count) {
    const values = fields.map((field) => field.values[Math.floor(random() * field.values.length)]);
    known.set(JSON.stringify(values), values);
  }
  return [...known.values()];
}

/** Uniform in [0, 1): mulberry32, for which 32 bits of state are enough here. */
function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Run = { readonly spec: RunSpec } | { readonly problems: readonly Problem[] };

function runOf(base: RunSpec, fields: readonly SweptField[], values: Values): Run {
  const changes = fields.flatMap(({ paths }, at) => paths.map((path) => ({ path, value: values[at] })));
  // A kind brings fields of its own, so it goes first.
  const kinds = changes.filter(({ path }) => path.endsWith('.kind'));
  const settings = kinds.map(({ path, value }) => `${path}=${JSON.stringify(value)}`);
  const started = settings.length === 0 ? { spec: base } : applySettings(base, settings);
  if ('problems' in started) return started;
  let draft = started.spec as unknown as PlainObject;
  const name = runName(fields, values);
  for (const { path, value } of changes) {
    if (valueAt(draft, path) === undefined) {
      return { problems: [error(path, `${path} has no meaning in the run "${name}"; sweep it by itself.`)] };
    }
    if (!path.endsWith('.kind')) draft = withValueAt(draft, path, value);
  }
  const parsed = parseSpec({ ...draft, name });
  if ('problems' in parsed) return parsed;
  const problems = validateSpec(parsed.spec);
  return hasErrors(problems) ? { problems } : { spec: parsed.spec };
}

/** Characters, as run-schema.ts has it. */
const longestName = 120;

/** "lr 1e-4, seed 2" */
export function runName(fields: readonly SweptField[], values: Values): string {
  const name = fields.map(({ paths }, at) => `${shortName(paths)} ${shortValue(values[at])}`).join(', ');
  return name.length > longestName ? `${name.slice(0, longestName - 1)}…` : name;
}

/** As people write it: 5e-5 rather than 0.00005. */
export function shortValue(value: SweptValue): string {
  if (typeof value === 'string') return value;
  return value !== 0 && Math.abs(value) < 1e-3 ? value.toExponential() : String(value);
}

/** The letters that papers use. */
const symbols: Readonly<Record<string, string>> = {
  'objective.lambda': 'λ',
  'objective.clip': 'c',
  'penalty.lambda': 'penalty λ',
  'penalty.gamma': 'γ',
  'objective.nCritic': 'n_critic',
  'objective.k': 'k',
  'latent.size': 'z',
};

/** "critic lr"; "lr" for those of both networks; the field's whole name where it has no short one. */
export function shortName(paths: readonly string[]): string {
  const [path] = paths;
  if (path in symbols) return symbols[path];
  const words = path.split('.').filter((word) => word !== 'optimizer');
  const [network, ...field] = words;
  const isNetworks = network === 'generator' || network === 'critic';
  if (isNetworks && paths.length > 1) return field.join(' ');
  return isNetworks || words.length === 1 ? words.join(' ') : fieldName(path);
}
