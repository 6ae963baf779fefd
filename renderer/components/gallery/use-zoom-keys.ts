// The keys that zoom and move a stage.

import type { ShallowRef } from 'vue';
import { useShortcuts, type Shortcut } from '../../composables/use-shortcuts.ts';
import type { StageHandle } from './stage-view.ts';

/** @param fit shows the whole picture */
export function useZoomKeys(stage: Readonly<ShallowRef<StageHandle | null>>, fit: () => void): void {
  const key = (keys: string, label: string, run: () => void): Shortcut => ({
    ...{ keys, label, group: 'Zoom', run },
    when: () => stage.value !== null,
  });
  const larger = (): void => stage.value?.zoom(1);
  const panBy = (x: number, y: number) => (): void => stage.value?.pan(x, y);
  useShortcuts([
    key('+', 'Larger', larger),
    // The same key without shift.
    key('=', 'Larger', larger),
    key('-', 'Smaller', () => stage.value?.zoom(-1)),
    key('0', 'Fit into the window', fit),
    key('Mod+ArrowLeft', 'Move left', panBy(0.1, 0)),
    key('Mod+ArrowRight', 'Move right', panBy(-0.1, 0)),
    key('Mod+ArrowUp', 'Move up', panBy(0, 0.1)),
    key('Mod+ArrowDown', 'Move down', panBy(0, -0.1)),
  ]);
}
