// The gradient of the critic's loss by successive layers of its activations: whether it explodes or vanishes on its way
// back through a deep network (Gulrajani et al. 2017, arXiv:1704.00028, section 3.2).

import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Executor, HostTensors, Shape, Step } from '../executors/executor.ts';
import { describeNetwork } from '../spec/shapes.ts';
import { lossAndGradients } from './gradients.ts';
import type { Model } from './model.ts';

interface LookedAt {
  readonly executor: Executor;
  /** Weights and running statistics of both networks, by name; they are taken over. */
  readonly tensors: HostTensors;
  /** `[batch, ...sample]` */
  readonly real: Float32Array;
  /** `[batch, z]` */
  readonly latent: Float32Array;
}

/**
 * The norm of the gradient by the input, and by what comes out of each activation function, nearest to the input first:
 * of the loss of one sample without the penalty, as the mean over real and generated ones. For a Wasserstein critic that
 * is the mean of |df/dh|, so its first value is near 1 where the critic is as steep as it may be.
 */
export async function activationGradientNorms(
  model: Model,
  { executor, tensors, real, latent }: LookedAt,
): Promise<readonly number[]> {
  const { batch } = model.spec;
  const looked = activationGradientStep(model);
  const step = await executor.compile(looked.step);
  const state = await executor.load(tensors);
  try {
    const gradients = await step.run(state, { real, latent });
    return looked.names.map((name) => meanNorm(gradients[name], 2 * batch));
  } finally {
    state.dispose();
    await step.dispose();
  }
}

/** Of the rows of a matrix, in double precision: the square of a gradient of 1e-20 is no float32. */
function meanNorm(values: Float32Array, rows: number): number {
  const width = values.length / rows;
  let sum = 0;
  for (let row = 0; row < rows; row += 1) {
    let squares = 0;
    for (let i = row * width; i < (row + 1) * width; i += 1) squares += values[i] ** 2;
    sum += Math.sqrt(squares);
  }
  return sum / rows;
}

/** Feeds `real` and `latent`; an output `[2 batch, ...]` for each of `names`, the first half of it of real samples. */
function activationGradientStep(model: Model): { readonly step: Step; readonly names: readonly string[] } {
  const { spec, sample, generator, critic, objective, realPlusNoise } = model;
  const { batch } = spec;
  const described = describeNetwork(spec.critic, 'critic', { latent: 0, sample });
  const places = described.flatMap(({ kind }, at) =>
    kind === 'activation' || kind === 'maxout' ? [at] : [],
  );
  const nameOf = (at: number): string => `after ${at}`;
  const input = nameOf(-1);
  const names = [input, ...places.map(nameOf)];
  const shapes: Readonly<Record<string, Shape>> = {
    [input]: sample,
    ...Object.fromEntries(places.map((at) => [nameOf(at), critic.layers[at].shape])),
  };
  const step: Step = {
    name: 'activation gradients',
    state: Object.fromEntries(
      [...generator.parameters, ...critic.parameters, ...critic.statistics].map(
        ({ name, shape }) => [name, shape] as const,
      ),
    ),
    feeds: { real: [batch, ...sample], latent: [batch, spec.latent.size] },
    compute(inputs) {
      const real = inputs['real'];
      const fake =
        realPlusNoise === null
          ? generator.apply(inputs, inputs['latent']).y
          : tf.add(real, tf.mul(inputs['latent'], realPlusNoise));
      const both = tf.concat([real, fake], 0);
      // Nothing is added to what comes out of a layer, and the gradient by that nothing is the gradient by the activation.
      const nothing: Readonly<Record<string, Tensor>> = Object.fromEntries(
        names.map((name) => [name, tf.zeros([2 * batch, ...shapes[name]])]),
      );
      const { gradients } = lossAndGradients(() => {
        const { y } = critic.apply(inputs, tf.add(both, nothing[input]), 'batch', (out, at) =>
          places.includes(at) ? tf.add(out, nothing[nameOf(at)]) : out,
        );
        const onReal = tf.slice(y, [0, 0], [batch, 1]);
        const onFake = tf.slice(y, [batch, 0], [batch, 1]);
        return { loss: tf.mul(objective.criticLoss(onReal, onFake), batch), report: {} };
      }, nothing);
      return { state: {}, outputs: gradients };
    },
  };
  return { step, names };
}
