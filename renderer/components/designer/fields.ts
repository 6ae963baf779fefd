// Which fields the designer shows, in which sections and order, and which of them the arms of a comparison share.

import { isOwnPoints, isToy } from '../../../core/spec/data-facts.ts';
import { fieldFacts } from '../../../core/spec/field-facts.ts';
import { ownPenalty } from '../../../core/spec/penalty.ts';
import { valueAt } from '../../../core/spec/paths.ts';
import type { RunSpec } from '../../../core/spec/run-spec.ts';
import { choicesOf, schemaAt } from '../../../core/spec/schema-tree.ts';
import { canSweep } from '../../../core/spec/sweep.ts';
import { dataGroups } from './data-kinds.ts';

export interface Section {
  readonly id: string;
  readonly title: string;
  readonly paths: readonly string[];
}

const network = (at: 'generator' | 'critic'): readonly string[] =>
  ['kind', 'width', 'hidden', 'layers', 'deviation', 'activation', 'init', 'norm', 'spectral'].map(
    (key) => `${at}.${key}`,
  );
const optimizer = (at: 'generator' | 'critic'): readonly string[] =>
  ['kind', 'lr', 'momentum', 'decay', 'beta1', 'beta2', 'epsilon'].map((key) => `optimizer.${at}.${key}`);

/** `objective.kind` is the recipe, which has a column of its own; `format` is nobody's choice. */
export const sections: readonly Section[] = [
  { id: 'name', title: 'Run', paths: ['name'] },
  {
    id: 'data',
    title: 'Data',
    paths: [
      ...[
        'data.kind',
        'data.name',
        'data.set',
        'data.classes',
        'data.images',
        'data.labels',
        'data.path',
        'data.entry',
        'data.points',
        'data.spread',
        'data.scale',
      ],
      ...['data.heldOut', 'data.size', 'data.channels', 'data.fit'],
    ],
  },
  { id: 'latent', title: 'Latent', paths: ['latent.size', 'latent.distribution'] },
  { id: 'generator', title: 'Generator', paths: network('generator') },
  { id: 'critic', title: 'Critic', paths: network('critic') },
  {
    id: 'objective',
    title: 'Objective',
    paths: [
      ...['objective.nCritic', 'objective.clip', 'objective.lambda', 'objective.k', 'objective.noise'],
      ...['penalty.kind', 'penalty.lambda', 'penalty.k', 'penalty.noise', 'penalty.gamma'],
      ...['warmup.criticSteps', 'warmup.iterations', 'warmup.every'],
    ],
  },
  { id: 'generator-optimizer', title: 'Generator optimizer', paths: optimizer('generator') },
  { id: 'critic-optimizer', title: 'Critic optimizer', paths: optimizer('critic') },
  { id: 'budget', title: 'Budget', paths: ['iterations', 'batch', 'ema.decay'] },
  {
    id: 'looks',
    title: 'Looks',
    paths: [
      ...['evaluate.every', 'evaluate.samples', 'grid.columns', 'grid.rows', 'grid.every'],
      'grid.fresh',
      'checkpoint.every',
    ],
  },
  { id: 'seed', title: 'Seed', paths: ['seed'] },
];

const ownPrefixes = ['objective.', 'penalty.', 'optimizer.', 'warmup.'];

/** Whether the arms of a comparison may differ in a field. All others decide what makes them comparable. */
export function isOwn(path: string): boolean {
  return path === 'name' || path === 'critic.norm' || ownPrefixes.some((prefix) => path.startsWith(prefix));
}

/** Whether a field means something in a specification. */
export function isShown(spec: RunSpec, path: string): boolean {
  switch (path) {
    case 'data.labels':
      return spec.data.kind === 'idx' || spec.data.kind === 'stacked';
    case 'penalty.kind':
      return spec.penalty.kind !== 'none' || ownPenalty(spec.objective) === null;
    case 'critic.spectral':
    case 'grid.fresh':
      return true;
    // Edited in the panel of the networks, where there is room for them.
    case 'generator.layers':
    case 'critic.layers':
      return false;
    case 'data.scale':
      return isOwnPoints(spec.data);
    case 'data.entry':
      return spec.data.kind === 'npy';
    case 'data.size':
      return spec.data.kind === 'npy' || valueAt(spec, path) !== undefined;
    case 'warmup.criticSteps':
      return spec.objective.kind === 'wgan' || spec.warmup.criticSteps > 0;
    case 'warmup.iterations':
    case 'warmup.every':
      return spec.warmup.criticSteps > 0;
    default:
      return valueAt(spec, path) !== undefined;
  }
}

export interface Choice {
  readonly value: string | number | boolean;
  readonly label: string;
  /** Under which heading, where there are headings; those of one heading follow each other. */
  readonly group?: string;
}

const isForImages = (kind: Choice['value']): boolean => kind === 'dcgan' || kind === 'resnet';
const isMlp = (spec: RunSpec, path: string): boolean =>
  spec[path.startsWith('critic.') ? 'critic' : 'generator'].kind === 'mlp';

/** Whether a field can take several values in a sweep. The images of an array have the size that they have. */
export const canVary = (spec: RunSpec, path: string): boolean =>
  canSweep(path) && !(path === 'data.size' && spec.data.kind === 'npy');

/** What a field can be chosen from; none where it is typed. Choices that can never hold are left out. */
export function choicesFor(spec: RunSpec, path: string): readonly Choice[] {
  const node = schemaAt(spec, path.split('.'));
  if (node === undefined) return [];
  const labels = fieldFacts[path].choices;
  const choices = choicesOf(node)
    .filter((value) => !(path.endsWith('.kind') && isForImages(value) && isToy(spec.data)))
    .filter((value) => !(path.endsWith('.norm') && value === 'instance' && isMlp(spec, path)))
    .filter((value) => !(value === 'real-plus-noise' && !isToy(spec.data)))
    .map((value) => ({ value, label: labels?.[String(value)] ?? String(value) }));
  if (path === 'data.kind') return inGroups(choices);
  return path === 'data.size' && spec.data.kind === 'npy' ? [noImages, ...choices] : choices;
}

/** The choice that a field which is left out stands for: points as they are, or a truth that is false. */
export const leftOut = (path: string): string => (path === 'data.scale' ? 'keep' : 'false');

/** An array of points has no size. */
const noImages: Choice = { value: false, label: 'Points' };

function inGroups(choices: readonly Choice[]): readonly Choice[] {
  return dataGroups.flatMap(({ title, kinds }) =>
    kinds
      .flatMap((kind) => choices.filter(({ value }) => value === kind))
      .map((one) => ({ ...one, group: title })),
  );
}
