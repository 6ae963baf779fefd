// Every operation that networks, objectives and optimizers are made of, one line each, and how its gradients are
// measured: the case's operation f becomes the scalar s = sum c (f + f^2 / 2), with random c, whose first and
// second derivatives say something about f even where f is linear.

import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import type { Executor, Feeds, NamedTensors, Shape, Step } from '../../core/executors/executor.ts';
import { batchNorm, instanceNorm, layerNorm } from '../../core/nn/norms.ts';
import { meanPool, pooledConvolution, upsample, upsampledConvolution } from '../../core/nn/resampling.ts';
import { Lcg } from './lcg.ts';

/**
 * Where an input's values lie. Differences are taken over +-0.05, which must not cross a kink: `large` and `small`
 * ones stay away from zero, from 0.5 and from each other, and `distant` ones outweigh a small product.
 */
type Range = 'any' | 'positive' | 'large' | 'small' | 'mixed' | 'distant';

export interface Input {
  readonly shape: Shape;
  readonly range: Range;
}

export interface GradientCase {
  readonly name: string;
  readonly inputs: Readonly<Record<string, Input>>;
  readonly f: (inputs: NamedTensors) => Tensor;
  /** Inputs by which the inner gradient of the second order is taken; all of them unless given. */
  readonly inner: readonly string[];
}

const any = (...shape: number[]): Input => ({ shape, range: 'any' });
const positive = (...shape: number[]): Input => ({ shape, range: 'positive' });
const large = (...shape: number[]): Input => ({ shape, range: 'large' });
const small = (...shape: number[]): Input => ({ shape, range: 'small' });
const distant = (...shape: number[]): Input => ({ shape, range: 'distant' });
const mixed = (...shape: number[]): Input => ({ shape, range: 'mixed' });

type Operation1 = (x: Tensor) => Tensor;
type Operation2 = (a: Tensor, b: Tensor) => Tensor;

const of = (name: string, x: Input, f: Operation1): GradientCase => ({
  name,
  inputs: { x },
  f: ({ x }) => f(x),
  inner: ['x'],
});

const of2 = (name: string, a: Input, b: Input, f: Operation2): GradientCase => ({
  name,
  inputs: { a, b },
  f: ({ a, b }) => f(a, b),
  inner: ['a', 'b'],
});

interface Window {
  readonly image: readonly [batch: number, height: number, width: number, channels: number];
  readonly outputs: number;
  readonly kernel: number;
  readonly stride: number;
  readonly pad: number | 'same' | 'valid';
}

const title = ({ image, outputs, kernel, stride, pad }: Window): string =>
  `${image.join('x')} to ${outputs} channels, k${kernel} s${stride} p${pad}`;

/** A gradient penalty differentiates by images first, then by images and kernels; by kernels twice nobody does. */
const convolution = (w: Window): GradientCase => ({
  name: `conv2d ${title(w)}`,
  inputs: { x: any(...w.image), w: any(w.kernel, w.kernel, w.image[3], w.outputs) },
  f: ({ x, w: kernel }) =>
    tf.conv2d(x as Tensor4D, kernel as Tensor4D, w.stride, w.pad, 'NHWC', 1, rounding(w)),
  inner: ['x'],
});

const transposed = (w: Window & { readonly edge: number }): GradientCase => ({
  name: `conv2dTranspose ${title(w)}, edge ${w.edge}`,
  inputs: { x: any(...w.image), w: any(w.kernel, w.kernel, w.outputs, w.image[3]) },
  f: ({ x, w: kernel }) =>
    tf.conv2dTranspose(
      x as Tensor4D,
      kernel as Tensor4D,
      [w.image[0], w.edge, w.edge, w.outputs],
      w.stride,
      w.pad,
      rounding(w),
    ),
  inner: ['x'],
});

/** tfjs wants to be told how to round where the padding is a number. */
const rounding = ({ pad }: Window): 'floor' | undefined => (typeof pad === 'number' ? 'floor' : undefined);

