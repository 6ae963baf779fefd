// Stacked MNIST (Metz and others 2017, arXiv:1611.02163) as PacGAN (arXiv:1712.04086, section 4.2) has it: three digits
// drawn at random are the channels of one image, which gives 1,000 modes. 128,000 of them are drawn to train on.

import { basename } from 'node:path';
import { RandomStream } from '../nn/random.ts';
import type { StackedSpec } from '../spec/run-spec.ts';
import { DataError, HeldOutError, type DataDescription, type Dataset, type Samples } from './dataset.ts';
import { fingerprint } from './fingerprint.ts';
import { labelsFor, numberedClasses } from './idx-images.ts';
import { readIdxImages } from './idx.ts';
import { imageWriter } from './resize.ts';
import { checkRead, imageSamples } from './samples.ts';

const dataSeed = 20_171_212;
const trainingStacks = 128_000;

function describeStacked({ images, size }: StackedSpec): DataDescription {
  return { title: `${basename(images)}, stacked, ${size} x ${size} x 3`, shape: [size, size, 3] };
}

/**
 * The last `heldOut` digits of the file are stacked among themselves, as many times as there are of them, for the
 * metrics; training stacks never contain them. Throws a DataError for files that cannot be used.
 */
export function openStacked(spec: StackedSpec): Dataset {
  const { size, heldOut } = spec;
  const images = readIdxImages({ path: spec.images, field: 'data.images' });
  const labels = spec.labels === undefined ? undefined : labelsFor(images, spec.images, spec.labels);
  const beyond = labels?.find((label) => label > 9);
  if (beyond !== undefined)
    throw new DataError(
      `"${spec.labels ?? ''}" has the label ${beyond}, where digits have 0 to 9; ` +
        'set data.labels to a file of digits, or leave it out.',
    );
  if (heldOut < 1 || heldOut >= images.count)
    throw new HeldOutError(
      `"${spec.images}" has ${images.count} images, so data.heldOut cannot be ${heldOut}; ` +
        'set it to at least 1 and to less than the number of images.',
      images.count,
    );
  const digits = images.count - heldOut;
  const write = imageWriter(images.height, images.width, size, 1);
  const of = (first: number, count: number) => imageSamples(images, first, count, size * size, write, labels);
  const parts = { train: of(0, digits), heldOut: of(digits, heldOut) };
  const description = describeStacked(spec);
  const marks = { size, heldOut, stacked: 3 };
  return {
    ...description,
    ...stackedParts(parts, size),
    ...(labels !== undefined && {
      classes: stackClasses,
      digits: {
        ...{ ...parts, title: description.title, shape: [size, size, 1], classes: numberedClasses(labels) },
        fingerprint: fingerprint([images.bytes, labels], { ...marks, stacked: 1 }),
      },
    }),
    fingerprint: fingerprint([images.bytes], marks),
  };
}

/** What every stack is one of: the classes of its channels as a number of three digits. */
export const stackClasses = Array.from({ length: 1000 }, (_, label) => String(label).padStart(3, '0'));

/** Stacks of three of these images of `size` x `size` pixels: the same ones every time. */
export function stackedParts(
  { train, heldOut }: { readonly train: Samples; readonly heldOut: Samples },
  size: number,
): { readonly train: Samples; readonly heldOut: Samples } {
  const draw = (count: number, from: Samples, stream: 'data-order' | 'evaluation'): Samples =>
    stackedSamples(from, drawStacks(count, from.count, RandomStream.of(dataSeed, stream)), size * size);
  return {
    train: draw(trainingStacks, train, 'data-order'),
    heldOut: draw(heldOut.count, heldOut, 'evaluation'),
  };
}

/** `[count, 3]`: which of so many digits. */
function drawStacks(count: number, digits: number, stream: RandomStream): Uint32Array {
  return Uint32Array.from({ length: 3 * count }, () => stream.integer(digits));
}

function stackedSamples(digits: Samples, stacks: Uint32Array, area: number): Samples {
  const count = stacks.length / 3;
  const { labels } = digits;
  const planes = new Float32Array(3 * area);
  return {
    count,
    ...(labels && {
      labels: Uint16Array.from({ length: count }, (_, i) =>
        stacks.subarray(3 * i, 3 * i + 3).reduce((sum, digit) => 10 * sum + labels[digit], 0),
      ),
    }),
    read(indices, into) {
      checkRead(indices, into, count, 3 * area);
      for (let i = 0; i < indices.length; i += 1) {
        digits.read(stacks.subarray(3 * indices[i], 3 * indices[i] + 3), planes);
        for (let c = 0; c < 3; c += 1) {
          for (let k = 0; k < area; k += 1) into[3 * (i * area + k) + c] = planes[c * area + k];
        }
      }
    },
  };
}
