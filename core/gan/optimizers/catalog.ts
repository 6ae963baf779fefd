// Every optimizer, by the kind that a run's spec names.

import type { OptimizerSpec } from '../../spec/run-spec.ts';
import { adam } from './adam.ts';
import { momentum } from './momentum.ts';
import type { Optimizer } from './optimizer.ts';
import { rmsprop } from './rmsprop.ts';
import { sgd } from './sgd.ts';

/** The optimizer that a validated spec describes; its learning rate is not part of it but fed through `coefficientsAt`. */
export function createOptimizer(spec: OptimizerSpec): Optimizer {
  switch (spec.kind) {
    case 'sgd':
      return sgd();
    case 'momentum':
      return momentum(spec);
    case 'rmsprop':
      return rmsprop(spec);
    case 'adam':
      return adam(spec);
    default:
      return spec satisfies never;
  }
}
