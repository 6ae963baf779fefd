// Drafts and small readers that several of these tests share.

import { completeSpec } from '../../../../core/spec/complete.ts';
import type { PlainObject } from '../../../../core/spec/paths.ts';
import type { RunSpec } from '../../../../core/spec/run-spec.ts';
import { presetDraft, type Draft } from '../../../../renderer/components/designer/draft.ts';

export function draftFrom(preset: string): Draft {
  const draft = presetDraft(preset, 'auto');
  if (draft === undefined) throw new Error(`no preset ${preset}`);
  return draft;
}

export function specFrom(input: PlainObject): RunSpec {
  const result = completeSpec(input);
  if ('spec' in result) return result.spec;
  throw new Error(result.problems.map(({ sentence }) => sentence).join(' '));
}