function normalised(
  name: string,
  layer: (init: 'he') => ReturnType<typeof layerNorm>,
  shape: Shape,
): GradientCase {
  const channels = shape.at(-1)!;
  return {
    name,
    inputs: { x: any(...shape), 'n.gain': positive(channels), 'n.bias': any(channels) },
    f: (tensors) => layer('he').apply({ tensors, statistics: 'batch', updated: {} }, tensors['x']),
    inner: ['x', 'n.gain', 'n.bias'],
  };
}

export const gradientCases: readonly GradientCase[] = [
  of2('add', any(3, 4), any(3, 4), (a, b) => tf.add(a, b)),
  of2('add, broadcast', any(3, 4), any(4), (a, b) => tf.add(a, b)),
  of2('sub', any(3, 4), any(3, 4), (a, b) => tf.sub(a, b)),
  of2('sub, broadcast', any(4), any(2, 3, 4), (a, b) => tf.sub(a, b)),
  of2('mul', any(3, 4), any(3, 4), (a, b) => tf.mul(a, b)),
  of2('mul, broadcast', any(3, 1), any(1, 4), (a, b) => tf.mul(a, b)),
  of2('div', any(3, 4), positive(3, 4), (a, b) => tf.div(a, b)),
  of2('div, broadcast', any(3, 4), positive(3, 1), (a, b) => tf.div(a, b)),
  of('division of a number', positive(3, 4), (x) => tf.div(1, x)),
  of2('maximum', large(3, 4), small(3, 4), (a, b) => tf.maximum(a, b)),
  of2('minimum', large(3, 4), small(3, 4), (a, b) => tf.minimum(a, b)),
  of('neg', any(3, 4), (x) => tf.neg(x)),
  of('square', any(3, 4), (x) => tf.square(x)),
  of('sqrt', positive(3, 4), (x) => tf.sqrt(x)),
  of('rsqrt', positive(3, 4), (x) => tf.rsqrt(x)),
  of('exp', any(3, 4), (x) => tf.exp(x)),
  of('log', positive(3, 4), (x) => tf.log(x)),
  of('abs', mixed(3, 4), (x) => tf.abs(x)),
  of('relu', mixed(3, 4), (x) => tf.relu(x)),
  of('leakyRelu', mixed(3, 4), (x) => tf.leakyRelu(x, 0.2)),
  of('tanh', any(3, 4), (x) => tf.tanh(x)),
  of('sigmoid', any(3, 4), (x) => tf.sigmoid(x)),
  of('softplus', any(3, 4), (x) => tf.softplus(x)),
  of('step', mixed(3, 4), (x) => tf.mul(x, tf.step(x))),
  of('step with a slope', mixed(3, 4), (x) => tf.mul(x, tf.step(x, 0.2))),
  of('clipByValue', mixed(3, 4), (x) => tf.clipByValue(x, -0.5, 0.5)),
  of('sum of all', any(3, 4), (x) => tf.sum(x)),
  of('sum over the first axis', any(3, 4), (x) => tf.sum(x, 0)),
  of('sum over axes, kept', any(2, 3, 4), (x) => tf.sum(x, [1, 2], true)),
  of('sum over the last axis', any(2, 3, 4), (x) => tf.sum(x, -1)),
  of('mean of all', any(3, 4), (x) => tf.mean(x)),
  of('mean over axes', any(2, 3, 3, 4), (x) => tf.mean(x, [0, 1, 2])),
  of('mean over axes, kept', any(2, 3, 4), (x) => tf.mean(x, [1, 2], true)),
  of2('matMul', any(3, 5), any(5, 4), (a, b) => tf.matMul(a, b)),
  of2('matMul, a transposed', any(5, 3), any(5, 4), (a, b) => tf.matMul(a, b, true, false)),
  of2('matMul, b transposed', any(3, 5), any(4, 5), (a, b) => tf.matMul(a, b, false, true)),
  of2('matMul, both transposed', any(5, 3), any(4, 5), (a, b) => tf.matMul(a, b, true, true)),
  of2('matMul of batches', any(2, 3, 5), any(2, 5, 4), (a, b) => tf.matMul(a, b)),
  of2('matMul of batches, both transposed', any(2, 5, 3), any(2, 4, 5), (a, b) =>
    tf.matMul(a, b, true, true),
  ),
  {
    name: 'leakyRelu of matMul and bias',
    inputs: { x: any(3, 5), w: any(5, 4), bias: distant(4) },
    f: ({ x, w, bias }) => tf.leakyRelu(tf.add(tf.matMul(x, w), bias), 0.2),
    inner: ['x', 'w', 'bias'],
  },
  of('reshape', any(3, 4), (x) => tf.reshape(x, [2, 6])),
  of('transpose', any(2, 3, 4), (x) => tf.transpose(x, [2, 0, 1])),
  of2('concat of rows', any(2, 4), any(3, 4), (a, b) => tf.concat([a, b], 0)),
  of2('concat of columns', any(3, 2), any(3, 4), (a, b) => tf.concat([a, b], 1)),
  of('slice', any(4, 5), (x) => tf.slice(x, [1, 2], [2, 3])),
  of('pad', any(2, 3), (x) => tf.pad(x, [[1, 0], [2, 1]])), // prettier-ignore
  of('tile', any(2, 3), (x) => tf.tile(x, [2, 3])),
  of('expandDims', any(3, 4), (x) => tf.expandDims(x, 1)),

  // Few and many channels, even and odd edges, chunks of a batch: what decides how a convolution is written.
  convolution({ image: [2, 8, 8, 1], outputs: 3, kernel: 4, stride: 2, pad: 1 }),
  convolution({ image: [2, 8, 8, 3], outputs: 8, kernel: 4, stride: 2, pad: 1 }),
  convolution({ image: [2, 8, 8, 8], outputs: 5, kernel: 4, stride: 2, pad: 1 }),
  convolution({ image: [2, 8, 8, 64], outputs: 8, kernel: 4, stride: 2, pad: 1 }),
  convolution({ image: [2, 4, 4, 8], outputs: 64, kernel: 4, stride: 2, pad: 1 }),
  convolution({ image: [2, 14, 14, 8], outputs: 8, kernel: 4, stride: 2, pad: 1 }),
  convolution({ image: [2, 7, 7, 8], outputs: 3, kernel: 4, stride: 2, pad: 1 }),
  convolution({ image: [2, 6, 10, 8], outputs: 8, kernel: 4, stride: 2, pad: 1 }),
  convolution({ image: [40, 8, 8, 64], outputs: 2, kernel: 4, stride: 2, pad: 1 }),
  convolution({ image: [2, 6, 6, 1], outputs: 3, kernel: 3, stride: 1, pad: 1 }),
  convolution({ image: [2, 5, 5, 8], outputs: 3, kernel: 3, stride: 1, pad: 1 }),
  convolution({ image: [2, 4, 4, 64], outputs: 8, kernel: 3, stride: 1, pad: 1 }),
  convolution({ image: [2, 8, 8, 1], outputs: 3, kernel: 5, stride: 2, pad: 'same' }),
  convolution({ image: [2, 7, 7, 3], outputs: 8, kernel: 5, stride: 2, pad: 'same' }),
  convolution({ image: [2, 9, 9, 8], outputs: 3, kernel: 5, stride: 2, pad: 'same' }),
  convolution({ image: [2, 4, 4, 8], outputs: 3, kernel: 4, stride: 1, pad: 'valid' }),
  convolution({ image: [2, 6, 6, 8], outputs: 3, kernel: 1, stride: 1, pad: 0 }),
  {
    name: 'leakyRelu of conv2d and bias',
    inputs: { x: any(2, 8, 8, 1), w: any(4, 4, 1, 6), bias: distant(6) },
    f: ({ x, w, bias }) =>
      tf.leakyRelu(tf.add(tf.conv2d(x as Tensor4D, w as Tensor4D, 2, 1, 'NHWC', 1, 'floor'), bias), 0.2),
    inner: ['x'],
  },
  transposed({ image: [2, 4, 4, 3], outputs: 1, kernel: 4, stride: 2, pad: 1, edge: 8 }),
  transposed({ image: [2, 4, 4, 8], outputs: 3, kernel: 4, stride: 2, pad: 1, edge: 8 }),
  transposed({ image: [2, 4, 4, 3], outputs: 8, kernel: 4, stride: 2, pad: 1, edge: 8 }),
  transposed({ image: [2, 4, 4, 64], outputs: 8, kernel: 4, stride: 2, pad: 1, edge: 8 }),
  transposed({ image: [2, 2, 2, 8], outputs: 64, kernel: 4, stride: 2, pad: 1, edge: 4 }),
  transposed({ image: [2, 7, 7, 8], outputs: 8, kernel: 4, stride: 2, pad: 1, edge: 14 }),
  transposed({ image: [2, 5, 5, 3], outputs: 8, kernel: 3, stride: 1, pad: 1, edge: 5 }),
  transposed({ image: [2, 4, 4, 8], outputs: 3, kernel: 5, stride: 2, pad: 'same', edge: 8 }),
  transposed({ image: [2, 4, 4, 3], outputs: 8, kernel: 5, stride: 2, pad: 'same', edge: 7 }),

  of('upsampling', any(2, 3, 4, 3), upsample),
  of('mean pool', any(2, 4, 6, 3), meanPool),
  {
    name: 'mean pool of conv2d 3x3',
    inputs: { x: any(2, 6, 4, 8), w: any(3, 3, 8, 3) },
    f: ({ x, w }) => pooledConvolution(x, w),
    inner: ['x'],
  },
  {
    name: 'conv2d 3x3 of upsampling',
    inputs: { x: any(2, 3, 4, 8), w: any(3, 3, 8, 3) },
    f: ({ x, w }) => upsampledConvolution(x, w),
    inner: ['x'],
  },
  convolution({ image: [2, 4, 4, 3], outputs: 8, kernel: 1, stride: 1, pad: 0 }),

  normalised('batch norm of rows', (init) => batchNorm('n', [6], init, false), [5, 6]),
  normalised('batch norm of images', (init) => batchNorm('n', [4, 4, 3], init, true), [2, 4, 4, 3]),
  normalised('layer norm of rows', (init) => layerNorm('n', [6], init), [3, 6]),
  normalised('layer norm of images', (init) => layerNorm('n', [4, 4, 3], init), [2, 4, 4, 3]),
  normalised('instance norm of images', (init) => instanceNorm('n', [4, 4, 3], init), [2, 4, 4, 3]),
];

