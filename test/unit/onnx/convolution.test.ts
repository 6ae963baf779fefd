// Every way of writing a convolution, on the runtime, against tfjs's own: forward and both gradients.

import * as tf from '@tensorflow/tfjs-core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import * as ort from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import type { Step } from '../../../core/executors/executor.ts';
import type { ConvolutionForm } from '../../../core/executors/onnx/kernels/kernel.ts';
import { record } from '../../../core/executors/onnx/recorder.ts';
import { createReferenceExecutor } from '../../../core/executors/reference.ts';
import { RandomStream } from '../../../core/nn/random.ts';

interface Case {
  readonly title: string;
  readonly image: readonly [number, number, number, number];
  readonly kernel: readonly [number, number, number, number];
  readonly stride: number;
  readonly pad: number | 'same' | 'valid';
}

const cases: readonly Case[] = [
  { title: 'one channel, 4 x 4, stride 2', image: [3, 8, 8, 1], kernel: [4, 4, 1, 5], stride: 2, pad: 1 },
  { title: 'three channels, 4 x 4, stride 2', image: [2, 8, 12, 3], kernel: [4, 4, 3, 4], stride: 2, pad: 1 },
  { title: '1 x 1', image: [3, 5, 4, 6], kernel: [1, 1, 6, 7], stride: 1, pad: 0 },
  { title: '1 x 1 of one channel', image: [2, 3, 3, 1], kernel: [1, 1, 1, 4], stride: 1, pad: 0 },
  { title: '1 x 1, stride 2', image: [2, 6, 4, 3], kernel: [1, 1, 3, 4], stride: 2, pad: 0 },
  { title: '3 x 3 of three channels', image: [2, 6, 6, 3], kernel: [3, 3, 3, 8], stride: 1, pad: 1 },
  { title: '3 x 3 to one channel', image: [2, 5, 5, 9], kernel: [3, 3, 9, 1], stride: 1, pad: 1 },
  { title: 'odd outputs', image: [2, 14, 14, 9], kernel: [4, 4, 9, 6], stride: 2, pad: 1 },
  { title: '3 x 3, stride 1', image: [2, 6, 7, 8], kernel: [3, 3, 8, 5], stride: 1, pad: 'same' },
  { title: '5 x 5, stride 2, same', image: [2, 7, 9, 10], kernel: [5, 5, 10, 4], stride: 2, pad: 'same' },
  {
    title: 'valid, with a rest at the edge',
    image: [2, 8, 8, 8],
    kernel: [3, 3, 8, 4],
    stride: 2,
    pad: 'valid',
  },
  { title: 'Winograd', image: [3, 8, 12, 32], kernel: [4, 4, 32, 64], stride: 2, pad: 1 },
];

/** Too large for tfjs's own in a test: compared with the runtime's own convolution, which the others have checked. */
const large: readonly Case[] = [
  { title: 'several chunks', image: [40, 14, 14, 32], kernel: [4, 4, 32, 8], stride: 2, pad: 1 },
  {
    title: 'Winograd in several chunks',
    image: [120, 16, 16, 32],
    kernel: [4, 4, 32, 64],
    stride: 2,
    pad: 1,
  },
];

function stepOf({ image, kernel, stride, pad }: Case, bias: boolean): Step {
  const conv = (x: tf.Tensor, k: tf.Tensor): tf.Tensor =>
    tf.conv2d(
      x as Tensor4D,
      k as Tensor4D,
      stride,
      pad,
      'NHWC',
      1,
      typeof pad === 'number' ? 'floor' : undefined,
    );
  return {
    name: 'convolution',
    state: {},
    feeds: { x: image, k: kernel, ...(bias ? { b: [kernel[3]] } : {}) },
    compute: ({ x, k, ...rest }) => {
      // The square makes the gradient that comes back differ from place to place.
      const forward = (x: tf.Tensor, k: tf.Tensor): tf.Tensor =>
        bias ? tf.leakyRelu(tf.add(conv(x, k), rest['b']), 0.2) : conv(x, k);
      const [dx, dk] = tf.grads((x: tf.Tensor, k: tf.Tensor) => tf.sum(tf.square(forward(x, k))))([x, k]);
      return { state: {}, outputs: { y: forward(x, k), dx: dx, dk: dk } };
    },
  };
}

async function onRuntime(step: Step, form: ConvolutionForm, feeds: Record<string, Float32Array>) {
  const session = await ort.InferenceSession.create((await record(step, form)).model);
  const inputs = Object.fromEntries(
    Object.entries(step.feeds).map(([name, shape]) => [name, new ort.Tensor('float32', feeds[name], shape)]),
  );
  const results = await session.run(inputs);
  return Object.fromEntries(
    Object.entries(results).map(([name, tensor]) => [name, tensor.data as Float32Array]),
  );
}

function randomFeeds(step: Step): Record<string, Float32Array> {
  const stream = RandomStream.of(7, 'evaluation');
  return Object.fromEntries(
    Object.entries(step.feeds).map(([name, shape]) => [
      name,
      stream.fillNormal(new Float32Array(shape.reduce((product, size) => product * size, 1))),
    ]),
  );
}

/** Largest difference as a share of the largest value. */
function difference(actual: Float32Array, expected: Float32Array): number {
  expect(actual).toHaveLength(expected.length);
  const scale = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return expected.reduce((most, value, at) => Math.max(most, Math.abs(value - actual[at])), 0) / scale;
}

const withAndWithoutBias = (list: readonly Case[]) =>
  list.flatMap((one) => [
    { ...one, bias: false },
    { ...one, bias: true },
  ]);

describe.each(['gather', 'native'] as const)('convolutions written as %s', (form) => {
  it.each(withAndWithoutBias(cases))('$title, bias $bias', async (one) => {
    const step = stepOf(one, one.bias);
    const feeds = randomFeeds(step);
    const reference = await createReferenceExecutor();
    const expected = await (await reference.compile(step)).run(await reference.load({}), feeds);
    const actual = await onRuntime(step, form, feeds);
    for (const name of ['y', 'dx', 'dk'])
      expect(difference(actual[name], expected[name]), name).toBeLessThan(3e-6);
  });
});

describe('convolutions of large batches', () => {
  it.each(withAndWithoutBias(large))('$title, bias $bias', async (one) => {
    const step = stepOf(one, one.bias);
    const feeds = randomFeeds(step);
    const expected = await onRuntime(step, 'native', feeds);
    const actual = await onRuntime(step, 'gather', feeds);
    for (const name of ['y', 'dx', 'dk'])
      expect(difference(actual[name], expected[name]), name).toBeLessThan(1e-5);
  });
});
