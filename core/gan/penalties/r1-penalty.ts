// R1: the squared gradient on real samples, which makes training converge near the equilibrium.
// Source: Mescheder, Geiger and Nowozin 2018, arXiv:1801.04406, equation 9.

import { mean, mul, square, type Scalar } from '@tensorflow/tfjs-core';

import type { Penalty } from '../objective.ts';

/**
 * gamma/2 E |grad a(x)|^2 over real x, a being the critic's raw output (the logit of a discriminator). Its weight is
 * gamma, its term half the mean square.
 */
export function r1Penalty(gamma: number): Penalty {
  return {
    kind: 'r1-penalty',
    lambda: gamma,
    noiseShape: () => null,
    points: (real) => real,
    term: (norms) => mul<Scalar>(0.5, mean(square(norms))),
  };
}
