// Fully connected layer: y = x W + b.

import * as tf from '@tensorflow/tfjs-core';
import type { InitKind } from '../spec/run-spec.ts';
import { weights, zeros } from './init.ts';
import type { Layer } from './layer.ts';

/** `[batch, inputs] -> [batch, outputs]`; kernel `[inputs, outputs]`. */
export function dense(name: string, inputs: number, outputs: number, bias: boolean, init: InitKind): Layer {
  const kernel = { name: `${name}.kernel`, shape: [inputs, outputs], initial: weights(init, inputs) };
  const offset = { name: `${name}.bias`, shape: [outputs], initial: zeros };
  return {
    shape: [outputs],
    parameters: bias ? [kernel, offset] : [kernel],
    statistics: [],
    apply({ tensors }, x) {
      const y = tf.matMul(x, tensors[kernel.name]);
      return bias ? tf.add(y, tensors[offset.name]) : y;
    },
  };
}
