// Held-out points, to draw generated ones over.

import { openDataset } from '../datasets/catalog.ts';
import { DataError, type Dataset } from '../datasets/dataset.ts';
import { isToy } from '../spec/data-facts.ts';
import type { RunRecord } from '../store/run-record.ts';

/**
 * `[n, 2]` row by row. None for images, and none where the file is gone or holds other points than those that the run was
 * trained on: what was generated is worth a picture without them.
 */
export function heldOutPoints(
  { spec: { data }, dataFingerprint }: Pick<RunRecord, 'spec' | 'dataFingerprint'>,
  resources: string,
): Float32Array {
  const none = new Float32Array(0);
  if (!isToy(data)) return none;
  let dataset: Dataset;
  try {
    dataset = openDataset(data, resources);
  } catch (error) {
    if (error instanceof DataError) return none;
    throw error;
  }
  const { heldOut, fingerprint } = dataset;
  if (dataFingerprint !== null && fingerprint !== dataFingerprint) return none;
  const points = new Float32Array(2 * heldOut.count);
  heldOut.read(
    Array.from({ length: heldOut.count }, (_, at) => at),
    points,
  );
  return points;
}
