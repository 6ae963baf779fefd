// Real points of a data set, to see where the generated ones should be.

import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue';
import type { DataSpec } from '../../../core/spec/run-spec.ts';
import { useShell } from '../../bridge/shell.ts';

const count = 1024;

/** `[count, 2]`; null until they are there, and for no data. */
export function useRealPoints(data: () => DataSpec | null): Readonly<ShallowRef<Float32Array | null>> {
  const { session } = useShell();
  const points = shallowRef<Float32Array | null>(null);
  let asked: DataSpec | null = null;
  watch(
    // As text: another object of the same content is no reason to ask again.
    () => JSON.stringify(data()),
    () => {
      const wanted = data();
      asked = wanted;
      points.value = null;
      if (wanted === null) return;
      session.host.previewData(wanted, count).then(
        ({ content }) => {
          if (asked === wanted && content.kind === 'points') points.value = content.points;
        },
        // The generated points are worth seeing without them.
        () => undefined,
      );
    },
    { immediate: true },
  );
  onScopeDispose(() => {
    asked = null;
  });
  return points;
}
