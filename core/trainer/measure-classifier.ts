// A small classifier of the data's own classes, trained once for a data set on its training images: what sees classes and
// gives features where no network trained elsewhere is to be used. Two hidden layers, and one logistic loss for each class.
// It sees images in at most 32 pixels: classes can be told there, and what it costs grows with their square.

import * as tf from '@tensorflow/tfjs-core';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { BatchOrder } from '../datasets/batches.ts';
import type { Dataset, Samples } from '../datasets/dataset.ts';
import type { Executor, HostTensors, NamedTensors, Shape, Step } from '../executors/executor.ts';
import { lossAndGradients } from '../gan/gradients.ts';
import { adam } from '../gan/optimizers/adam.ts';
import type { Rows } from '../metrics/metric.ts';
import { RandomStream } from '../nn/random.ts';
import { encode, readContainer } from '../store/container.ts';
import { StoreError } from '../store/errors.ts';
import { writeDurably } from '../store/files.ts';
import { protocolSeed } from './evaluation.ts';
import { readRows } from './measure-bench.ts';
import { shrinking, type Shrinking } from './shrinking.ts';

/** Values of the last hidden layer. */
export const featureCount = 64;
const firstWidth = 128;
const batch = 128;
/** About four epochs of 20,000 images. */
const usualUpdates = 640;
/** Where it is trained for so many epochs: of small sets there are more, of large ones fewer. */
const [fewestUpdates, mostUpdates] = [200, 5000];
/** A classifier that finds no more than this share of held-out classes has nothing to say. */
export const leastAccuracy = 0.5;
const learningRate = 1e-3;
const optimizer = adam({ kind: 'adam', lr: learningRate, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 });
/** The longer edge of images as it sees them. */
const mostPixels = 32;
/** Images that are classified at a time. */
const perRun = 256;

export interface Classified {
  /** The class of each image. */
  readonly classes: Uint16Array;
  /** `[n, 64]` */
  readonly features: Rows;
}

export interface Classifier {
  /** Share of held-out images whose class it finds. */
  readonly accuracy: number;
  readonly classify: (images: Rows) => Promise<Classified>;
}

type Labelled = Samples & { readonly labels: Uint16Array };

/** Whether a classifier can be trained on the data. */
export function hasClasses(
  dataset: Dataset,
): dataset is Dataset & { train: Labelled; heldOut: Labelled; classes: readonly string[] } {
  const { train, heldOut, classes, shape } = dataset;
  const isLabelled = train.labels !== undefined && heldOut.labels !== undefined;
  return shape.length === 3 && isLabelled && (classes?.length ?? 0) > 1;
}

/**
 * From the cache, or trained in some seconds. The cache is left as it is where it cannot be written.
 * @param epochs how long it is trained; by default as long as is usual, whatever the number of images is
 */
export async function openClassifier(
  dataset: Dataset & { train: Labelled; heldOut: Labelled; classes: readonly string[] },
  executor: Executor,
  cacheDir: string,
  epochs?: number,
): Promise<Classifier> {
  const shrink = shrinking(dataset.shape, mostPixels);
  const { volume } = shrink;
  const count = dataset.classes.length;
  const shapes = shapesOf(volume, count);
  const length = epochs === undefined ? '' : `-${epochs}-epochs`;
  const path = join(cacheDir, `${dataset.fingerprint}${length}.classifier`);
  const cached = readCached(path, shapes);
  const updates = epochs === undefined ? usualUpdates : updatesOf(epochs, dataset.train.count);
  const weights = cached ?? (await trained(dataset, shrink, executor, shapes, updates));
  if (cached === null) writeCached(cacheDir, path, weights);
  const state = await executor.load(copied(weights));
  const step = await executor.compile(classifyStep(shapes, volume));
  const classify = async ({ count: rows, data }: Rows): Promise<Classified> => {
    const classes = new Uint16Array(rows);
    const features = new Float32Array(rows * featureCount);
    const images = new Float32Array(perRun * volume);
    for (let from = 0; from < rows; from += perRun) {
      const some = Math.min(perRun, rows - from);
      images.fill(0);
      shrink.into(data.subarray(from * shrink.from, (from + some) * shrink.from), images);
      const { scores, hidden } = await step.run(state, { images });
      features.set(hidden.subarray(0, some * featureCount), from * featureCount);
      for (let row = 0; row < some; row += 1) {
        const one = scores.subarray(row * count, (row + 1) * count);
        classes[from + row] = one.indexOf(Math.max(...one));
      }
    }
    return { classes, features: { count: rows, volume: featureCount, data: features } };
  };
  return { accuracy: await accuracyOn(dataset.heldOut, shrink.from, classify), classify };
}

function updatesOf(epochs: number, images: number): number {
  return Math.min(mostUpdates, Math.max(fewestUpdates, Math.ceil((epochs * images) / batch)));
}

async function accuracyOn(
  samples: Labelled,
  volume: number,
  classify: Classifier['classify'],
): Promise<number> {
  const count = Math.min(2000, samples.count);
  const indices = Array.from({ length: count }, (_, at) => Math.floor((at * samples.count) / count));
  const { classes } = await classify(readRows(samples, volume, indices));
  return indices.filter((index, at) => classes[at] === samples.labels[index]).length / count;
}

type Shapes = Readonly<Record<string, Shape>>;

const shapesOf = (volume: number, classes: number): Shapes => ({
  w1: [volume, firstWidth],
  b1: [firstWidth],
  w2: [firstWidth, featureCount],
  b2: [featureCount],
  w3: [featureCount, classes],
  b3: [classes],
});

