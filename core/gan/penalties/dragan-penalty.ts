// DRAGAN's gradient penalty, in a neighbourhood of the real samples.
// Source: Kodali et al. 2017, arXiv:1705.07215, and the authors' code, whose noise is 0.5 std(X) U[0, 1): that only ever
// moves samples upwards, so here it is made two-sided.

import { add, mean, mul, sqrt, square, sub, type Scalar } from '@tensorflow/tfjs-core';

import type { DraganSpec } from '../../spec/run-spec.ts';
import type { Penalty } from '../objective.ts';

/**
 * E (|grad a(x + delta)| - k)^2 with delta = noise * std(X) * (2u - 1), u uniform in [0, 1), one per value. std(X) is the
 * standard deviation of all values of the real batch together, dividing by their number.
 */
export function draganPenalty(spec: Pick<DraganSpec, 'lambda' | 'k' | 'noise'>): Penalty {
  return {
    kind: 'dragan-penalty',
    lambda: spec.lambda,
    noiseShape: (sample, batch) => [batch, ...sample],
    points: (real, _fake, noise) => {
      const deviation = sqrt(mean(square(sub(real, mean(real)))));
      return add(real, mul(mul(deviation, spec.noise), sub(mul(noise, 2), 1)));
    },
    term: (norms) => mean<Scalar>(square(sub(norms, spec.k))),
  };
}
