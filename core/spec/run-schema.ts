// The shape of a run specification: which fields there are, of what type, in what range.
// What fields mean together (a batch larger than the data, a network that does not fit) is validate.ts.

import * as v from 'valibot';
import { mostLayers } from './layer-spec.ts';
import { showCount } from './problem.ts';
import { downloadNames, fGanKinds, pointScales, stackableNames, toyKinds } from './run-spec.ts';

function number(phrase: string, test: (value: number) => boolean) {
  const holds = (value: unknown) => typeof value === 'number' && Number.isFinite(value) && test(value);
  return v.pipe(v.custom<number>(holds, phrase), v.description(phrase));
}
function whole(min: number, max: number) {
  const phrase = `a whole number from ${showCount(min)} to ${showCount(max)}`;
  return number(phrase, (value) => Number.isInteger(value) && value >= min && value <= max);
}
const above0 = number('a number above 0', (value) => value > 0);
const atLeast0 = number('a number of 0 or more', (value) => value >= 0);
const from0below1 = number('a number from 0 up to, but not including, 1', (value) => value >= 0 && value < 1);

const isText = (max: number) => (value: unknown) =>
  typeof value === 'string' && value.trim() !== '' && value.length <= max;
function text(phrase: string, max: number) {
  return v.pipe(v.custom<string>(isText(max), phrase), v.description(phrase));
}

export const mostSteps = 1_000_000_000;
const steps = whole(1, mostSteps);
const stepsOrNever = whole(0, mostSteps);

/** The random streams take 32 bits of seed: a larger one would silently repeat a smaller one. */
export const largestSeed = 0xffff_ffff;

const size = v.picklist([28, 32, 64]);
const channels = v.picklist([1, 3]);

export const mostDrawnPoints = 2048;
/** Farther out no network of this program would get. */
const farthest = 1000;
const drawnPhrase = `a list of 1 to ${showCount(mostDrawnPoints)} pairs x, y of numbers up to ${showCount(farthest)}`;
const isCoordinate = (value: unknown): boolean =>
  typeof value === 'number' && Number.isFinite(value) && Math.abs(value) <= farthest;
function isPairs(value: unknown): boolean {
  if (!Array.isArray(value) || value.length < 2 || value.length % 2 !== 0) return false;
  return value.length <= 2 * mostDrawnPoints && value.every(isCoordinate);
}
const drawnPoints = v.pipe(v.custom<readonly number[]>(isPairs, drawnPhrase), v.description(drawnPhrase));

const filePath = text('the path of a file', 4096);

const heldOut = whole(1, 10_000_000);

const pointScale = v.exactOptional(v.picklist(pointScales));

/** Data that somebody brings along, besides IDX files. */
const ownData = [
  v.object({ kind: v.literal('csv'), path: filePath, heldOut, scale: pointScale }),
  v.object({ kind: v.literal('drawn'), points: drawnPoints, spread: atLeast0, scale: pointScale }),
  v.object({
    kind: v.literal('npy'),
    path: filePath,
    entry: v.exactOptional(text('the name of an array', 200)),
    heldOut,
    size: v.exactOptional(size),
    channels: v.exactOptional(channels),
    scale: pointScale,
  }),
  v.object({
    kind: v.literal('folder'),
    path: text('the path of a folder', 4096),
    size,
    channels,
    fit: v.picklist(['crop', 'pad', 'stretch']),
    heldOut,
  }),
  v.object({
    kind: v.literal('cifar'),
    path: text('the path of a file or a folder', 4096),
    classes: v.picklist([10, 100]),
    size,
    channels,
  }),
  v.object({ kind: v.literal('download'), name: v.picklist(downloadNames), size, channels }),
  v.object({
    kind: v.literal('stacked'),
    images: filePath,
    labels: v.exactOptional(filePath),
    size: v.picklist([28, 32]),
    heldOut,
  }),
  v.object({
    kind: v.literal('stacked-known'),
    set: v.picklist(stackableNames),
    size: v.picklist([28, 32]),
  }),
] as const;

const data = v.variant('kind', [
  v.object({ kind: v.literal('fashion-mnist'), size, channels }),
  v.object({
    kind: v.literal('idx'),
    images: filePath,
    labels: v.exactOptional(filePath),
    size,
    channels,
    heldOut: whole(1, 10_000_000),
  }),
  v.object({ kind: v.picklist(toyKinds) }),
  ...ownData,
]);

