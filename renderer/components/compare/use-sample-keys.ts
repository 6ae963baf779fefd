// The keys of the compared samples: they move the playhead, zoom and pan, and blink.

import { useShortcuts, type Shortcut } from '../../composables/use-shortcuts.ts';
import type { ComparePlayhead } from './use-compare-playhead.ts';

interface SampleKeys {
  readonly playhead: () => ComparePlayhead;
  readonly blink: () => void;
  readonly zoom: (larger: boolean) => void;
  readonly fit: () => void;
  /** Shows pixels as they are. */
  readonly plain: () => void;
  /** By CSS pixels. */
  readonly pan: (x: number, y: number) => void;
}

const panStep = 60;

export function useSampleKeys({ playhead, blink, zoom, fit, plain, pan }: SampleKeys): void {
  const on = (keys: string, label: string, run: () => void): Shortcut => ({
    ...{ keys, label, group: 'Samples', run },
  });
  const step = (keys: string, label: string, by: number): Shortcut =>
    on(keys, label, () => {
      playhead().step(by);
    });
  const move = (keys: string, label: string, x: number, y: number): Shortcut =>
    on(keys, label, () => {
      pan(x * panStep, y * panStep);
    });
  useShortcuts([
    on('Space', 'Play or pause', () => {
      playhead().playOrPause();
    }),
    step('ArrowLeft', 'Grids before', -1),
    step('ArrowRight', 'Next grids', 1),
    step('Shift+ArrowLeft', 'Ten grids back', -10),
    step('Shift+ArrowRight', 'Ten grids on', 10),
    step('Home', 'First grids', -Infinity),
    step('End', 'Last grids', Infinity),
    on('b', 'Blink: the next run in the same place', blink),
    on('+', 'Zoom in', () => {
      zoom(true);
    }),
    on('-', 'Zoom out', () => {
      zoom(false);
    }),
    on('0', 'Fit samples into their panes', fit),
    on('1', 'Samples pixel by pixel, 100 %', plain),
    move('Alt+ArrowLeft', 'Look further left', 1, 0),
    move('Alt+ArrowRight', 'Look further right', -1, 0),
    move('Alt+ArrowUp', 'Look further up', 0, 1),
    move('Alt+ArrowDown', 'Look further down', 0, -1),
  ]);
}
