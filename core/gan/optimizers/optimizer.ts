// A rule that turns gradients into new weights. Its update is part of the step that is compiled, so it is written with as
// few elementwise operations as its values allow: each is a pass over every weight. Factors that change from update to
// update are computed on the host in double precision and fed as scalars.

import type { Tensor } from '@tensorflow/tfjs-core';

import type { NamedTensors } from '../../executors/executor.ts';
import type { OptimizerSpec } from '../../spec/run-spec.ts';

export interface Optimizer {
  readonly kind: OptimizerSpec['kind'];
  /** State it keeps per parameter, of the parameter's shape and zero at the start, by name. */
  readonly slots: readonly string[];
  /** Scalars it is fed on every update, by name. The learning rate enters through them, so it may change during a run. */
  readonly coefficients: readonly string[];
  /** The coefficients of one update; `update` counts from 1. */
  coefficientsAt(update: number, lr: number): Readonly<Record<string, number>>;
  /** One update of one parameter. `slots` and `coefficients` (shape `[]`) hold exactly the names listed above. */
  apply(
    parameter: Tensor,
    gradient: Tensor,
    slots: NamedTensors,
    coefficients: NamedTensors,
  ): { readonly parameter: Tensor; readonly slots: NamedTensors };
}
