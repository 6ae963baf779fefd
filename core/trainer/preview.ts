// The first samples of a training set, for somebody who is about to choose it.

import { loadDataset } from '../datasets/catalog.ts';
import { HeldOutError, type Dataset, type OnProgress, type Samples } from '../datasets/dataset.ts';
import { heldOutShare } from '../spec/data-facts.ts';
import type { DataSpec } from '../spec/run-spec.ts';
import { dataWords } from '../spec/words.ts';
import { toByte } from '../store/pixels.ts';
import type { PreviewAnswer, PreviewMessage } from './messages.ts';
import { first } from './opening.ts';

/**
 * Where more is to be held out than there is, it shows the set with a fifth held out: `heldOut` says so. Rejects with a
 * DataError for files that cannot be used.
 */
export async function preview(
  { data, count, resourcesDir }: PreviewMessage,
  onProgress?: OnProgress,
): Promise<PreviewAnswer> {
  const { train, heldOut, shape, classes, skipped, notes } = await loadFitting(
    data,
    resourcesDir,
    onProgress,
  );
  const volume = shape.reduce((product, size) => product * size, 1);
  const shown = Math.min(count, train.count);
  const values = first(train, volume, shown);
  return {
    kind: 'preview',
    title: dataWords(data),
    train: train.count,
    heldOut: heldOut.count,
    shape: [shown, ...shape],
    data: shape.length === 3 ? Uint8Array.from(values, toByte) : values,
    classes: classes === undefined ? null : countClasses(classes, [train, heldOut]),
    skipped: skipped ?? [],
    notes: notes ?? [],
  };
}

async function loadFitting(
  data: DataSpec,
  resourcesDir: string,
  onProgress: OnProgress | undefined,
): Promise<Dataset> {
  try {
    return await loadDataset(data, resourcesDir, onProgress);
  } catch (error) {
    if (!(error instanceof HeldOutError && 'heldOut' in data && error.count > 1)) throw error;
    return loadDataset({ ...data, heldOut: heldOutShare(error.count) }, resourcesDir, onProgress);
  }
}

/** Images of each class, held out or not. */
function countClasses(classes: readonly string[], sets: readonly Samples[]): PreviewAnswer['classes'] {
  const counts = new Array<number>(classes.length).fill(0);
  for (const { labels } of sets) for (const label of labels ?? []) counts[label] += 1;
  return classes.map((name, label) => ({ name, count: counts[label] }));
}
