// tfjs keeps one current backend per process; whoever computes with tfjs makes its own current first.

import * as tf from '@tensorflow/tfjs-core';

/**
 * Makes `name` the current backend. What runs synchronously after this await uses it: the loop is there
 * because another caller may have switched between the promise's resolution and our continuation.
 */
export async function useBackend(name: string): Promise<void> {
  while (tf.engine().backendName !== name) {
    if (!(await tf.setBackend(name))) throw new Error(`the tfjs backend "${name}" could not be started`);
  }
}
