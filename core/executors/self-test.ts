// What an executor has to pass before it is called usable: ten tiny training steps with known losses; and the
// step that tells how fast it is. Both are one update of a small convolutional critic with a gradient penalty:
// convolutions, products and reductions, forward, backward and second order, and an optimizer with moments.

import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import type { Executor, Feeds, HostTensor, NamedTensors, Shape, Step } from './executor.ts';

/** Sizes of the critic and of its batches: square images of one channel whose edge is a multiple of 4. */
interface Workload {
  readonly batch: number;
  readonly edge: number;
  /** Channels after the first convolution; twice as many after the second. */
  readonly width: number;
}

const tested: Workload = { batch: 4, edge: 8, width: 4 };
/** The critic of the fashion presets: large enough that a GPU's speed shows. */
const timed: Workload = { batch: 64, edge: 28, width: 32 };
/** A sixteenth of it, to find out first which engines are too slow for all of it. */
const sampled: Workload = { ...timed, batch: 4 };

const testSteps = 10;
/**
 * The loss of the tenth step, computed by the reference executor; test/unit/executors/self-test.test.ts
 * computes it again.
 */
export const expectedLoss = -1.4494612216949463;
/** How far a sound executor's loss may lie from `expectedLoss`, as a share of it: ten steps of float32 rounding. */
const tolerance = 1e-3;

const moment = { first: 0.5, second: 0.9 };
const learningRate = 0.01;
const penaltyWeight = 10;

const volume = (shape: Shape): number => shape.reduce((product, size) => product * size, 1);

