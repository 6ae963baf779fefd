// Short words for what a row of the table says of a run.

import type { RunState, RunSummary } from '../../../core/protocol/contract.ts';
import type { MetricKey } from '../../../core/spec/metric.ts';
import type { DataSpec, ObjectiveKind } from '../../../core/spec/run-spec.ts';

export const stateWords: Readonly<Record<RunState, string>> = {
  running: 'Running',
  starting: 'Starting',
  paused: 'Paused',
  queued: 'Queued',
  completed: 'Completed',
  interrupted: 'Stopped',
  diverged: 'Diverged',
  crashed: 'Crashed',
  failed: 'Failed',
};

export const shortObjective: Readonly<Record<ObjectiveKind, string>> = {
  gan: 'GAN',
  'gan-minimax': 'GAN minimax',
  lsgan: 'LSGAN',
  hinge: 'Hinge GAN',
  dragan: 'DRAGAN',
  wgan: 'WGAN clip',
  'wgan-gp': 'WGAN-GP',
  'wgan-lp': 'WGAN-LP',
  'fgan-kl': 'f-GAN KL',
  'fgan-reverse-kl': 'f-GAN rev. KL',
  'fgan-pearson': 'f-GAN Pearson',
  'fgan-hellinger': 'f-GAN Hellinger',
  'fgan-js': 'f-GAN JS',
};
export const objectiveKinds = Object.keys(shortObjective) as readonly ObjectiveKind[];

export const shortData: Readonly<Record<DataSpec['kind'], string>> = {
  'fashion-mnist': 'Fashion-MNIST',
  idx: 'IDX files',
  '8gaussians': '8 Gaussians',
  '25gaussians': '25 Gaussians',
  swissroll: 'Swiss roll',
  ring: 'Ring of 8',
  grid: 'Grid of 25',
  csv: 'Points from text',
  drawn: 'Drawn points',
  npy: 'NumPy array',
  folder: 'Image folder',
  cifar: 'CIFAR files',
  download: 'Downloaded',
  stacked: 'Stacked digits',
  'stacked-known': 'Stacked set',
};

/** "Fashion-MNIST 28 px" for what is "Fashion-MNIST, 28 × 28" in full. */
export function shortTitle({ dataTitle }: RunSummary): string {
  // What has a comma begins with the name of a set or a file, which stays as it is.
  if (dataTitle.includes(',')) return dataTitle.replace(/, (\d+) × \1$/u, ' $1 px');
  return dataTitle.charAt(0).toUpperCase() + dataTitle.slice(1);
}

/** CPU, WebGPU, CUDA; the whole id where it is another. */
export function shortEngine({ engine }: RunSummary): string {
  if (engine === null) return '';
  const provider = engine.id.startsWith('onnx:') ? engine.id.slice(5) : engine.id;
  const names: Readonly<Record<string, string>> = {
    cpu: 'CPU',
    webgpu: 'WebGPU',
    cuda: 'CUDA',
    dml: 'DirectML',
    tensorflow: 'TensorFlow',
    reference: 'Reference',
  };
  return names[provider] ?? engine.id;
}

/** The distance that runs on the same data are compared by: exact on points, sliced on images. */
export function keyMetric({ sampleShape }: Pick<RunSummary, 'sampleShape'>): MetricKey {
  return sampleShape.length === 1 ? 'w1' : 'sliced_wasserstein';
}
