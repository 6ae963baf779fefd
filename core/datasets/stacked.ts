// Stacked MNIST (Metz and others 2017, arXiv:1611.02163) as PacGAN (arXiv:1712.04086, section 4.2) has it: three digits
// drawn at random are the channels of one image, which gives 1,000 modes. 128,000 of them are drawn to train on.

import { basename } from 'node:path';
import { RandomStream } from '../nn/random.ts';
import type { StackedSpec } from '../spec/run-spec.ts';
import { DataError, HeldOutError, type DataDescription, type Dataset, type Samples } from './dataset.ts';
import { fingerprint } from './fingerprint.ts';
import { labelsFor } from './idx-images.ts';
import { readIdxImages, type IdxImages } from './idx.ts';
import { imageWriter } from './resize.ts';
import { checkRead } from './samples.ts';

const dataSeed = 20_171_212;
const trainingStacks = 128_000;
const classes = Array.from({ length: 1000 }, (_, label) => String(label).padStart(3, '0'));

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
  const train = drawStacks(trainingStacks, 0, digits, RandomStream.of(dataSeed, 'data-order'));
  const held = drawStacks(heldOut, digits, heldOut, RandomStream.of(dataSeed, 'evaluation'));
  return {
    ...describeStacked(spec),
    train: stackedSamples(images, labels, train, size),
    heldOut: stackedSamples(images, labels, held, size),
    ...(labels !== undefined && { classes }),
    fingerprint: fingerprint([images.bytes], { size, heldOut, stacked: 3 }),
  };
}

/** `[count, 3]`: which digits, from `first` on. */
function drawStacks(count: number, first: number, digits: number, stream: RandomStream): Uint32Array {
  return Uint32Array.from({ length: 3 * count }, () => first + stream.integer(digits));
}

function stackedSamples(
  images: IdxImages,
  labels: Uint8Array | undefined,
  stacks: Uint32Array,
  size: number,
): Samples {
  const count = stacks.length / 3;
  const area = size * size;
  const stride = images.height * images.width;
  const write = imageWriter(images.height, images.width, size, 1);
  const plane = new Float32Array(area);
  const digit = (stack: number, c: number): number => labels?.[stacks[3 * stack + c]] ?? 0;
  return {
    count,
    ...(labels && {
      labels: Uint16Array.from({ length: count }, (_, i) =>
        [0, 1, 2].reduce((sum, c) => 10 * sum + digit(i, c), 0),
      ),
    }),
    read(indices, into) {
      checkRead(indices, into, count, 3 * area);
      for (let i = 0; i < indices.length; i += 1) {
        for (let c = 0; c < 3; c += 1) {
          write(images.pixels, stacks[3 * indices[i] + c] * stride, plane, 0);
          for (let k = 0; k < area; k += 1) into[3 * (i * area + k) + c] = plane[k];
        }
      }
    },
  };
}
