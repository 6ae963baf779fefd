// Images made twice as large or half as large, and the 3 x 3 convolutions of ResNets that follow or precede that.
// Nearest-neighbour upsampling and the sum over 2 x 2 pixels are each other's transpose, so that each is the other's
// gradient, to any order.

import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';

type Linear = (x: Tensor) => Tensor;

/** A linear map whose gradient is another one. */
function linear(value: Linear, transposed: Linear): Linear {
  return (x) =>
    tf.customGrad((x) => ({ value: value(x as Tensor), gradFunc: (dy: Tensor) => transposed(dy) }))(x);
}

function repeated(x: Tensor): Tensor {
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  const wide = tf.reshape(tf.concat([x, x], 3), [batch, height, 2 * width * channels]);
  return tf.reshape(tf.concat([wide, wide], 2), [batch, 2 * height, 2 * width, channels]);
}

function summed(x: Tensor): Tensor {
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  const halves = (y: Tensor): Tensor => {
    const [first, second, length] = y.shape as [number, number, number];
    const size = [first, second, length / 2];
    return tf.add(tf.slice(y, [0, 0, 0], size), tf.slice(y, [0, 0, length / 2], size));
  };
  const rows = halves(tf.reshape(x, [batch, height / 2, 2 * width * channels]));
  const pixels = halves(tf.reshape(rows, [batch, (height * width) / 4, 2 * channels]));
  return tf.reshape(pixels, [batch, height / 2, width / 2, channels]);
}

/** Every pixel four times: `[batch, h, w, c] -> [batch, 2h, 2w, c]`. */
export function upsample(x: Tensor): Tensor {
  return linear(repeated, sumPool)(x);
}

/** Sums of 2 x 2 pixels; even sizes only. */
function sumPool(x: Tensor): Tensor {
  return linear(summed, upsample)(x);
}

/** Means of 2 x 2 pixels: `[batch, h, w, c] -> [batch, h / 2, w / 2, c]`; even sizes only. */
export function meanPool(x: Tensor): Tensor {
  return tf.mul(sumPool(x), 0.25);
}

/** Entry (u, v) of a 4 x 4 kernel is the sum of the entries (u - p, v - q) of the 3 x 3 one, p and q 0 or 1. */
function spreadMatrix(weight: number, turned: boolean): Tensor {
  const matrix = new Float32Array(16 * 9);
  for (let a = 0; a < 3; a += 1) {
    for (let b = 0; b < 3; b += 1) {
      for (const p of [0, 1]) {
        for (const q of [0, 1]) {
          const entry = (a + p) * 4 + b + q;
          matrix[(turned ? 15 - entry : entry) * 9 + a * 3 + b] += weight;
        }
      }
    }
  }
  return tf.tensor2d(matrix, [16, 9]);
}

function spread(kernel: Tensor, weight: number, turned: boolean): Tensor {
  const [, , inputs, outputs] = kernel.shape as [number, number, number, number];
  const entries = tf.reshape(kernel, [9, inputs * outputs]);
  return tf.reshape(tf.matMul(spreadMatrix(weight, turned), entries), [4, 4, inputs, outputs]);
}

/**
 * Mean pool of a 3 x 3 convolution with a border of 1, as the one 4 x 4 convolution of stride 2 that it is: four ninths
 * of the multiplications. Kernel `[3, 3, inputs, outputs]`, even sizes only.
 */
export function pooledConvolution(x: Tensor, kernel: Tensor): Tensor {
  return tf.conv2d(x as Tensor4D, spread(kernel, 0.25, false) as Tensor4D, 2, 1, 'NHWC', 1, 'floor');
}

/**
 * A 3 x 3 convolution with a border of 1 of the upsampled image, as the one transposed 4 x 4 convolution of stride 2 that
 * it is: four ninths of the multiplications. Kernel `[3, 3, inputs, outputs]`.
 */
export function upsampledConvolution(x: Tensor, kernel: Tensor): Tensor {
  const [batch, height, width] = x.shape;
  const outputs = kernel.shape[3]!;
  const turned = tf.transpose(spread(kernel, 1, true), [0, 1, 3, 2]);
  const size: [number, number, number, number] = [batch, 2 * height, 2 * width, outputs];
  return tf.conv2dTranspose(x as Tensor4D, turned as Tensor4D, size, 2, 1, 'floor');
}
