// A step small enough to run a thousand times in a test: one gradient descent update of a layer with leaky ReLU.
// Its weights are 16 KiB, so that leaking them in every step shows.

import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { Feeds, HostTensors, Step } from '../../../core/executors/executor.ts';

const rows = 8;
const inputs = 64;
const outputs = 64;

/** Reads `w` and `scale`, writes `w`; `scale` goes through unchanged. */
export const smallStep: Step = {
  name: 'small',
  state: { w: [inputs, outputs], scale: [1, outputs] },
  feeds: { x: [rows, inputs], rate: [] },
  compute({ w, scale, x, rate }) {
    const { value: loss, grad } = tf.valueAndGrad((weights: Tensor) =>
      tf.mean(tf.square(tf.mul(tf.leakyRelu(tf.matMul(x as Tensor2D, weights as Tensor2D), 0.2), scale))),
    )(w);
    return { state: { w: tf.sub(w, tf.mul(grad, rate)), scale }, outputs: { loss, seen: x } };
  },
};

const ramp = (count: number): Float32Array =>
  Float32Array.from({ length: count }, (_, at) => Math.sin(at + 1));

export const smallState = (): HostTensors => ({
  w: { shape: [inputs, outputs], data: ramp(inputs * outputs) },
  scale: { shape: [1, outputs], data: ramp(outputs) },
});

export const smallFeeds = (): Feeds => ({ x: ramp(rows * inputs), rate: Float32Array.of(0.1) });
