// Specifications that differ in what a test says.

import { presets } from '../../../../core/spec/presets.ts';
import type { RunSpec } from '../../../../core/spec/run-spec.ts';

/** A preset by its id, with some fields replaced. */
export function specOf(id: string, fields: Partial<RunSpec> = {}): RunSpec {
  const preset = presets.find((one) => one.id === id);
  if (preset === undefined) throw new Error(`There is no preset "${id}".`);
  return { ...preset.spec, ...fields };
}

export const gan = (fields: Partial<RunSpec> = {}): RunSpec => specOf('fashion-gan', fields);
export const wgan = (fields: Partial<RunSpec> = {}): RunSpec => specOf('fashion-wgan', fields);
export const wganGp = (fields: Partial<RunSpec> = {}): RunSpec => specOf('fashion-wgan-gp', fields);
