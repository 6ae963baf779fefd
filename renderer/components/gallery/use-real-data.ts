// The first samples of a run's training set, to see what its generator should draw. Read once.

import { shallowRef, watch, type ShallowRef } from 'vue';
import type { SampleContent } from '../../../core/protocol/contract.ts';
import { isToy } from '../../../core/spec/data-facts.ts';
import type { RunSpec } from '../../../core/spec/run-spec.ts';
import type { Session } from '../../bridge/session.ts';

export interface RealData {
  /** As many pictures as a grid has, or points; null until they were read. */
  readonly content: Readonly<ShallowRef<SampleContent | null>>;
  /** Why there are none, as a sentence. */
  readonly problem: Readonly<ShallowRef<string | null>>;
}

const points = 1024;

export function useRealData({ host }: Pick<Session, 'host'>, spec: () => RunSpec | null): RealData {
  const content = shallowRef<SampleContent | null>(null);
  const problem = shallowRef<string | null>(null);
  watch(
    spec,
    (known) => {
      if (known === null || content.value !== null) return;
      const count = isToy(known.data) ? points : known.grid.columns * known.grid.rows;
      host.previewData(known.data, count).then(
        (preview) => {
          content.value = preview.content;
          problem.value = null;
        },
        (error: unknown) => {
          problem.value = error instanceof Error ? error.message : String(error);
        },
      );
    },
    { immediate: true },
  );
  return { content, problem };
}
