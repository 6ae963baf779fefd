// Takes from a checkpoint what a model needs, and proves that it fits.

import type { HostTensors, Shape } from '../executors/executor.ts';
import type { Checkpoint } from './events.ts';

/** Thrown for a checkpoint that is not one of the model; `message` is a sentence that names the tensor. */
export class CheckpointMismatch extends Error {
  override readonly name = 'CheckpointMismatch';
}

/** The tensors of `expected`, by name. @throws CheckpointMismatch when one is missing or has another shape */
export function tensorsOf(
  saved: Checkpoint['tensors'],
  expected: Iterable<readonly [name: string, tensor: { readonly shape: Shape }]>,
): HostTensors {
  const found = new Map(Object.entries(saved));
  const taken = [...expected].map(([name, { shape }]) => {
    const tensor = found.get(name);
    if (tensor?.shape.join() === shape.join()) return [name, tensor] as const;
    const is = tensor === undefined ? 'not there' : `[${tensor.shape.join(', ')}]`;
    throw new CheckpointMismatch(
      `The checkpoint does not belong to this specification: "${name}" must be [${shape.join(', ')}] and is ${is}.`,
    );
  });
  return Object.fromEntries(taken);
}
