// What a critic (or discriminator) and a generator minimise against each other. Losses are written on the critic's raw
// outputs, in a form that stays finite for every output; the penalty on the critic's gradient is kept apart from them,
// so that it can be charted on its own.

import type { Scalar, Tensor } from '@tensorflow/tfjs-core';

import type { Shape } from '../executors/executor.ts';
import type { ObjectiveKind } from '../spec/run-spec.ts';

export interface Objective {
  readonly kind: ObjectiveKind;
  /**
   * What the critic minimises, without the penalty. `real` and `fake` are its raw outputs, `[batch, 1]`, for real and
   * for generated samples.
   */
  criticLoss(real: Tensor, fake: Tensor): Scalar;
  /** What the generator minimises. `fake` is the critic's raw output for generated samples, `[batch, 1]`. */
  generatorLoss(fake: Tensor): Scalar;
  readonly penalty: Penalty | null;
  /** After each critic update every critic weight is clipped to [-clip, clip]; null where nothing is clipped. */
  readonly clip: number | null;
  /**
   * `logit`: D(x) = sigmoid(output) is the probability that x is real, and `criticLoss` is the discriminator's cross
   * entropy, -E log D(x) - E log(1 - D(G(z))). `score`: the output is an unbounded number.
   */
  readonly output: 'score' | 'logit';
  /**
   * For an f-GAN, the lower bound of its divergence, from what `criticLoss` gave. Absent where the loss bounds none, or
   * where the output is a logit, whose bound is the Jensen-Shannon divergence's.
   */
  divergenceBound?(criticLoss: Scalar): Scalar;
}

/** A term on the norm of the critic's gradient with respect to its input, at points that it chooses. */
export interface Penalty {
  readonly kind: string;
  /** Its weight in what the critic minimises, criticLoss + lambda * term, until a run is given another. */
  readonly lambda: number;
  /**
   * Shape of the uniform [0, 1) numbers it is fed on every critic update: `[batch, 1, …]` for one per sample, or
   * `[batch, ...sample]` for one per value; null where it needs none.
   */
  noiseShape(sample: Shape, batch: number): Shape | null;
  /**
   * Where the gradient is looked at, x-hat, `[batch, ...sample]`. `real` and `fake` have that shape too; `noise` is there
   * where it has a shape.
   */
  points(real: Tensor, fake: Tensor, noise: Tensor): Tensor;
  /** The penalty without its weight, from the gradient's norm at each point, `[batch]`. */
  term(norms: Tensor): Scalar;
}