const volume = (shape: Shape): number => shape.reduce((product, size) => product * size, 1);

/** Values of a range: from -1 to 1, 0.5 to 1.5, +-(0.65 to 1), +-(0.1 to 0.35), +-(7 to 9); mixed is large and small in turn. */
function values(range: Range, random: readonly number[]): number[] {
  const away = (number: number, low: number, high: number): number =>
    Math.sign(number) * (low + (high - low) * Math.abs(number));
  return random.map((number, at) => {
    switch (range) {
      case 'any':
        return number;
      case 'positive':
        return 1 + number / 2;
      case 'large':
        return away(number, 0.65, 1);
      case 'small':
        return away(number, 0.1, 0.35);
      case 'distant':
        return away(number, 7, 9);
      case 'mixed':
        return at % 2 === 0 ? away(number, 0.65, 1) : away(number, 0.1, 0.35);
      default:
        return range satisfies never;
    }
  });
}

/** Everything random about a case, as plain numbers: the same for every executor. */
export interface Numbers {
  readonly inputs: Readonly<Record<string, readonly number[]>>;
  /** A direction per input along which it is moved, entries from -1 to 1. */
  readonly directions: Readonly<Record<string, readonly number[]>>;
  /** Weights u of the inner gradients. */
  readonly inner: Readonly<Record<string, readonly number[]>>;
  /** c. */
  readonly weights: readonly number[];
}

