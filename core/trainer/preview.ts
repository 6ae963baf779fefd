// The first samples of a training set, for somebody who is about to choose it.

import { loadDataset } from '../datasets/catalog.ts';
import type { OnProgress, Samples } from '../datasets/dataset.ts';
import { dataWords } from '../spec/words.ts';
import { toByte } from '../store/pixels.ts';
import type { PreviewAnswer, PreviewMessage } from './messages.ts';
import { first } from './opening.ts';

/** Rejects with a DataError for files that cannot be used. */
export async function preview(
  { data, count, resourcesDir }: PreviewMessage,
  onProgress?: OnProgress,
): Promise<PreviewAnswer> {
  const { train, heldOut, shape, classes, skipped } = await loadDataset(data, resourcesDir, onProgress);
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
  };
}

/** Images of each class, held out or not. */
function countClasses(classes: readonly string[], sets: readonly Samples[]): PreviewAnswer['classes'] {
  const counts = new Array<number>(classes.length).fill(0);
  for (const { labels } of sets) for (const label of labels ?? []) counts[label] += 1;
  return classes.map((name, label) => ({ name, count: counts[label] }));
}
