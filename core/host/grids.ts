// A stored grid as windows get it: the bytes of images, or points with the critic's field below them.

import type { GridSeries, RunId, SampleGrid } from '../protocol/contract.ts';
import type { Store } from '../store/store.ts';
import type { Told } from './told.ts';

/** @throws StoreError when there is none of the iteration, or its file is damaged */
export function readGrid(
  store: Store,
  run: RunId,
  iteration: number,
  seq: number,
  series: GridSeries = 'fixed',
): SampleGrid {
  const { content, ...place } = store.samples.readRaw(run, iteration, series);
  if (content.kind === 'images') return { run, seq, ...place, content };
  const { kind, points, field } = content;
  return { run, seq, ...place, content: { kind, points, field } };
}

/** @throws StoreError */
export function tellGrid(store: Store, run: RunId, iteration: number, seq: number): Told {
  const value = readGrid(store, run, iteration, seq);
  const { content } = value;
  const bytes =
    content.kind === 'images'
      ? content.pixels.byteLength
      : content.points.byteLength + (content.field?.values.byteLength ?? 0);
  return { run, seq, name: 'grid', value, bytes: bytes + 200 };
}
