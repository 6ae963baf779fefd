// A layer: parameters with their initial distribution, and a pure function. A network is a list of them.

import type { Tensor } from '@tensorflow/tfjs-core';

export type Shape = readonly number[];
export type NamedTensors = Readonly<Record<string, Tensor>>;

export type Initial =
  | { readonly kind: 'normal'; readonly mean: number; readonly deviation: number }
  | { readonly kind: 'constant'; readonly value: number }
  /** A vector of length 1, uniform over all directions. */
  | { readonly kind: 'direction' };

export interface Parameter {
  readonly name: string;
  readonly shape: Shape;
  readonly initial: Initial;
}

/**
 * One run through a network. With `batch` statistics norms use the batch they see, as while training; with
 * `running` ones the averages collected while training, so that a sample does not depend on its neighbours.
 */
export interface Pass {
  readonly tensors: NamedTensors;
  readonly statistics: 'batch' | 'running';
  /** Norms put their updated running statistics here. */
  readonly updated: Record<string, Tensor>;
}

export interface Layer {
  /** Shape of one sample after the layer, without the batch axis. */
  readonly shape: Shape;
  /** Trained by the optimizer. */
  readonly parameters: readonly Parameter[];
  /** Kept between steps but not trained: running means and variances. */
  readonly statistics: readonly Parameter[];
  apply(pass: Pass, x: Tensor): Tensor;
}

/** A layer without parameters. */
export function pure(shape: Shape, apply: (x: Tensor) => Tensor): Layer {
  return { shape, parameters: [], statistics: [], apply: (_pass, x) => apply(x) };
}
