// What a search can ask of a run: the fields of the query language, each with what it reads and what it says in the
// help.

import type { RunSummary } from '../../../core/protocol/contract.ts';
import { metricFacts, metricKeys, type MetricKey } from '../../../core/spec/metric.ts';
import { toyKinds, type DataSpec } from '../../../core/spec/run-spec.ts';
import { objectiveKinds, shortObjective, stateWords } from './words.ts';

/** A field that is text, or one of a few known words. */
export interface WordField {
  readonly kind: 'words';
  readonly key: string;
  readonly meaning: string;
  readonly example: string;
  /** The words a run has for it; a value has to equal one of them, or to match it with its `*`. */
  readonly of: (run: RunSummary) => readonly string[];
  /** Whether a value may be any part of a word. */
  readonly within: boolean;
  /** All there are; null where people make them up. */
  readonly known: readonly string[] | null;
}

export type NumberUnit = 'plain' | 'seconds' | 'bytes';

/** A field that is compared. */
export interface NumberField {
  readonly kind: 'number';
  readonly key: string;
  readonly meaning: string;
  readonly example: string;
  readonly unit: NumberUnit;
  /** Null where the run has none, which no comparison matches. */
  readonly of: (run: RunSummary, now: number) => number | null;
}

/** Something that holds for a run or not; its key alone is the term. */
export interface FlagField {
  readonly kind: 'flag';
  readonly key: string;
  readonly meaning: string;
  readonly example: string;
  readonly of: (run: RunSummary) => boolean;
}

export type QueryField = WordField | NumberField | FlagField;

export const dataKinds: readonly DataSpec['kind'][] = [
  ...(['fashion-mnist', 'idx', 'npy', 'folder', 'cifar', 'download', 'stacked', 'stacked-known'] as const),
  ...toyKinds,
  ...(['csv', 'drawn'] as const),
];
const states = Object.keys(stateWords) as readonly RunSummary['state'][];
const activeStates: ReadonlySet<RunSummary['state']> = new Set(['starting', 'running', 'paused']);

function words(
  key: string,
  meaning: string,
  example: string,
  of: WordField['of'],
  known: readonly string[] | null,
): WordField {
  return { kind: 'words', key, meaning, example, of, known, within: false };
}
function text(key: string, meaning: string, example: string, of: WordField['of']): WordField {
  return { kind: 'words', key, meaning, example, of, known: null, within: true };
}
function number(
  key: string,
  meaning: string,
  example: string,
  of: NumberField['of'],
  unit: NumberUnit = 'plain',
): NumberField {
  return { kind: 'number', key, meaning, example, of, unit };
}

/** In the order of the help; metrics come after them. */
export const queryFields: readonly QueryField[] = [
  words(
    'state',
    `${states.join(', ')}; stopped is interrupted, active is what trains or waits for you`,
    'state:running,paused',
    ({ state }) => [
      state,
      ...(state === 'interrupted' ? ['stopped'] : []),
      ...(activeStates.has(state) ? ['active'] : []),
    ],
    [...states, 'stopped', 'active'],
  ),
  words(
    'objective',
    objectiveKinds.join(', '),
    'objective:wgan*',
    ({ objective }) => [objective],
    objectiveKinds,
  ),
  words('data', dataKinds.join(', '), 'data:8gaussians', ({ data }) => [data], dataKinds),
  words('tag', 'a tag', 'tag:baseline', ({ tags }) => tags, null),
  text('name', 'part of the name', 'name:"long run"', ({ name }) => [name]),
  text('note', 'part of the note', 'note:collapsed', ({ note }) => [note]),
  text('engine', 'part of the engine’s id or device', 'engine:webgpu', ({ engine }) =>
    engine === null ? [] : [engine.id, engine.device],
  ),
  words(
    'group',
    'the comparison it belongs to',
    'group:iterations/*',
    ({ compareGroup }) => (compareGroup === null ? [] : [compareGroup]),
    null,
  ),
  number('seed', 'the seed', 'seed:1,2,3', ({ seed }) => seed),
  number('batch', 'samples per update', 'batch>=128', ({ batch }) => batch),
  number('iterations', 'generator updates it is to have', 'iterations>=10k', ({ iterations }) => iterations),
  number('iteration', 'generator updates it has', 'iteration<500', ({ iteration }) => iteration),
  number(
    'time',
    'training time, pauses left out',
    'time>5m',
    ({ activeSeconds }) => activeSeconds,
    'seconds',
  ),
  number(
    'age',
    'since it was created',
    'age<2d',
    ({ createdAt }, now) => (now - createdAt) / 1000,
    'seconds',
  ),
  number('size', 'on the disk', 'size>100MB', ({ bytes }) => bytes, 'bytes'),
  { kind: 'flag', key: 'starred', meaning: 'has a star', example: 'starred', of: ({ starred }) => starred },
  {
    kind: 'flag',
    key: 'compared',
    meaning: 'is part of a comparison',
    example: 'compared',
    of: ({ compareGroup }) => compareGroup !== null,
  },
  {
    kind: 'flag',
    key: 'resumable',
    meaning: 'ended early and can go on',
    example: '-resumable',
    of: ({ resumable }) => resumable,
  },
];

const metricAliases: Readonly<Record<string, MetricKey>> = {
  em: 'em_estimate',
  difference: 'critic_gap',
  swd: 'sliced_wasserstein',
  js: 'js_bound',
  bound: 'divergence_bound',
  g_loss: 'generator_loss',
  gradient: 'gradient_norm',
  clipped: 'clipped_share',
  good: 'high_quality',
};

function metricField(key: MetricKey, which: 'last' | 'best'): NumberField {
  return number(
    which === 'last' ? key : `${key}.best`,
    `${which === 'last' ? 'newest' : 'best'} ${metricFacts[key].title}`,
    `${key}<0.3`,
    ({ measures }) => measures[key]?.[which] ?? null,
  );
}

const byKey = new Map<string, QueryField>([
  ...queryFields.map((field) => [field.key, field] as const),
  ...[...metricKeys.map((key) => [key, key] as const), ...Object.entries(metricAliases)].flatMap(
    ([name, key]) => [
      [name, metricField(key, 'last')] as const,
      [`${name}.best`, metricField(key, 'best')] as const,
    ],
  ),
  ['dataset', queryFields[2]],
]);

/** Every name a field can be called by. */
export const fieldNames: readonly string[] = [...byKey.keys()];

export function findField(name: string): QueryField | undefined {
  return byKey.get(name.toLowerCase().replaceAll('-', '_')) ?? byKey.get(name.toLowerCase());
}

const searched = new WeakMap<RunSummary, string>();
/** What plain words are looked for in, in small letters. Remembered, for a run that changes is another object. */
export function searchedText(run: RunSummary): string {
  let found = searched.get(run);
  if (found === undefined) {
    const { name, tags, note, objective, data, dataTitle } = run;
    const parts = [name, ...tags, note, objective, shortObjective[objective], data, dataTitle];
    found = parts.join('\n').toLowerCase();
    searched.set(run, found);
  }
  return found;
}