function network(weights: NamedTensors, images: tf.Tensor): { scores: tf.Tensor; hidden: tf.Tensor } {
  const layer = (x: tf.Tensor, at: number): tf.Tensor =>
    tf.add(tf.matMul(x as tf.Tensor2D, weights[`w${at}`] as tf.Tensor2D), weights[`b${at}`]);
  const hidden = tf.relu(layer(tf.relu(layer(images, 1)), 2));
  return { scores: layer(hidden, 3), hidden };
}

const classifyStep = (shapes: Shapes, volume: number): Step => ({
  name: 'classify',
  state: shapes,
  feeds: { images: [perRun, volume] },
  compute: (inputs) => ({ state: {}, outputs: network(inputs, inputs['images']) }),
});

function trainStep(shapes: Shapes): Step {
  const names = Object.keys(shapes);
  const slots = names.flatMap((name) =>
    optimizer.slots.map((slot) => [`${name}/${slot}`, shapes[name]] as const),
  );
  return {
    name: 'train classifier',
    state: { ...shapes, ...Object.fromEntries(slots) },
    feeds: {
      images: [batch, shapes['w1'][0]],
      // 1 for the class, 0 for the others.
      targets: [batch, shapes['b3'][0]],
      ...Object.fromEntries(optimizer.coefficients.map((name) => [name, []])),
    },
    compute(inputs) {
      const weights = Object.fromEntries(names.map((name) => [name, inputs[name]]));
      const { gradients } = lossAndGradients(() => {
        const { scores } = network(weights, inputs['images']);
        // Each class against the rest: log(1 + e^s) - t s.
        const loss = tf.mean(tf.sub(tf.softplus(scores), tf.mul(inputs['targets'], scores)));
        return { loss: loss as tf.Scalar, report: {} };
      }, weights);
      const state: Record<string, tf.Tensor> = {};
      for (const name of names) {
        const kept = Object.fromEntries(optimizer.slots.map((slot) => [slot, inputs[`${name}/${slot}`]]));
        const updated = optimizer.apply(inputs[name], gradients[name], kept, inputs);
        state[name] = updated.parameter;
        for (const slot of optimizer.slots) state[`${name}/${slot}`] = updated.slots[slot]!;
      }
      return { state, outputs: {} };
    },
  };
}

async function trained(
  { train, classes }: Dataset & { train: Labelled; classes: readonly string[] },
  shrink: Shrinking,
  executor: Executor,
  shapes: Shapes,
  updates: number,
): Promise<HostTensors> {
  const step = trainStep(shapes);
  const state = await executor.load(initial(step.state));
  const compiled = await executor.compile(step);
  const order = new BatchOrder(train.count, protocolSeed);
  const read = new Float32Array(batch * shrink.from);
  const images = new Float32Array(batch * shrink.volume);
  const targets = new Float32Array(batch * classes.length);
  for (let update = 1; update <= updates; update += 1) {
    const indices = order.next(batch);
    train.read(indices, read);
    shrink.into(read, images);
    targets.fill(0);
    indices.forEach((index, at) => {
      targets[at * classes.length + train.labels[index]] = 1;
    });
    const coefficients = Object.entries(optimizer.coefficientsAt(update, learningRate)).map(
      ([name, value]) => [name, Float32Array.of(value)] as const,
    );
    await compiled.run(state, { images, targets, ...Object.fromEntries(coefficients) });
  }
  const weights = await state.read(Object.keys(shapes));
  await compiled.dispose();
  state.dispose();
  return weights;
}

/** He's initial weights; biases and the optimizer's state are 0. */
function initial(shapes: Shapes): HostTensors {
  const stream = RandomStream.of(protocolSeed, 'critic-init');
  const tensor = ([name, shape]: [string, Shape]) => {
    const data = new Float32Array(shape.reduce((product, edge) => product * edge, 1));
    if (/^w\d$/.test(name)) stream.fillNormal(data, 0, Math.sqrt(2 / shape[0]));
    return [name, { shape, data }] as const;
  };
  return Object.fromEntries(Object.entries(shapes).map(tensor));
}

const copied = (tensors: HostTensors): HostTensors =>
  Object.fromEntries(
    Object.entries(tensors).map(([name, { shape, data }]) => [name, { shape, data: data.slice() }]),
  );

/** Null where there is none, or it is damaged or of another format: it is trained anew then. */
function readCached(path: string, shapes: Shapes): HostTensors | null {
  try {
    const { header, arrays } = readContainer(path);
    const found = new Map(arrays.map((array) => [array.name, array]));
    if (header['kind'] !== 'classifier' || header['format'] !== 1) return null;
    const tensors = Object.entries(shapes).map(([name, shape]) => {
      const array = found.get(name);
      if (array?.shape.join() !== shape.join() || !(array.data instanceof Float32Array)) return null;
      return [name, { shape, data: array.data }] as const;
    });
    return tensors.includes(null) ? null : Object.fromEntries(tensors.filter((tensor) => tensor !== null));
  } catch (error) {
    if (error instanceof StoreError) return null;
    throw error;
  }
}

function writeCached(folder: string, path: string, weights: HostTensors): void {
  const arrays = Object.entries(weights).map(([name, { shape, data }]) => ({ name, shape, data }));
  try {
    mkdirSync(folder, { recursive: true });
    writeDurably(path, encode({ header: { kind: 'classifier', format: 1 }, arrays }), 'keep a classifier');
  } catch {
    // A disk that is full, or a folder that cannot be written: it is trained again the next time.
  }
}
