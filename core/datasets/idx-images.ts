// Images from any IDX file by path: the first ones to train on, the last `heldOut` for metrics.

import { basename } from 'node:path';
import type { IdxSpec } from '../spec/run-spec.ts';
import { DataError, HeldOutError, type DataDescription, type Dataset } from './dataset.ts';
import { fingerprint } from './fingerprint.ts';
import { readIdxImages, readIdxLabels, type IdxImages } from './idx.ts';
import { imageWriter } from './resize.ts';
import { imageSamples } from './samples.ts';

function describeIdxImages({ images, size, channels }: IdxSpec): DataDescription {
  const title = `${basename(images)}, ${size} x ${size}${channels === 3 ? ' x 3' : ''}`;
  return { title, shape: [size, size, channels] };
}

/**
 * Reads the images, and the labels where given.
 * Throws a DataError when a file is missing or damaged, the counts differ, or `heldOut` leaves nothing.
 */
export function openIdxImages(spec: IdxSpec): Dataset {
  const images = readIdxImages({ path: spec.images, field: 'data.images' });
  const labels = spec.labels === undefined ? undefined : labelsFor(images, spec.images, spec.labels);
  const { size, channels, heldOut } = spec;
  if (!Number.isInteger(heldOut) || heldOut < 1 || heldOut >= images.count)
    throw new HeldOutError(
      `"${spec.images}" has ${images.count} images, so data.heldOut cannot be ${heldOut}; ` +
        'set it to at least 1 and to less than the number of images.',
      images.count,
    );
  const trained = images.count - heldOut;
  const volume = size * size * channels;
  const write = imageWriter(images.height, images.width, size, channels);
  return {
    ...describeIdxImages(spec),
    train: imageSamples(images, 0, trained, volume, write, labels),
    heldOut: imageSamples(images, trained, heldOut, volume, write, labels),
    ...(labels && { classes: numberedClasses(labels) }),
    fingerprint: fingerprint([images.bytes], { size, channels, heldOut }),
  };
}

/** The labels that belong to images. Throws a DataError when the counts differ. */
export function labelsFor({ count }: IdxImages, images: string, labels: string): Uint8Array {
  const read = readIdxLabels({ path: labels, field: 'data.labels' });
  if (read.length !== count)
    throw new DataError(
      `"${labels}" has ${read.length} labels for the ${count} images of "${images}"; ` +
        'set data.labels to the file that belongs to data.images, or leave it out.',
    );
  return read;
}

/** A file of labels has no names for them: "0" up to the largest that is there. */
export function numberedClasses(labels: Uint8Array): readonly string[] {
  const largest = labels.reduce((most, label) => Math.max(most, label), 0);
  return Array.from({ length: largest + 1 }, (_, label) => String(label));
}
