// The two-sided gradient penalty of WGAN-GP, on straight lines between real and generated samples.
// Source: Gulrajani et al. 2017, arXiv:1704.00028, equation 3.

import { mean, square, sub, type Scalar } from '@tensorflow/tfjs-core';

import type { Penalty } from '../objective.ts';
import { interpolate, oneNumberPerSample } from './interpolate.ts';

/** E (|grad f(x-hat)| - 1)^2 with x-hat = u x + (1 - u) G(z), u uniform in [0, 1), one per sample. */
export function gradientPenalty(lambda: number): Penalty {
  return {
    kind: 'gradient-penalty',
    lambda,
    noiseShape: oneNumberPerSample,
    points: interpolate,
    term: (norms) => mean<Scalar>(square(sub(norms, 1))),
  };
}
