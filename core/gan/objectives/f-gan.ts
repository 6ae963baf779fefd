// What the f-GANs share: the critic maximises the variational lower bound of an f-divergence between the data P and the
// generated samples Q, and the generator makes its samples score high.
// Source: Nowozin, Cseke and Tomioka 2016, arXiv:1606.00709, section 2 and table 2.

import { add, mean, mul, neg, type Scalar, type Tensor } from '@tensorflow/tfjs-core';

import type { FGanKind } from '../../spec/run-spec.ts';
import type { Objective } from '../objective.ts';

/** One divergence D_f(P || Q) = E_Q f(p/q), as functions of the critic's raw output v. Tensors keep their shape. */
export interface VariationalForm {
  readonly kind: FGanKind;
  /** g_f(v): brings v into the domain of f*, increasing in v. */
  readonly activation: (v: Tensor) => Tensor;
  /** f*(g_f(v)), the conjugate of f after the activation, with what cancels left out. */
  readonly conjugate: (v: Tensor) => Tensor;
  /** What the bound is multiplied by to be the divergence as it is usually defined: 1, or 1/2 for Jensen-Shannon. */
  readonly scale: number;
}

/**
 * With v the critic's output and T = g_f(v):
 *
 *     critic     -(E T(x) - E f*(T(G(z))))    minus the lower bound of D_f(P || Q), section 2
 *     generator  -E T(G(z))                   section 3.2
 *
 * The generator does not descend the saddle point, -E f*(T(G(z))), whose gradient vanishes where the critic is sure that
 * a sample is generated (f* is flat there); like section 3.2 of the paper, which generalises the "maximise log D" of the
 * GAN to all divergences and found it useful, it maximises the critic's output instead.
 */
export function fGan({ kind, activation, conjugate, scale }: VariationalForm): Objective {
  return {
    kind,
    criticLoss: (real, fake) => add<Scalar>(neg(mean(activation(real))), mean(conjugate(fake))),
    generatorLoss: (fake) => neg<Scalar>(mean(activation(fake))),
    penalty: null,
    clip: null,
    output: 'score',
    divergenceBound: (criticLoss) => mul<Scalar>(-scale, criticLoss),
  };
}
