// Images from any IDX file by path: the first ones to train on, the last `heldOut` for metrics.

import { basename } from 'node:path';
import type { IdxSpec } from '../spec/run-spec.ts';
import { DataError, type DataDescription, type Dataset } from './dataset.ts';
import { fingerprint } from './fingerprint.ts';
import { readIdxImages, readIdxLabels } from './idx.ts';
import { imageWriter } from './resize.ts';
import { imageSamples } from './samples.ts';

export function describeIdxImages({ images, size, channels }: IdxSpec): DataDescription {
  const title = `${basename(images)}, ${size} x ${size}${channels === 3 ? ' x 3' : ''}`;
  return { title, shape: [size, size, channels] };
}

/**
 * Reads the images, and the labels where given, to see that they belong together.
 * Throws a DataError when a file is missing or damaged, the counts differ, or `heldOut` leaves nothing.
 */
export function openIdxImages(spec: IdxSpec): Dataset {
  const images = readIdxImages({ path: spec.images, field: 'data.images' });
  if (spec.labels !== undefined) {
    const labels = readIdxLabels({ path: spec.labels, field: 'data.labels' });
    if (labels.length !== images.count)
      throw new DataError(
        `"${spec.labels}" has ${labels.length} labels for the ${images.count} images of "${spec.images}"; ` +
          'set data.labels to the file that belongs to data.images, or leave it out.',
      );
  }
  const { size, channels, heldOut } = spec;
  if (!Number.isInteger(heldOut) || heldOut < 1 || heldOut >= images.count)
    throw new DataError(
      `"${spec.images}" has ${images.count} images, so data.heldOut cannot be ${heldOut}; ` +
        'set it to at least 1 and to less than the number of images.',
    );
  const trained = images.count - heldOut;
  const volume = size * size * channels;
  const write = imageWriter(images.height, images.width, size, channels);
  return {
    ...describeIdxImages(spec),
    train: imageSamples(images, 0, trained, volume, write),
    heldOut: imageSamples(images, trained, heldOut, volume, write),
    fingerprint: fingerprint([images.bytes], { size, channels, heldOut }),
  };
}
