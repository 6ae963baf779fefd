// Specifications from before a field existed: what such a run did is that field's value now.

import { isPlainObject } from './paths.ts';
import type { RunSpec } from './run-spec.ts';

const addedSince: Pick<RunSpec, 'penalty' | 'ema'> = {
  penalty: { kind: 'none' },
  ema: { decay: 0 },
};

/** With the fields that it was written without; anything that is no object is left as it is. */
export function withLaterFields(raw: unknown): unknown {
  if (!isPlainObject(raw)) return raw;
  // Behind those that are there, whose order stays: a specification that is carried elsewhere arrives to the letter.
  const missing = Object.entries(addedSince).filter(([field]) => !(field in raw));
  return { ...raw, ...Object.fromEntries(missing) };
}

/** A specification that was checked before it was stored as JSON. */
export function storedSpec(json: string): RunSpec {
  return withLaterFields(JSON.parse(json)) as RunSpec;
}
