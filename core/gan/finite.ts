// Finding what became NaN or infinite.

import type { Checkpoint, Scalars } from './events.ts';

export interface NonFinite {
  /** A metric's key or a tensor's name. */
  readonly what: string;
  readonly value: number;
}

export function nonFiniteScalar(scalars: Scalars): NonFinite | undefined {
  for (const [what, value] of Object.entries(scalars)) if (!Number.isFinite(value)) return { what, value };
  return undefined;
}

export function nonFiniteTensor(tensors: Checkpoint['tensors']): NonFinite | undefined {
  for (const [what, { data }] of Object.entries(tensors)) {
    for (let i = 0; i < data.length; i += 1) {
      const value = data[i];
      if (!Number.isFinite(value)) return { what, value };
    }
  }
  return undefined;
}
