// A run of a comparison as its samples are shown.

import type { RunId, SampleGrid } from '../../../core/protocol/contract.ts';
import type { RunSpec } from '../../../core/spec/run-spec.ts';
import type { LineStyle } from '../../charts/palette.ts';

export interface ShownRun {
  readonly id: RunId;
  readonly name: string;
  readonly look: LineStyle;
  readonly spec: RunSpec;
  /** Null until one was read, or while there is none. */
  readonly grid: SampleGrid | null;
}

export type SampleMode = 'side' | 'swipe' | 'blink' | 'difference';

/** Images to be laid out as a grid. */
export interface Tiles {
  /** `[count, height, width, channels]` */
  readonly shape: readonly number[];
  readonly pixels: Uint8Array;
  readonly columns: number;
}

/** The images of a run's grid; null while there are none, or where it makes points. */
export function tilesOf({ grid, spec }: ShownRun): Tiles | null {
  if (grid === null || grid.content.kind !== 'images') return null;
  const { shape, pixels } = grid.content;
  return { shape, pixels, columns: spec.grid.columns };
}

export function samplesLabel({ name, grid }: ShownRun): string {
  return `Generated samples of ${name} at iteration ${(grid?.iteration ?? 0).toLocaleString('en-US')}`;
}
