// The one-sided gradient penalty of WGAN-LP: a slope of less than 1 costs nothing, as Lipschitz continuity asks.
// Source: Petzka, Fischer and Lukovnikov 2018, arXiv:1709.08894.

import { mean, relu, square, sub, type Scalar } from '@tensorflow/tfjs-core';

import type { Penalty } from '../objective.ts';
import { interpolate, oneNumberPerSample } from './interpolate.ts';

/** E max(0, |grad f(x-hat)| - 1)^2 with x-hat = u x + (1 - u) G(z), u uniform in [0, 1), one per sample. */
export function lipschitzPenalty(lambda: number): Penalty {
  return {
    kind: 'lipschitz-penalty',
    lambda,
    noiseShape: oneNumberPerSample,
    points: interpolate,
    term: (norms) => mean<Scalar>(square(relu(sub(norms, 1)))),
  };
}