/** Numbers in [-1, 1) that are the same on every machine (a linear congruential generator, Numerical Recipes). */
function numbers(seed: number, count: number): Float32Array {
  let state = seed >>> 0;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

function parameterShapes({ edge, width }: Workload): Record<string, Shape> {
  return {
    kernel1: [4, 4, 1, width],
    kernel2: [4, 4, width, 2 * width],
    bias2: [2 * width],
    dense: [(edge / 4) ** 2 * 2 * width, 1],
  };
}

const imageShape = ({ batch, edge }: Workload): [number, number, number, number] => [batch, edge, edge, 1];

/** Scores of `[batch, edge, edge, 1]` images, `[batch, 1]`. */
function score(x: Tensor, weights: NamedTensors): Tensor {
  const first = tf.conv2d(x as Tensor4D, weights['kernel1'] as Tensor4D, 2, 1, 'NHWC', 1, 'floor');
  const second = tf.conv2d(
    tf.leakyRelu(first, 0.2),
    weights['kernel2'] as Tensor4D,
    2,
    1,
    'NHWC',
    1,
    'floor',
  );
  const features = tf.leakyRelu(tf.add(second, weights['bias2']), 0.2);
  return tf.matMul(tf.reshape(features, [x.shape[0], -1]), weights['dense']);
}

/** E f(fake) - E f(real) + penaltyWeight E (|grad f| - 1)^2, taken half way between real and fake. */
function criticLoss(real: Tensor, fake: Tensor, weights: NamedTensors): Tensor {
  const middle = tf.mul(tf.add(real, fake), 0.5);
  const slope = tf.grad((x) => tf.sum(score(x, weights)))(middle);
  const norms = tf.sqrt(tf.add(tf.sum(tf.square(slope), [1, 2, 3]), 1e-12));
  const penalty = tf.mul(tf.mean(tf.square(tf.sub(norms, 1))), penaltyWeight);
  return tf.add(tf.sub(tf.mean(score(fake, weights)), tf.mean(score(real, weights))), penalty);
}

function trainingStep(workload: Workload): Step {
  const shapes = parameterShapes(workload);
  const names = Object.keys(shapes);
  const images = imageShape(workload);
  return {
    name: 'self-test',
    state: Object.fromEntries(
      names.flatMap((name) => [name, `${name}/m`, `${name}/v`].map((key) => [key, shapes[name]])),
    ),
    feeds: { real: images, fake: images },
    compute(inputs) {
      const weights = Object.fromEntries(names.map((name) => [name, inputs[name]]));
      const { value: loss, grads } = tf.valueAndGrads((...tensors: Tensor[]) => {
        const given = Object.fromEntries(names.map((name, at) => [name, tensors[at]]));
        return criticLoss(inputs['real'], inputs['fake'], given);
      })(names.map((name) => weights[name]));
      const state: Record<string, Tensor> = {};
      names.forEach((name, at) => {
        const m = blend(inputs[`${name}/m`], grads[at], moment.first);
        const v = blend(inputs[`${name}/v`], tf.square(grads[at]), moment.second);
        state[`${name}/m`] = m;
        state[`${name}/v`] = v;
        state[name] = tf.sub(weights[name], tf.mul(tf.div(m, tf.add(tf.sqrt(v), 1e-3)), learningRate));
      });
      return { state, outputs: { loss } };
    },
  };
}

const blend = (old: Tensor, fresh: Tensor, share: number): Tensor =>
  tf.add(tf.mul(old, share), tf.mul(fresh, 1 - share));

function initialState(workload: Workload): Record<string, HostTensor> {
  const state: Record<string, HostTensor> = {};
  Object.entries(parameterShapes(workload)).forEach(([name, shape], at) => {
    const count = volume(shape);
    const reach = name === 'bias2' ? 0 : Math.sqrt((3 * shape.at(-1)!) / count);
    state[name] = { shape, data: numbers(at + 1, count).map((number) => number * reach) };
    state[`${name}/m`] = { shape, data: new Float32Array(count) };
    state[`${name}/v`] = { shape, data: new Float32Array(count) };
  });
  return state;
}

function batches(workload: Workload): Feeds {
  const count = volume(imageShape(workload));
  // Real images brighten from edge to edge, generated ones are noise: easy to tell apart.
  const real = numbers(11, count).map(
    (number, at) => 0.3 * number + (at % workload.edge) / workload.edge - 0.5,
  );
  return { real, fake: numbers(12, count) };
}

/** The losses of `count` steps from the same start. */
async function train(executor: Executor, workload: Workload, count: number): Promise<readonly number[]> {
  const step = await executor.compile(trainingStep(workload));
  const state = await executor.load(initialState(workload));
  try {
    const losses: number[] = [];
    for (let at = 0; at < count; at += 1) losses.push((await step.run(state, batches(workload)))['loss'][0]);
    return losses;
  } finally {
    state.dispose();
    await step.dispose();
  }
}

/**
 * Trains ten tiny steps.
 *
 * @returns null when the losses are as they should be, else a clause that says what was wrong with them.
 */
export async function selfTest(executor: Executor): Promise<string | null> {
  return judge(await selfTestLosses(executor));
}

/** The losses that `selfTest` judges. */
export function selfTestLosses(executor: Executor): Promise<readonly number[]> {
  return train(executor, tested, testSteps);
}

/** What is wrong with the losses of a self-test; null if nothing is. */
export function judge(losses: readonly number[]): string | null {
  const first = losses[0];
  const last = losses.at(-1)!;
  const broken = losses.findIndex((loss) => !Number.isFinite(loss));
  if (broken !== -1) return `the loss of training step ${broken + 1} is ${losses[broken]}`;
  if (last >= first) return `the loss went from ${first.toFixed(4)} to ${last.toFixed(4)} instead of falling`;
  if (Math.abs(last - expectedLoss) > tolerance * Math.abs(expectedLoss)) {
    return `the loss after ${losses.length} steps is ${last.toFixed(5)}, not ${expectedLoss.toFixed(5)}`;
  }
  return null;
}

const timedRuns = 10;
/** Milliseconds of one step beyond which it is not worth measuring: no engine this slow is chosen. */
const tooSlowMs = 2000;

/**
 * Milliseconds of one training step of a small DCGAN's critic with gradient penalty, the best of several runs. For
 * slow engines an estimate from a smaller batch.
 */
export async function timeStep(executor: Executor): Promise<number> {
  const estimate = (await fastestRun(executor, sampled, 1)) * (timed.batch / sampled.batch);
  return estimate > tooSlowMs ? estimate : fastestRun(executor, timed, timedRuns);
}

/** Milliseconds of the fastest of `runs` runs, after one that does not count. */
async function fastestRun(executor: Executor, workload: Workload, runs: number): Promise<number> {
  const step = await executor.compile(trainingStep(workload));
  const state = await executor.load(initialState(workload));
  const feeds = batches(workload);
  try {
    await step.run(state, feeds);
    let best = Infinity;
    for (let run = 0; run < runs; run += 1) {
      const start = performance.now();
      await step.run(state, feeds);
      best = Math.min(best, performance.now() - start);
    }
    return best;
  } finally {
    state.dispose();
    await step.dispose();
  }
}