export function numbersOf(one: GradientCase, outputs: Shape): Numbers {
  // Every case draws numbers of its own, which stay the same when cases are added.
  let seed = 7;
  for (let at = 0; at < one.name.length; at += 1)
    seed = (Math.imul(seed, 31) + one.name.charCodeAt(at)) >>> 0;
  const lcg = new Lcg(seed, 1);
  const random = (count: number): number[] => [...lcg.array([count])];
  const each = (make: (count: number, input: Input) => number[]): Record<string, number[]> =>
    Object.fromEntries(
      Object.entries(one.inputs).map(([name, input]) => [name, make(volume(input.shape), input)]),
    );
  return {
    inputs: each((count, { range }) => values(range, random(count))),
    directions: each(random),
    inner: each(random),
    weights: random(volume(outputs)),
  };
}

/** Shape of a case's output, from a dry run. Needs a current backend. */
export const outputShape = (one: GradientCase): Shape =>
  tf.tidy(() => {
    const ones = Object.entries(one.inputs).map(([name, { shape }]): [string, Tensor] => [
      name,
      tf.ones([...shape]),
    ]);
    return one.f(Object.fromEntries(ones)).shape;
  });

/** What a case gives at one point: f, the gradients of s, and those of <inner gradients of s, u>. */
export interface Derivatives {
  readonly y: readonly number[];
  readonly first: Readonly<Record<string, readonly number[]>>;
  readonly second: Readonly<Record<string, readonly number[]>>;
}

