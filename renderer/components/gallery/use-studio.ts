// The one studio of a gallery: opened when something is to be drawn, opened again when the host has let it go, closed
// with the view.

import { onScopeDispose, ref, shallowRef, type Ref, type ShallowRef } from 'vue';
import { CallError } from '../../../core/protocol/call-error.ts';
import type { RunId, Studio } from '../../../core/protocol/contract.ts';
import type { Session } from '../../bridge/session.ts';

export type StudioState =
  | { readonly kind: 'closed' }
  | { readonly kind: 'opening' }
  | { readonly kind: 'open'; readonly studio: Studio }
  | { readonly kind: 'refused'; readonly sentence: string };

export interface StudioLine {
  readonly state: Readonly<ShallowRef<StudioState>>;
  /** Iteration of the checkpoint to open; null for the newest. */
  readonly checkpoint: Readonly<Ref<number | null>>;
  /** Another checkpoint is another studio. */
  readonly choose: (checkpoint: number | null) => void;
  /** Does something with the studio, which is opened for it if need be. Fails as `openStudio` and the work do. */
  readonly use: <T>(work: (studio: Studio) => Promise<T>) => Promise<T>;
}

export function useStudio({ host, whenReady }: Pick<Session, 'host' | 'whenReady'>, run: RunId): StudioLine {
  const state = shallowRef<StudioState>({ kind: 'closed' });
  const checkpoint = ref<number | null>(null);
  let opening: Promise<Studio> | null = null;
  let isGone = false;

  function open(): Promise<Studio> {
    if (opening !== null) return opening;
    state.value = { kind: 'opening' };
    const mine = host.openStudio(run, checkpoint.value);
    opening = mine;
    mine.then(
      (studio) => {
        if (opening === mine && !isGone) state.value = { kind: 'open', studio };
        else closeAtHost(studio);
      },
      (error: unknown) => {
        if (opening !== mine) return;
        opening = null;
        const sentence = error instanceof Error ? error.message : String(error);
        const isLost = error instanceof CallError && error.code === 'closed';
        state.value = isLost ? { kind: 'closed' } : { kind: 'refused', sentence };
      },
    );
    return mine;
  }

  function close(): void {
    const { value } = state;
    opening = null;
    state.value = { kind: 'closed' };
    if (value.kind === 'open') closeAtHost(value.studio);
  }
  function closeAtHost({ studio }: Studio): void {
    // Without a line it is gone anyway.
    host.closeStudio(studio).catch(() => undefined);
  }

  // Studios end with the line they were opened on.
  const undo = whenReady(() => {
    opening = null;
    state.value = { kind: 'closed' };
  });
  onScopeDispose(() => {
    isGone = true;
    undo();
    close();
  });

  return {
    state,
    checkpoint,
    choose(wanted) {
      if (wanted === checkpoint.value) return;
      checkpoint.value = wanted;
      close();
    },
    async use(work) {
      const studio = await open();
      try {
        return await work(studio);
      } catch (error) {
        const isForgotten = error instanceof CallError && error.code === 'unknown';
        if (!isForgotten || isGone) throw error;
        // The host lets studios go that nobody used for a while.
        if (state.value.kind === 'open' && state.value.studio.studio === studio.studio) {
          opening = null;
          state.value = { kind: 'closed' };
        }
        return work(await open());
      }
    },
  };
}
