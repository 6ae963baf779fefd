// The keys of the gallery: through the stored grids, through the tiles.

import { useShortcuts, type Shortcut } from '../../composables/use-shortcuts.ts';
import type { Playhead } from '../run/use-playhead.ts';
import type { Playback } from './use-playback.ts';
import type { Tiles } from './use-tiles.ts';

/** Space presses the button that has the focus; pictures of the film are pressed by Enter. */
const isFree = ({ target }: KeyboardEvent): boolean =>
  !(target instanceof Element) || target.closest('button:not([data-film]), a, [role="tab"]') === null;

export function useGalleryKeys({
  playhead,
  playback,
  tiles,
  columns,
}: {
  readonly playhead: Playhead;
  readonly playback: Playback;
  readonly tiles: Tiles;
  /** Tiles in a row. */
  readonly columns: () => number;
}): void {
  /** Somebody who goes by hand does not want to be carried on. */
  const byHand = (keys: string, label: string, go: () => void): Shortcut => ({
    ...{ keys, label, group: 'Samples' },
    run: () => {
      playback.stop();
      go();
    },
  });
  const tile = (keys: string, label: string, run: () => void): Shortcut => ({
    ...{ keys, label, group: 'Tile', run },
  });
  useShortcuts([
    { keys: 'Space', label: 'Play or pause', group: 'Samples', when: isFree, run: playback.toggle },
    byHand('ArrowLeft', 'Previous grid', () => {
      playhead.step(-1);
    }),
    byHand('ArrowRight', 'Next grid', () => {
      playhead.step(1);
    }),
    byHand('Shift+ArrowLeft', 'Ten grids back', () => {
      playhead.step(-10);
    }),
    byHand('Shift+ArrowRight', 'Ten grids on', () => {
      playhead.step(10);
    }),
    byHand('Home', 'First grid', playhead.first),
    byHand('End', 'Newest grid, live', playhead.live),
    tile(']', 'Next tile', () => {
      tiles.step(1);
    }),
    tile('[', 'Previous tile', () => {
      tiles.step(-1);
    }),
    tile('}', 'Tile below', () => {
      tiles.step(columns());
    }),
    tile('{', 'Tile above', () => {
      tiles.step(-columns());
    }),
    tile('s', 'Star the tile', tiles.star),
    tile('i', 'Interpolate with another tile', tiles.choose),
    { keys: 'Escape', label: 'Close the tile', group: 'Tile', run: tiles.back },
  ]);
}
