// A loss with its gradients and with whatever else its computation came across on the way.

import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import type { NamedTensors } from '../executors/executor.ts';

/**
 * Evaluates `loss` once and differentiates it by `parameters` (name to tensor). A parameter that the loss does
 * not depend on gets a gradient of zeros. `report` holds further tensors of the same evaluation.
 */
export function lossAndGradients(
  loss: () => { readonly loss: Scalar; readonly report: NamedTensors },
  parameters: NamedTensors,
): { readonly report: NamedTensors; readonly gradients: NamedTensors } {
  const names = Object.keys(parameters);
  const xs = names.map((name) => parameters[name]);
  const kept: Record<string, Tensor> = {};
  const { grads } = tf.engine().gradients(
    () => {
      const result = loss();
      // The engine frees what a differentiated function leaves behind, unless it is kept.
      for (const [name, tensor] of Object.entries(result.report)) kept[name] = tf.keep(tf.clone(tensor));
      return result.loss;
    },
    xs,
    undefined,
    true,
  );
  const report: Record<string, Tensor> = {};
  for (const [name, tensor] of Object.entries(kept)) {
    report[name] = tf.clone(tensor);
    tensor.dispose();
  }
  const gradients = Object.fromEntries(
    names.map((name, at) => [name, (grads[at] as Tensor | null | undefined) ?? tf.zerosLike(xs[at])]),
  );
  return { report, gradients };
}
