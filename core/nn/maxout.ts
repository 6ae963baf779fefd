// Maxout: each unit is the largest of several linear functions of the input (Goodfellow et al. 2013, arXiv:1302.4389).

import * as tf from '@tensorflow/tfjs-core';
import type { InitKind } from '../spec/run-spec.ts';
import { weights, zeros } from './init.ts';
import type { Layer } from './layer.ts';

interface MaxoutOptions {
  readonly inputs: number;
  readonly width: number;
  readonly pieces: number;
  readonly init: InitKind;
}

/**
 * `[batch, inputs] -> [batch, width]`; kernel `[inputs, pieces * width]`, piece by piece. Where pieces are equal, the
 * first of them gets the gradient.
 */
export function maxout(name: string, { inputs, width, pieces, init }: MaxoutOptions): Layer {
  const all = pieces * width;
  const kernel = { name: `${name}.kernel`, shape: [inputs, all], initial: weights(init, inputs) };
  const offset = { name: `${name}.bias`, shape: [all], initial: zeros };
  return {
    shape: [width],
    parameters: [kernel, offset],
    statistics: [],
    apply({ tensors }, x) {
      const y = tf.add(tf.matMul(x, tensors[kernel.name]), tensors[offset.name]);
      const parts = Array.from({ length: pieces }, (_, at) =>
        tf.slice(y, [0, at * width], [x.shape[0], width]),
      );
      return parts.reduce((largest, part) => tf.maximum(largest, part));
    },
  };
}