const layerNorms = ['batch', 'layer', 'instance'] as const;
const norm = v.picklist(['none', ...layerNorms]);
const init = v.picklist(['he', 'dcgan']);
const yesNo = v.pipe(v.boolean('true or false'), v.description('true or false'));
// As wide as the widest classic network has them.
const layerWidth = whole(1, 1_048_576);
const layerChannels = whole(1, 65_536);
const imageShape = 'a list of 1 to 3 whole numbers';
const layer = v.variant('kind', [
  v.object({ kind: v.literal('dense'), width: layerWidth }),
  v.object({
    ...{ kind: v.literal('conv'), channels: layerChannels },
    ...{ kernel: v.picklist([1, 3, 4, 5]), stride: v.picklist([1, 2]) },
  }),
  v.object({
    ...{ kind: v.literal('conv-transpose'), channels: layerChannels },
    ...{ kernel: v.literal(4), stride: v.literal(2) },
  }),
  v.object({ kind: v.literal('upsample') }),
  v.object({ kind: v.literal('downsample') }),
  v.object({ kind: v.literal('norm'), norm: v.picklist(layerNorms) }),
  v.object({ kind: v.literal('activation'), activation: v.picklist(['relu', 'leaky-relu', 'tanh']) }),
  v.object({
    kind: v.literal('reshape'),
    shape: v.pipe(
      v.array(layerWidth, imageShape),
      v.minLength(1, imageShape),
      v.maxLength(3, imageShape),
      v.description(imageShape),
    ),
  }),
  v.object({ kind: v.literal('flatten') }),
  v.object({
    ...{ kind: v.literal('residual'), channels: layerChannels, sample: v.picklist(['up', 'down', 'none']) },
    ...{ norm, preactivation: yesNo },
  }),
  v.object({ kind: v.literal('global-mean-pool') }),
  v.object({ kind: v.literal('maxout'), width: layerWidth, pieces: whole(2, 64) }),
]);
const layerList = `a list of at most ${String(mostLayers)} layers`;
const widths = 'a list of at most 32 whole numbers';
const spectral = v.exactOptional(yesNo);
const mlp = v.object({
  kind: v.literal('mlp'),
  hidden: v.pipe(v.array(whole(1, 65_536), widths), v.maxLength(32, widths), v.description(widths)),
  activation: v.picklist(['relu', 'leaky-relu']),
  norm,
  init,
});
const dcgan = v.object({ kind: v.literal('dcgan'), width: whole(1, 4096), norm, init });
const resnet = v.object({ kind: v.literal('resnet'), width: whole(1, 4096), norm, init });
const layers = v.object({
  kind: v.literal('layers'),
  layers: v.pipe(v.array(layer, layerList), v.maxLength(mostLayers, layerList), v.description(layerList)),
  init,
});
const generator = v.variant('kind', [
  mlp,
  dcgan,
  resnet,
  layers,
  v.object({ kind: v.literal('real-plus-noise'), deviation: above0 }),
]);
const criticNetwork = v.variant('kind', [
  v.object({ ...mlp.entries, spectral }),
  v.object({ ...dcgan.entries, spectral }),
  v.object({ ...resnet.entries, spectral }),
  v.object({ ...layers.entries, spectral }),
]);

const nCritic = whole(1, 1000);
const objective = v.variant('kind', [
  v.object({ kind: v.literal('gan'), nCritic }),
  v.object({ kind: v.literal('gan-minimax'), nCritic }),
  v.object({ kind: v.literal('lsgan'), nCritic }),
  v.object({ kind: v.literal('hinge'), nCritic }),
  v.object({ kind: v.literal('wgan'), nCritic, clip: above0 }),
  v.object({ kind: v.literal('wgan-gp'), nCritic, lambda: atLeast0 }),
  v.object({ kind: v.literal('wgan-lp'), nCritic, lambda: atLeast0 }),
  v.object({ kind: v.literal('dragan'), nCritic, lambda: atLeast0, k: atLeast0, noise: atLeast0 }),
  v.object({ kind: v.picklist(fGanKinds), nCritic }),
]);

const lambda = atLeast0;
const penalty = v.variant('kind', [
  v.object({ kind: v.literal('none') }),
  v.object({ kind: v.literal('gp'), lambda }),
  v.object({ kind: v.literal('lp'), lambda }),
  v.object({ kind: v.literal('dragan'), lambda, k: atLeast0, noise: atLeast0 }),
  v.object({ kind: v.literal('r1'), gamma: atLeast0 }),
]);

const lr = above0;
const optimizer = v.variant('kind', [
  v.object({ kind: v.literal('sgd'), lr }),
  v.object({ kind: v.literal('momentum'), lr, momentum: from0below1 }),
  v.object({ kind: v.literal('rmsprop'), lr, decay: from0below1, epsilon: above0 }),
  v.object({ kind: v.literal('adam'), lr, beta1: from0below1, beta2: from0below1, epsilon: above0 }),
]);

/** Output: a RunSpec. Unknown fields pass through it unseen; parseSpec finds them. */
export const runSchema = v.object({
  format: v.literal(1),
  name: text('a text of 1 to 120 characters', 120),
  data,
  latent: v.object({ size: whole(1, 65_536), distribution: v.picklist(['normal', 'uniform']) }),
  generator,
  critic: criticNetwork,
  // Before the objective: what is looked for by a name that both have is the objective's.
  penalty,
  objective,
  optimizer: v.object({ generator: optimizer, critic: optimizer }),
  ema: v.object({ decay: from0below1 }),
  batch: whole(1, 65_536),
  iterations: steps,
  seed: whole(0, largestSeed),
  warmup: v.object({ criticSteps: whole(0, 100_000), iterations: stepsOrNever, every: stepsOrNever }),
  evaluate: v.object({ every: steps, samples: whole(2, 65_536) }),
  grid: v.object({
    ...{ columns: whole(1, 64), rows: whole(1, 64), every: steps },
    fresh: v.exactOptional(yesNo),
  }),
  checkpoint: v.object({ every: steps }),
});
