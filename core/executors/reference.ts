// The reference executor: tfjs's own JavaScript backend, slow and plain. Tests hold the others against it.

import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { createEagerExecutor } from './eager.ts';
import type { Executor } from './executor.ts';

export function createReferenceExecutor(): Promise<Executor> {
  return createEagerExecutor({
    id: 'reference',
    device: 'JavaScript',
    version: `tfjs ${tf.version_core}`,
    deterministic: true,
    backend: 'cpu',
  });
}
