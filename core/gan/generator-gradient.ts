// The generator's gradient while a discriminator is trained from scratch against it: Arjovsky and Bottou 2017,
// arXiv:1701.04862, section 2.2, figures 2 and 3. The generator is held fixed.

import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import type { Executor, HostTensors, Step } from '../executors/executor.ts';
import { RandomStream } from '../nn/random.ts';
import { lossAndGradients } from './gradients.ts';
import { fillLatents } from './latent.ts';
import { initialState, type Model } from './model.ts';
import { criticPhase, penaltyWeightFeed } from './phases.ts';
import { Player } from './player.ts';
import type { TrainingData } from './train.ts';

/** Euclidean norms of the gradient of a batch's mean loss by all weights of the generator. */
export interface GradientNorms {
  /** Discriminator updates done. */
  readonly iteration: number;
  /** Of E log(1 - D(G(z))). */
  readonly minimax: number;
  /** Of -E log D(G(z)). */
  readonly nonSaturating: number;
}

/**
 * A gradient may be as small as 1e-20, whose square is no float32. Everything is computed at this many times its size,
 * which for a power of two loses nothing: norms from 1e-30 to 1e+6 are exact.
 */
const magnification = 2 ** 40;

/**
 * Looks at both players as they are. Feed `latent` `[batch, z]`; output `norms`: of the minimax and of the
 * non-saturating loss, times `magnification`, for the same noise.
 *
 * With a the logit of D(G(z)), both gradients are weighted means of that of a:
 *
 *     of  E log(1 - D)   -E D(G(z)) grad a
 *     of -E log D        -E (1 - D(G(z))) grad a
 *
 * The weights are constants of their own, D = exp(-softplus(-a)): a compiled sigmoid may be 0 below -18 already.
 */
export function generatorGradientPhase({ spec, generator, critic }: Model): Step {
  return {
    name: 'generator gradient',
    state: Object.fromEntries(
      [...generator.parameters, ...critic.parameters, ...critic.statistics].map(
        ({ name, shape }) => [name, shape] as const,
      ),
    ),
    feeds: { latent: [spec.batch, spec.latent.size] },
    compute(inputs) {
      const parameters = Object.fromEntries(generator.parameters.map(({ name }) => [name, inputs[name]]));
      const logits = (): Tensor => critic.apply(inputs, generator.apply(inputs, inputs['latent']).y).y;
      const a = logits();
      const norms = [tf.neg(a), a].map((against) => {
        const weights = tf.mul(tf.exp(tf.neg(tf.softplus(against))), magnification);
        const { gradients } = lossAndGradients(
          () => ({ loss: tf.neg(tf.mean<Scalar>(tf.mul(weights, logits()))), report: {} }),
          parameters,
        );
        const squares = Object.values(gradients).map((gradient) =>
          tf.reshape(tf.sum(tf.mul(gradient, gradient)), [1]),
        );
        return tf.sqrt(tf.sum(tf.concat(squares), 0, true));
      });
      return { state: {}, outputs: { norms: tf.concat(norms) } };
    },
  };
}

export interface GradientDeps {
  readonly executor: Executor;
  /** The generator's weights, by name. */
  readonly generator: HostTensors;
  readonly data: TrainingData;
  /** Discriminator updates. */
  readonly iterations: number;
  /** Updates between two looks; the first is at 0. */
  readonly every: number;
}

/**
 * Trains a new discriminator against the generator, with the objective and the optimizer of the model, and gives the
 * norms on the way. @throws RangeError where the critic's output is no logit, as a rejection
 */
export async function* generatorGradients(
  model: Model,
  { executor, generator, data, iterations, every }: GradientDeps,
): AsyncGenerator<GradientNorms, void, void> {
  const { spec, sample, objective } = model;
  if (objective.output !== 'logit') {
    throw new RangeError(`The objective ${objective.kind} has no discriminator; take gan or gan-minimax.`);
  }
  const volume = (shape: readonly number[]): number => shape.reduce((product, edge) => product * edge, 1);
  const real = new Float32Array(spec.batch * volume(sample));
  const latent = new Float32Array(spec.batch * spec.latent.size);
  const noiseShape = objective.penalty?.noiseShape(sample, spec.batch) ?? null;
  const noise = new Float32Array(noiseShape === null ? 0 : volume(noiseShape));
  const [forCritic, forGenerator, forPenalty] = (
    ['critic-latent', 'generator-latent', 'penalty'] as const
  ).map((name) => RandomStream.of(spec.seed, name));

  const discriminator = await Player.compile('critic', model, {
    executor,
    phase: criticPhase(model),
    feeds: {
      ...{ real, latent },
      ...(noiseShape === null ? {} : { noise }),
      ...(objective.penalty === null
        ? {}
        : { [penaltyWeightFeed]: Float32Array.of(objective.penalty.lambda) }),
    },
  });
  const look = await executor.compile(generatorGradientPhase(model));
  const state = await executor.load({ ...initialState(model), ...generator });
  try {
    for (let iteration = 0; ; iteration += 1) {
      if (iteration % every === 0 || iteration === iterations) {
        fillLatents(spec.latent, forGenerator, latent);
        const { norms } = await look.run(state, { latent });
        yield {
          iteration,
          minimax: norms[0] / magnification,
          nonSaturating: norms[1] / magnification,
        };
      }
      if (iteration >= iterations) return;
      data.samples.read(data.order.next(spec.batch), real);
      fillLatents(spec.latent, forCritic, latent);
      forPenalty.fillUniform(noise);
      await discriminator.update(state, iteration + 1, spec.optimizer.critic.lr);
    }
  } finally {
    state.dispose();
    await discriminator.dispose();
    await look.dispose();
  }
}
