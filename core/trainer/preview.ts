// The first samples of a training set, for somebody who is about to choose it.

import { openDataset } from '../datasets/catalog.ts';
import { dataWords } from '../spec/words.ts';
import { toByte } from '../store/pixels.ts';
import type { PreviewAnswer, PreviewMessage } from './messages.ts';
import { first } from './opening.ts';

/** Blocks for up to a second. Throws a DataError for files that cannot be used. */
export function preview({ data, count, resourcesDir }: PreviewMessage): PreviewAnswer {
  const { train, heldOut, shape } = openDataset(data, resourcesDir);
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
  };
}
