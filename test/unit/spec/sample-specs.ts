// Specifications and small readers that several of these tests share.

import { findPreset } from '../../../core/spec/presets.ts';
import type { Problem } from '../../../core/spec/problem.ts';
import type { RunSpec } from '../../../core/spec/run-spec.ts';

export function presetSpec(id: string): RunSpec {
  const preset = findPreset(id);
  if (preset === undefined) throw new Error(`no preset ${id}`);
  return preset.spec;
}

type Outcome = { readonly spec: RunSpec } | { readonly problems: readonly Problem[] };

export function specOf(outcome: Outcome): RunSpec {
  if ('spec' in outcome) return outcome.spec;
  throw new Error(outcome.problems.map(({ sentence }) => sentence).join(' '));
}

export function sentencesOf(outcome: Outcome): readonly string[] {
  return 'problems' in outcome ? outcome.problems.map(({ sentence }) => sentence) : [];
}