/** Computes a case's derivatives on an executor at any number of points. */
export async function differentiate(
  executor: Executor,
  one: GradientCase,
  outputs: Shape,
  numbers: Numbers,
  points: readonly Numbers['inputs'][],
): Promise<readonly Derivatives[]> {
  const step = await executor.compile(stepOf(one, outputs));
  const state = await executor.load({});
  const floats = (list: readonly number[]): Float32Array => Float32Array.from(list);
  const fixed: Record<string, Float32Array> = { c: floats(numbers.weights) };
  for (const name of one.inner) fixed[`u:${name}`] = floats(numbers.inner[name]);
  const results: Derivatives[] = [];
  for (const point of points) {
    const feeds: Feeds = {
      ...fixed,
      ...Object.fromEntries(Object.entries(point).map(([name, list]) => [name, floats(list)])),
    };
    const out = await step.run(state, feeds);
    const gather = (prefix: string): Record<string, number[]> =>
      Object.fromEntries(Object.keys(one.inputs).map((name) => [name, [...out[`${prefix}:${name}`]]]));
    results.push({ y: [...out['y']], first: gather('first'), second: gather('second') });
  }
  state.dispose();
  await step.dispose();
  return results;
}

function stepOf(one: GradientCase, outputs: Shape): Step {
  const names = Object.keys(one.inputs);
  const shapes = Object.fromEntries(Object.entries(one.inputs).map(([name, { shape }]) => [name, shape]));
  return {
    name: one.name,
    state: {},
    feeds: {
      ...shapes,
      ...Object.fromEntries(one.inner.map((name) => [`u:${name}`, shapes[name]])),
      c: outputs,
    },
    compute(fed) {
      const xs = names.map((name) => fed[name]);
      const scalar = (...tensors: Tensor[]): Tensor => {
        const y = one.f(Object.fromEntries(names.map((name, at) => [name, tensors[at]])));
        return tf.sum(tf.mul(fed['c'], tf.add(y, tf.mul(0.5, tf.square(y)))));
      };
      const first = tf.grads(scalar)(xs);
      // <inner gradients, u>, the other inputs held.
      const slope = (...tensors: Tensor[]): Tensor => {
        const held = Object.fromEntries(names.map((name, at) => [name, tensors[at]]));
        const inner = tf.grads((...moved: Tensor[]) => {
          const all = { ...held, ...Object.fromEntries(one.inner.map((name, at) => [name, moved[at]])) };
          return scalar(...names.map((name) => all[name]));
        })(one.inner.map((name) => held[name]));
        return inner
          .map((gradient, at) => tf.sum(tf.mul(gradient, fed[`u:${one.inner[at]}`])))
          .reduce((sum, term) => tf.add(sum, term));
      };
      const second = tf.grads(slope)(xs);
      return {
        state: {},
        outputs: Object.fromEntries([
          ['y', one.f(fed)],
          ...names.map((name, at) => [`first:${name}`, first[at]]),
          ...names.map((name, at) => [`second:${name}`, second[at]]),
        ]) as NamedTensors,
      };
    },
  };
}
