// The fields of data and latents.

import { digit, double, type FieldFacts } from './facts.ts';

export const dataFacts: Readonly<Record<string, FieldFacts>> = {
  'data.kind': {
    title: 'Data set',
    meaning:
      'What the generator learns to imitate. Points in the plane train in seconds and their true distance can be computed; images take minutes to days.',
    choices: {
      'fashion-mnist': 'Fashion-MNIST',
      idx: 'IDX file of images',
      '8gaussians': '8 Gaussians',
      '25gaussians': '25 Gaussians',
      swissroll: 'Swiss roll',
      ring: 'Ring of 8, PacGAN',
      grid: 'Grid of 25, PacGAN',
      csv: 'CSV file of points',
      drawn: 'Drawn by hand',
      npy: 'NumPy array',
      folder: 'Folder of images',
      cifar: 'CIFAR, binary files',
      download: 'MNIST, KMNIST, CIFAR-10',
      stacked: 'Stacked digits, IDX file',
      'stacked-known': 'Stacked digits, known set',
    },
  },
  'data.size': {
    title: 'Image size',
    meaning:
      'Edge of an image. Images of 28 pixels get a border of two for 32; everything else is resized. 64 needs about five times the work of 28.',
    unit: 'pixels',
  },
  'data.channels': {
    title: 'Channels',
    meaning:
      'Grey, or three channels: colour where the data have it, and otherwise the grey value repeated, as the classic DCGAN works on it.',
    choices: { '1': '1, grey', '3': '3, colour' },
  },
  'data.images': {
    title: 'Image file',
    meaning:
      'Path, on the machine that trains, of an IDX file of images: unsigned bytes with three dimensions, plain or gzip, such as MNIST’s train-images-idx3-ubyte.gz.',
  },
  'data.labels': {
    title: 'Label file',
    meaning:
      'Path of the IDX file of labels that belongs to the images. May be left empty: training needs none.',
  },
  'data.heldOut': {
    title: 'Held out',
    meaning:
      'How many samples are kept out of training, to measure distances against: the last ones of an IDX file, of other files a fixed pick from all over.',
    unit: 'samples',
    step: digit,
  },
  'data.path': {
    title: 'Path',
    name: 'the path',
    meaning:
      'Where the data are on the machine that trains. Relative paths count from the folder that the program was started in.',
  },
  'data.entry': {
    title: 'Array',
    name: 'array in the file',
    meaning:
      'The name of the array inside an .npz file. May be left empty where the file has only one that fits.',
  },
  'data.fit': {
    title: 'Fit',
    meaning:
      'What becomes of pictures that are not square: their middle is cut out, they are put on black, or they are stretched.',
    choices: { crop: 'Crop', pad: 'Pad', stretch: 'Stretch' },
  },
  'data.classes': {
    title: 'Classes',
    meaning: 'CIFAR-10 has 10 classes and CIFAR-100 has 100; they have files of their own.',
  },
  'data.name': {
    title: 'Known data set',
    meaning:
      'Fetched once, with critic data download or the button beside the preview, and used without a connection from then on.',
    choices: { mnist: 'MNIST', kmnist: 'KMNIST', cifar10: 'CIFAR-10' },
  },
  'data.set': {
    title: 'Stacked set',
    name: 'set of digits',
    meaning:
      'Ten classes, of which three are drawn at random as the channels of one image. Fashion-MNIST comes with the program; the others are fetched once, with critic data download.',
    choices: { 'fashion-mnist': 'Fashion-MNIST', mnist: 'MNIST', kmnist: 'KMNIST' },
  },
  'data.points': {
    title: 'Points',
    name: 'drawn points',
    meaning:
      'The points, drawn with the mouse or typed as pairs x y. Samples are these points in equal shares, each moved by a little noise.',
  },
  'data.spread': {
    title: 'Spread',
    name: 'spread of the points',
    meaning:
      'Standard deviation of the noise around each drawn point. With 0 the data are the points themselves and nothing between them.',
    step: double,
  },
  'data.scale': {
    title: 'Scale',
    name: 'scale of the points',
    meaning:
      'Networks begin near 0 with a spread of about 1. Points that are far from that are learned slowly or not at all unless they are scaled; everything, the metrics too, is then of the scaled points. Standardised, each coordinate has mean 0 and standard deviation 1; in the unit box the longer side goes from −1 to 1 and the shape stays.',
    choices: { keep: 'As they are', standardise: 'Standardised', 'unit-box': 'In the unit box' },
  },
  'latent.size': {
    title: 'Size of z',
    meaning: 'How many random numbers the generator makes one sample from.',
    unit: 'numbers',
    step: double,
  },
  'latent.distribution': {
    title: 'Distribution of z',
    meaning: 'What each of those numbers is drawn from.',
    choices: { normal: 'Normal, N(0, 1)', uniform: 'Uniform, −1 to 1' },
  },
};
