// Fashion-MNIST (arXiv:1708.07747): 28 x 28 grey images of garments, 60,000 to train on and 10,000 held out.
// It comes with Critic, as gzip IDX files with the bytes that its authors publish.

import { join } from 'node:path';
import type { FashionMnistSpec } from '../spec/run-spec.ts';
import type { DataDescription, Dataset } from './dataset.ts';
import { fingerprint } from './fingerprint.ts';
import { readIdxImages, readIdxLabels } from './idx.ts';
import { imageWriter } from './resize.ts';
import { imageSamples } from './samples.ts';

export function describeFashionMnist({ size, channels }: FashionMnistSpec): DataDescription {
  const title = `Fashion-MNIST, ${size} x ${size}${channels === 3 ? ' x 3' : ''}`;
  return { title, shape: [size, size, channels] };
}

const classes = [
  ...(['T-shirt', 'Trouser', 'Pullover', 'Dress', 'Coat', 'Sandal', 'Shirt', 'Sneaker'] as const),
  ...(['Bag', 'Ankle boot'] as const),
];

/** Reads it from the folder `fashion-mnist` in `resourcesDir`. Throws a DataError when a file is missing or damaged. */
export function openFashionMnist(spec: FashionMnistSpec, resourcesDir: string): Dataset {
  const file = (name: string) => ({ path: join(resourcesDir, 'fashion-mnist', name), field: null });
  const train = readIdxImages(file('train-images-idx3-ubyte.gz'));
  const heldOut = readIdxImages(file('t10k-images-idx3-ubyte.gz'));
  const labels = (name: string): Uint16Array => Uint16Array.from(readIdxLabels(file(name)));
  const { size, channels } = spec;
  const volume = size * size * channels;
  const samples = (images: typeof train) =>
    imageSamples(images, 0, images.count, volume, imageWriter(images.height, images.width, size, channels));
  return {
    ...describeFashionMnist(spec),
    train: { ...samples(train), labels: labels('train-labels-idx1-ubyte.gz') },
    heldOut: { ...samples(heldOut), labels: labels('t10k-labels-idx1-ubyte.gz') },
    classes,
    fingerprint: fingerprint([train.bytes, heldOut.bytes], { size, channels }),
  };
}
