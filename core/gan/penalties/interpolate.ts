// Points on straight lines between real and generated samples, where the Wasserstein penalties look at the critic.
// Source: Gulrajani et al. 2017, arXiv:1704.00028, Algorithm 1, line 6.

import { add, mul, sub, type Tensor } from '@tensorflow/tfjs-core';

import type { Shape } from '../../executors/executor.ts';

/** `[batch, 1, …]`: how far each sample's point lies along its line. */
export function oneNumberPerSample(sample: Shape, batch: number): Shape {
  return [batch, ...sample.map(() => 1)];
}

/** x-hat = u x + (1 - u) G(z), computed as G(z) + u (x - G(z)); u is `[batch, 1, …]`. */
export function interpolate(real: Tensor, fake: Tensor, u: Tensor): Tensor {
  return add(fake, mul(u, sub(real, fake)));
}
