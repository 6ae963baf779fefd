// Which tile is looked at closely, which have a star, and which second one an interpolation goes to.

import { computed, ref, watch, type ComputedRef, type Ref } from 'vue';
import type { RunId, SampleContent } from '../../../core/protocol/contract.ts';
import { useNotices } from '../../stores/notices.ts';
import { useSettings } from '../../stores/settings.ts';
import { readStarred, starredName, toggled } from './starred-tiles.ts';

export interface Tiles {
  /** Looked at closely. */
  readonly picked: Readonly<Ref<number | null>>;
  /** The end of an interpolation. */
  readonly second: Readonly<Ref<number | null>>;
  /** Whether the next tile that is picked is that end. */
  readonly isChoosing: Readonly<Ref<boolean>>;
  readonly starred: ComputedRef<readonly number[]>;
  /** Tiles of the grid on show; 0 for points. */
  readonly count: ComputedRef<number>;
  readonly pick: (tile: number) => void;
  /** Goes some tiles on from the one picked, or to the first. */
  readonly step: (by: number) => void;
  readonly star: () => void;
  /** Has the next tile that is picked be the second one, or gives that up. */
  readonly choose: () => void;
  readonly close: () => void;
  /** Closes the innermost thing that is open. False when nothing was. */
  readonly back: () => boolean;
}

/** @param content of the grid whose tiles are the same samples in all grids; null where there is none */
export function useTiles(run: RunId, content: () => SampleContent | null): Tiles {
  const settings = useSettings();
  const notices = useNotices();
  const picked = ref<number | null>(null);
  const second = ref<number | null>(null);
  const isChoosing = ref(false);
  const all = computed(() => readStarred(settings.recall(starredName)));
  const count = computed(() => {
    const shown = content();
    return shown?.kind === 'images' ? shown.shape[0] : 0;
  });

  function pick(tile: number): void {
    if (tile < 0 || tile >= count.value) return;
    if (isChoosing.value && tile !== picked.value) {
      second.value = tile;
      isChoosing.value = false;
    } else {
      picked.value = picked.value === tile ? null : tile;
    }
  }
  watch(count, (now) => {
    if (now === 0) picked.value = null;
  });
  watch(picked, () => {
    second.value = null;
    isChoosing.value = false;
  });

  return {
    ...{ picked, second, isChoosing, count, pick },
    starred: computed(() => all.value[run] ?? []),
    step(by) {
      if (count.value === 0) return;
      const to = picked.value === null ? 0 : (picked.value + by + count.value) % count.value;
      picked.value = to;
    },
    star() {
      if (picked.value === null) return;
      settings.remember(starredName, toggled(all.value, run, picked.value)).catch(notices.fail);
    },
    choose() {
      isChoosing.value = picked.value !== null && !isChoosing.value;
    },
    close() {
      picked.value = null;
    },
    back() {
      if (isChoosing.value) isChoosing.value = false;
      else if (second.value !== null) second.value = null;
      else if (picked.value !== null) picked.value = null;
      else return false;
      return true;
    },
  };
}
