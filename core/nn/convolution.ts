// Convolution and its transpose, as DCGAN uses them: 4 x 4 kernels, stride 2, one pixel of border, which halves
// or doubles an even image exactly. Activations are NHWC, kernels HWIO as in tfjs.

import * as tf from '@tensorflow/tfjs-core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { InitKind } from '../spec/run-spec.ts';
import { weights, zeros } from './init.ts';
import type { Layer, Parameter } from './layer.ts';

const size = 4;
const stride = 2;
const border = 1;

interface ConvolutionOptions {
  /** `[height, width, channels]` of the input. */
  readonly input: readonly [number, number, number];
  readonly outputs: number;
  readonly bias: boolean;
  readonly init: InitKind;
}

/** `[batch, h, w, inputs] -> [batch, h / 2, w / 2, outputs]`; kernel `[4, 4, inputs, outputs]`. */
export function convolution(name: string, { input, outputs, bias, init }: ConvolutionOptions): Layer {
  const [height, width, inputs] = input;
  const kernel: Parameter = {
    name: `${name}.kernel`,
    shape: [size, size, inputs, outputs],
    initial: weights(init, size * size * inputs),
  };
  const offset = { name: `${name}.bias`, shape: [outputs], initial: zeros };
  return {
    shape: [height / stride, width / stride, outputs],
    parameters: bias ? [kernel, offset] : [kernel],
    statistics: [],
    apply({ tensors }, x) {
      const y = tf.conv2d(
        x as Tensor4D,
        tensors[kernel.name] as Tensor4D,
        stride,
        border,
        'NHWC',
        1,
        'floor',
      );
      return bias ? tf.add(y, tensors[offset.name]) : y;
    },
  };
}

/** `[batch, h, w, inputs] -> [batch, 2h, 2w, outputs]`; kernel `[4, 4, outputs, inputs]`. */
export function transposedConvolution(
  name: string,
  { input, outputs, bias, init }: ConvolutionOptions,
): Layer {
  const [height, width, inputs] = input;
  const kernel: Parameter = {
    name: `${name}.kernel`,
    shape: [size, size, outputs, inputs],
    // With stride 2 only every fourth weight of the window meets an input.
    initial: weights(init, (size * size * inputs) / (stride * stride)),
  };
  const offset = { name: `${name}.bias`, shape: [outputs], initial: zeros };
  return {
    shape: [height * stride, width * stride, outputs],
    parameters: bias ? [kernel, offset] : [kernel],
    statistics: [],
    apply({ tensors }, x) {
      const shape: [number, number, number, number] = [x.shape[0], height * stride, width * stride, outputs];
      const y = tf.conv2dTranspose(
        x as Tensor4D,
        tensors[kernel.name] as Tensor4D,
        shape,
        stride,
        border,
        'floor',
      );
      return bias ? tf.add(y, tensors[offset.name]) : y;
    },
  };
}
