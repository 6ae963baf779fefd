// The address says where the playhead is (`?at=1200`), so that going back, or from the gallery to the charts, finds the
// same place.

import { onScopeDispose, watch, type Ref } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import type { GridSteps } from '../../../core/protocol/contract.ts';
import type { Playhead } from './use-playhead.ts';

/** How long it rests somewhere before the address says so. */
const restMs = 400;

/** Goes where the address says once there are grids, and says in the address where the playhead rests. */
export function keepInAddress(
  playhead: Pick<Playhead, 'iteration' | 'goTo'>,
  steps: Readonly<Ref<GridSteps>>,
): void {
  const route = useRoute();
  const router = useRouter();
  const askedFor = Number(route.query['at'] ?? NaN);
  if (Number.isFinite(askedFor)) {
    const undo = watch(
      steps,
      ({ iterations }) => {
        if (iterations.length === 0) return;
        playhead.goTo(askedFor);
        undo();
      },
      { flush: 'post' },
    );
  }
  let rested: ReturnType<typeof setTimeout> | undefined;
  watch(playhead.iteration, (iteration) => {
    clearTimeout(rested);
    rested = setTimeout(() => {
      const query = iteration === null ? {} : { at: String(iteration) };
      void router.replace({ query }).catch(() => undefined);
    }, restMs);
  });
  onScopeDispose(() => {
    clearTimeout(rested);
  });
}
