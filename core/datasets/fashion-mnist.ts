// Fashion-MNIST (arXiv:1708.07747): 28 x 28 grey images of garments, 60,000 to train on and 10,000 held out.
// It comes with Critic, as gzip IDX files with the bytes that its authors publish.

import { join } from 'node:path';
import type { FashionMnistSpec } from '../spec/run-spec.ts';
import { DataError, type DataDescription, type Dataset } from './dataset.ts';
import { fingerprint } from './fingerprint.ts';
import { readIdxImages, readIdxLabels, type IdxImages } from './idx.ts';
import { imageWriter } from './resize.ts';
import { imageSamples } from './samples.ts';

/** In the order of its labels, as section 2 of the paper names them. */
const classes = [
  ...['T-shirt/top', 'Trouser', 'Pullover', 'Dress', 'Coat'],
  ...['Sandal', 'Shirt', 'Sneaker', 'Bag', 'Ankle boot'],
];

function describeFashionMnist({ size, channels }: FashionMnistSpec): DataDescription {
  const title = `Fashion-MNIST, ${size} x ${size}${channels === 3 ? ' x 3' : ''}`;
  return { title, shape: [size, size, channels] };
}

/** Reads it from the folder `fashion-mnist` in `resourcesDir`. Throws a DataError when a file is missing or damaged. */
export function openFashionMnist(spec: FashionMnistSpec, resourcesDir: string): Dataset {
  const file = (name: string) => ({ path: join(resourcesDir, 'fashion-mnist', name), field: null });
  const train = readIdxImages(file('train-images-idx3-ubyte.gz'));
  const heldOut = readIdxImages(file('t10k-images-idx3-ubyte.gz'));
  const { size, channels } = spec;
  const volume = size * size * channels;
  const samples = (images: IdxImages, name: string) => {
    const labels = readIdxLabels(file(name));
    if (labels.length !== images.count || labels.some((label) => label >= classes.length))
      throw new DataError(
        `"${file(name).path}" does not hold the labels of Fashion-MNIST; install Critic again to restore it.`,
      );
    const write = imageWriter(images.height, images.width, size, channels);
    return imageSamples(images, 0, images.count, volume, write, labels);
  };
  return {
    ...describeFashionMnist(spec),
    train: samples(train, 'train-labels-idx1-ubyte.gz'),
    heldOut: samples(heldOut, 't10k-labels-idx1-ubyte.gz'),
    classes,
    fingerprint: fingerprint([train.bytes, heldOut.bytes], { size, channels }),
  };
}
