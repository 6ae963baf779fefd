// Convolutions that keep an image or halve it exactly, and DCGAN's transposed one that doubles it (4 x 4 kernel,
// stride 2). Activations are NHWC, kernels HWIO as in tfjs.

import * as tf from '@tensorflow/tfjs-core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { InitKind } from '../spec/run-spec.ts';
import { weights, zeros } from './init.ts';
import type { Layer, Parameter, Shape } from './layer.ts';

interface ConvolutionOptions {
  /** `[height, width, channels]` of the input. */
  readonly input: Shape;
  readonly outputs: number;
  readonly bias: boolean;
  readonly init: InitKind;
}

/** Edge of the kernel: 1, 3 or 5 with stride 1; 1, 3, 4 or 5 with stride 2, for even sizes. */
interface Window {
  readonly kernel: number;
  readonly stride: number;
}

/** Border with which stride 1 keeps the size and stride 2 halves it. */
const borderOf = (kernel: number): number => Math.floor((kernel - 1) / 2);

/** `[batch, h, w, inputs] -> [batch, h / stride, w / stride, outputs]`; kernel `[size, size, inputs, outputs]`. */
export function convolution(
  name: string,
  { input, outputs, bias, init, kernel: size, stride }: ConvolutionOptions & Window,
): Layer {
  const [height, width, inputs] = input as [number, number, number];
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
      const w = tensors[kernel.name] as Tensor4D;
      const y = tf.conv2d(x as Tensor4D, w, stride, borderOf(size), 'NHWC', 1, 'floor');
      return bias ? tf.add(y, tensors[offset.name]) : y;
    },
  };
}

const size = 4;
const stride = 2;
const border = 1;

/** `[batch, h, w, inputs] -> [batch, 2h, 2w, outputs]`; kernel `[4, 4, outputs, inputs]`. */
export function transposedConvolution(
  name: string,
  { input, outputs, bias, init }: ConvolutionOptions,
): Layer {
  const [height, width, inputs] = input as [number, number, number];
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
