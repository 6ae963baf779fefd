// Held-out points, to draw generated ones over.

import { openDataset } from '../datasets/catalog.ts';
import { isToy } from '../spec/data-facts.ts';
import type { DataSpec } from '../spec/run-spec.ts';

/** `[n, 2]` row by row; none for images. */
export function heldOutPoints(data: DataSpec, resources: string): Float32Array {
  if (!isToy(data)) return new Float32Array(0);
  const { heldOut } = openDataset(data, resources);
  const points = new Float32Array(2 * heldOut.count);
  heldOut.read(
    Array.from({ length: heldOut.count }, (_, at) => at),
    points,
  );
  return points;
}
