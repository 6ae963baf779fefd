// Data sets that can be fetched from where their authors or maintainers publish them, and what their files must be.
// Addresses and MD5 sums of the MNIST family: torchvision/datasets/mnist.py (pytorch/vision, commit 01977a1); of the
// binary CIFAR-10 archive: the table of versions on cs.toronto.edu/~kriz/cifar.html.

import type { DownloadSpec } from '../spec/run-spec.ts';

export interface DownloadFile {
  readonly name: string;
  readonly md5: string;
}

export interface Download {
  readonly name: DownloadSpec['name'];
  readonly title: string;
  /** Where the files are, with a slash at the end. */
  readonly address: string;
  readonly files: readonly DownloadFile[];
  readonly classes: readonly string[];
}

const idxFiles = (sums: readonly [string, string, string, string]): readonly DownloadFile[] =>
  [
    'train-images-idx3-ubyte.gz',
    'train-labels-idx1-ubyte.gz',
    't10k-images-idx3-ubyte.gz',
    't10k-labels-idx1-ubyte.gz',
  ].map((name, at) => ({ name, md5: sums[at] }));

export const downloads: Readonly<Record<DownloadSpec['name'], Download>> = {
  mnist: {
    name: 'mnist',
    title: 'MNIST',
    address: 'https://ossci-datasets.s3.amazonaws.com/mnist/',
    files: idxFiles([
      'f68b3c2dcbeaaa9fbdd348bbdeb94873',
      'd53e105ee54ea40749a09fcbcd1e9432',
      '9fb629c4189551a2d022fa330f9573f3',
      'ec29112dd5afa0611ce80d1b7f02629c',
    ]),
    classes: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
  },
  kmnist: {
    name: 'kmnist',
    title: 'KMNIST',
    address: 'http://codh.rois.ac.jp/kmnist/dataset/kmnist/',
    files: idxFiles([
      'bdb82020997e1d708af4cf47b453dcf7',
      'e144d726b3acfaa3e44228e80efcd344',
      '5c965bf0a639b31b8f53240b1b52f4d7',
      '7320c461ea6c1c855c0b718fb2a4b134',
    ]),
    classes: ['o', 'ki', 'su', 'tsu', 'na', 'ha', 'ma', 'ya', 're', 'wo'],
  },
  cifar10: {
    name: 'cifar10',
    title: 'CIFAR-10',
    address: 'https://www.cs.toronto.edu/~kriz/',
    files: [{ name: 'cifar-10-binary.tar.gz', md5: 'c32a1d4ab5d03f1284b67883e8d87530' }],
    classes: [],
  },
};
