// The four workloads that the benchmark times, here and in PyTorch (peer.py holds the same four).

import type { RunSpec } from '../../core/spec/run-spec.ts';

export interface Workload {
  readonly name: string;
  readonly spec: RunSpec;
  /** Shape of one sample. */
  readonly sample: readonly number[];
}

const adam = { kind: 'adam', lr: 1e-4, beta1: 0.5, beta2: 0.9, epsilon: 1e-8 } as const;
const rmsprop = { kind: 'rmsprop', lr: 5e-5, decay: 0.99, epsilon: 1e-8 } as const;
const mlp = { kind: 'mlp', hidden: [512, 512, 512], activation: 'relu', norm: 'none', init: 'he' } as const;

const common = {
  format: 1,
  iterations: 1,
  seed: 1,
  warmup: { criticSteps: 0, iterations: 0, every: 0 },
  evaluate: { every: 1, samples: 64 },
  grid: { columns: 8, rows: 8, every: 1 },
  checkpoint: { every: 1 },
} as const;

const dcgan = (edge: 28 | 32, width: number): Workload => ({
  name: `dcgan${edge}`,
  sample: [edge, edge, 1],
  spec: {
    ...common,
    name: `dcgan${edge}`,
    data: { kind: 'fashion-mnist', size: edge, channels: 1 },
    latent: { size: 100, distribution: 'normal' },
    generator: { kind: 'dcgan', width, norm: 'batch', init: 'dcgan' },
    critic: { kind: 'dcgan', width, norm: 'none', init: 'dcgan' },
    objective: { kind: 'wgan-gp', nCritic: 5, lambda: 10 },
    penalty: { kind: 'none' },
    ema: { decay: 0 },
    optimizer: { generator: adam, critic: adam },
    batch: 64,
  },
});

export const workloads: readonly Workload[] = [
  {
    name: 'mlp-toy',
    sample: [2],
    spec: {
      ...common,
      name: 'mlp-toy',
      data: { kind: '8gaussians' },
      latent: { size: 2, distribution: 'normal' },
      generator: mlp,
      critic: mlp,
      objective: { kind: 'wgan-gp', nCritic: 5, lambda: 0.1 },
      penalty: { kind: 'none' },
      ema: { decay: 0 },
      optimizer: { generator: adam, critic: adam },
      batch: 256,
    },
  },
  dcgan(28, 32),
  dcgan(32, 64),
  {
    name: 'dcgan64',
    sample: [64, 64, 3],
    spec: {
      ...common,
      name: 'dcgan64',
      data: { kind: 'fashion-mnist', size: 64, channels: 3 },
      latent: { size: 100, distribution: 'normal' },
      generator: { kind: 'dcgan', width: 64, norm: 'batch', init: 'dcgan' },
      critic: { kind: 'dcgan', width: 64, norm: 'batch', init: 'dcgan' },
      objective: { kind: 'wgan', nCritic: 5, clip: 0.01 },
      penalty: { kind: 'none' },
      ema: { decay: 0 },
      optimizer: { generator: rmsprop, critic: rmsprop },
      batch: 16,
    },
  },
];

const { sample, spec } = dcgan(32, 64);
/** Without a part in PyTorch. `resnet32` is `dcgan32` with residual networks of the same width (arXiv:1704.00028). */
export const ownWorkloads: readonly Workload[] = [
  {
    name: 'resnet32',
    sample,
    spec: {
      ...spec,
      name: 'resnet32',
      generator: { kind: 'resnet', width: 64, norm: 'batch', init: 'he' },
      critic: { kind: 'resnet', width: 64, norm: 'none', init: 'he' },
    },
  },
];
