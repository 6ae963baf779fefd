// Which runs a comparison may hold, and how its address names them.

import type { RunId, RunSummary } from '../../../core/protocol/contract.ts';

/** As many as there is room for side by side, and as a palette tells apart. */
export const mostCompared = 6;

/** Ids joined by commas, as they stand in the address; each once. */
export const idsOf = (address: string): readonly RunId[] => [
  ...new Set(address.split(',').filter((id) => id !== '')),
];
export const addressOf = (ids: readonly RunId[]): string => ids.join(',');

export type Shaped = Pick<RunSummary, 'sampleShape'>;

export const sameShape = (a: Shaped, b: Shaped): boolean => a.sampleShape.join() === b.sampleShape.join();

/** "28 × 28, grey", "points in the plane" */
function shapeWords({ sampleShape }: Shaped): string {
  const [height, width, channels] = sampleShape;
  if (sampleShape.length < 3) return 'points in the plane';
  return `${height} × ${width}, ${channels === 1 ? 'grey' : 'colour'}`;
}

/** Why these runs cannot be compared, as a sentence; null when they can. */
export function whyNotCompared(runs: readonly Shaped[]): string | null {
  if (runs.length < 2) return 'Select two to six runs to compare them.';
  if (runs.length > mostCompared)
    return `Up to ${mostCompared} runs are compared at once, not ${runs.length}. Select fewer.`;
  const other = runs.find((run) => !sameShape(run, runs[0]));
  if (other === undefined) return null;
  return `Runs are compared sample by sample, and these make samples of different shapes: ${shapeWords(runs[0])} and ${shapeWords(other)}. Select runs of one shape.`;
}

/** Moves an entry; beyond the ends it stays where it is. */
export function moved<T>(list: readonly T[], from: number, by: number): readonly T[] {
  const to = from + by;
  if (to < 0 || to >= list.length) return list;
  return list.with(from, list[to]).with(to, list[from]);
}
