// Runs that are ready to start. Each says what it changes against its objective's recipe and why;
// complete.ts fills in the rest, so a preset is always a whole specification.

import { completeSpec } from './complete.ts';
import type { PlainObject } from './paths.ts';
import type { FGanKind, RunSpec } from './run-spec.ts';

export interface Preset {
  /** What the command line calls it; also the name of the run. */
  readonly id: string;
  readonly title: string;
  /** One sentence: what will be seen. */
  readonly expect: string;
  /** Where its numbers come from. */
  readonly source: string;
  readonly spec: RunSpec;
}

type Row = Omit<Preset, 'spec'> & { readonly differs: PlainObject };

/** Small enough for two CPU cores: a DCGAN of half the classic width on the original 28 pixels. */
const fashion = {
  data: { kind: 'fashion-mnist', size: 28, channels: 1 },
  latent: { size: 64 },
  batch: 64,
  iterations: 800,
  evaluate: { every: 100, samples: 1000 },
  grid: { columns: 8, rows: 8, every: 100 },
  checkpoint: { every: 200 },
};

const fashionRows: readonly Row[] = [
  {
    id: 'fashion-gan',
    title: 'Fashion-MNIST, GAN',
    expect:
      'Garments appear within minutes, while both losses wander and say little about how good the samples are.',
    source:
      "GAN, arXiv:1406.2661, section 3; optimizer of the DCGAN paper, arXiv:1511.06434; this program's sizes",
    differs: { ...fashion, objective: { kind: 'gan' } },
  },
  {
    id: 'fashion-wgan',
    title: 'Fashion-MNIST, WGAN with weight clipping',
    expect: 'The EM estimate falls as blurred garments take shape, more slowly than with a gradient penalty.',
    source: "WGAN, arXiv:1701.07875, Algorithm 1; this program's sizes",
    differs: { ...fashion, objective: { kind: 'wgan' } },
  },
  {
    id: 'fashion-wgan-gp',
    title: 'Fashion-MNIST, WGAN with gradient penalty',
    expect: 'Recognisable garments in about three minutes on two CPU cores, with an EM estimate that falls.',
    source:
      'WGAN-GP, arXiv:1704.00028, Algorithm 1; beta1 0.5 as in its released DCGAN code, learning rate 5e-4 for a short run',
    differs: {
      ...fashion,
      objective: { kind: 'wgan-gp' },
      optimizer: {
        generator: { lr: 5e-4, beta1: 0.5 },
        critic: { lr: 5e-4, beta1: 0.5 },
      },
    },
  },
];

/** The residual networks of the WGAN-GP paper for 32 x 32, a quarter as wide, so that two CPU cores can train them. */
const resnet32 = {
  ...fashion,
  data: { kind: 'fashion-mnist', size: 32, channels: 1 },
  latent: { size: 128 },
  generator: { kind: 'resnet', width: 32, norm: 'batch' },
};

const resnetRows: readonly Row[] = [
  {
    id: 'fashion32-resnet-wgan-gp',
    title: 'Fashion-MNIST at 32 pixels, ResNet, WGAN with gradient penalty',
    expect: 'Garments come from residual networks, deeper than a DCGAN and slower for each iteration.',
    source:
      'WGAN-GP, arXiv:1704.00028, appendix, and gan_cifar_resnet.py of its released code, with 32 channels instead of 128',
    differs: {
      ...resnet32,
      objective: { kind: 'wgan-gp' },
      critic: { kind: 'resnet', width: 32, norm: 'none' },
      optimizer: { generator: { lr: 2e-4 }, critic: { lr: 2e-4 } },
    },
  },
  {
    id: 'fashion32-resnet-sn-hinge',
    title: 'Fashion-MNIST at 32 pixels, ResNet, hinge loss with spectral norm',
    expect: 'No penalty and no clipping: spectral norm alone keeps the discriminator from getting too steep.',
    source:
      'SN-GAN, arXiv:1802.05957, section 4 (hinge loss, Adam 2e-4, beta1 0, beta2 0.9, 5 discriminator updates), with 32 channels instead of 128',
    differs: {
      ...resnet32,
      objective: { kind: 'hinge', nCritic: 5 },
      critic: { kind: 'resnet', width: 32, norm: 'none', spectral: true },
    },
  },
];

const gpToy =
  'gan_toy.py of the released WGAN-GP code (which trains for 100,000 iterations); WGAN-GP, arXiv:1704.00028';

/**
 * A quarter of the width of gan_toy.py. With 512 the bound of KL was below 0 for most of 600 iterations, and samples
 * were on one mode.
 */
const fGanToy = {
  data: { kind: '8gaussians' },
  generator: { kind: 'mlp', hidden: [128, 128, 128] },
  critic: { kind: 'mlp', hidden: [128, 128, 128] },
  iterations: 2500,
};

/** Their generator's loss is exponential in the critic's output, which nothing else keeps from running away. */
const steadied: readonly FGanKind[] = ['fgan-reverse-kl', 'fgan-hellinger'];

/** One for each divergence, to be seen side by side on the same ring. */
const fGanRows: readonly Row[] = (
  [
    {
      kind: 'fgan-kl',
      title: '8 Gaussians, f-GAN of KL',
      expect: 'Samples come to all modes, and lie in the gaps between them as well.',
    },
    {
      kind: 'fgan-reverse-kl',
      title: '8 Gaussians, f-GAN of reverse KL',
      expect:
        'With R1 on the critic samples find the modes, and the bound falls; without it the loss runs away within a thousand iterations.',
    },
    {
      kind: 'fgan-pearson',
      title: '8 Gaussians, f-GAN of Pearson χ²',
      expect: 'Missing modes cost the most, so samples are pulled towards all of them; the bound is noisy.',
    },
    {
      kind: 'fgan-hellinger',
      title: '8 Gaussians, f-GAN of squared Hellinger',
      expect:
        'With R1 on the critic the bound rises while it learns, and falls as samples and data come to overlap; without it the bound climbs towards 2.',
    },
    {
      kind: 'fgan-js',
      title: '8 Gaussians, f-GAN of JS',
      expect:
        'It learns as the GAN does, with a bound that stays far below log 2 once samples and data overlap.',
    },
  ] as const
).map(({ kind, ...row }) => {
  const isSteadied = steadied.includes(kind);
  const penalty = isSteadied ? ' R1, arXiv:1801.04406, with γ = 1 for points;' : '';
  return {
    ...row,
    id: `toy-8gaussians-${kind}`,
    source: `f-GAN, arXiv:1606.00709, Algorithm 1;${penalty} batch of gan_toy.py, released WGAN-GP code; this program's widths`,
    differs: {
      ...fGanToy,
      objective: { kind },
      ...(isSteadied ? { penalty: { kind: 'r1', gamma: 1 } } : {}),
    },
  };
});

const toyRows: readonly Row[] = [
  {
    id: 'toy-8gaussians-gan',
    title: '8 Gaussians, GAN',
    expect: 'Samples chase the modes and drop some of them; the loss does not tell.',
    source: 'GAN, arXiv:1406.2661, section 3; networks and batch of gan_toy.py, released WGAN-GP code',
    differs: { data: { kind: '8gaussians' }, objective: { kind: 'gan' } },
  },
  {
    id: 'toy-8gaussians-wgan',
    title: '8 Gaussians, WGAN with weight clipping',
    expect:
      'The critic stays close to linear, its weights pile up at the limits, and the ring is found slowly.',
    source: 'WGAN, arXiv:1701.07875, Algorithm 1; networks and batch of gan_toy.py, released WGAN-GP code',
    differs: { data: { kind: '8gaussians' }, objective: { kind: 'wgan' } },
  },
  {
    id: 'toy-8gaussians-wgan-gp',
    title: '8 Gaussians, WGAN with gradient penalty',
    expect: 'All 8 modes are covered, and the critic rises in curved contours around the ring.',
    source: gpToy,
    differs: { data: { kind: '8gaussians' }, objective: { kind: 'wgan-gp' } },
  },
  {
    id: 'toy-25gaussians-wgan-gp',
    title: '25 Gaussians, WGAN with gradient penalty',
    expect: 'The grid of 25 modes is filled in from the middle outwards.',
    source: gpToy,
    differs: { data: { kind: '25gaussians' }, objective: { kind: 'wgan-gp' } },
  },
  {
    id: 'toy-swissroll-wgan-gp',
    title: 'Swiss roll, WGAN with gradient penalty',
    expect: 'A cloud of points unrolls into the spiral.',
    source: gpToy,
    differs: { data: { kind: 'swissroll' }, objective: { kind: 'wgan-gp' } },
  },
];

/** The classic network: generator 100-512-256-128-64-3, critic 3-64-128-256-512-1. */
const classic = {
  data: { kind: 'fashion-mnist', size: 64, channels: 3 },
  latent: { size: 100 },
  iterations: 50_000,
  evaluate: { every: 1000, samples: 1000 },
  grid: { columns: 8, rows: 8, every: 1000 },
};

const classicRows: readonly Row[] = [
  {
    id: 'dcgan64-gan',
    title: 'DCGAN at 64 pixels, GAN',
    expect: 'Sharp garments when all goes well, with losses that say little; hours on a GPU, days on a CPU.',
    source: 'DCGAN, arXiv:1511.06434; batch 64 and Adam as the baseline in the released WGAN-GP code',
    differs: { ...classic, objective: { kind: 'gan' } },
  },
  {
    id: 'dcgan64-wgan',
    title: 'DCGAN at 64 pixels, WGAN with weight clipping',
    expect:
      'The EM estimate falls steadily along with the quality of samples; hours on a GPU, days on a CPU.',
    source: 'WGAN, arXiv:1701.07875, Algorithm 1, and the released WGAN code',
    differs: { ...classic, objective: { kind: 'wgan' } },
  },
  {
    id: 'dcgan64-wgan-gp',
    title: 'DCGAN at 64 pixels, WGAN with gradient penalty',
    expect: 'Steadier and faster progress than with clipping; hours on a GPU, days on a CPU.',
    source: 'WGAN-GP, arXiv:1704.00028, Algorithm 1',
    differs: { ...classic, objective: { kind: 'wgan-gp' } },
  },
];

/** The settings of PacGAN's DCGAN on narrow networks, as in the experiment stacked-mnist. */
const stackedRows: readonly Row[] = [
  {
    id: 'stacked-fashion-gan',
    title: 'Stacked Fashion-MNIST, GAN',
    expect:
      'Three garments at a time in red, green and blue; measured afterwards, it shows how many of the 1,000 combinations are reached.',
    source:
      "PacGAN, arXiv:1712.04086, section 4.2, with Fashion-MNIST in place of MNIST; this program's sizes",
    differs: {
      data: { kind: 'stacked-known', set: 'fashion-mnist', size: 28 },
      latent: { size: 100, distribution: 'uniform' },
      objective: { kind: 'gan' },
      generator: { kind: 'dcgan', width: 16 },
      critic: { kind: 'dcgan', width: 16 },
      batch: 64,
      iterations: 2000,
      evaluate: { every: 200, samples: 500 },
      grid: { columns: 8, rows: 8, every: 200 },
      checkpoint: { every: 200 },
    },
  },
];

function preset({ differs, ...row }: Row): Preset {
  const result = completeSpec({ name: row.id, ...differs });
  if ('spec' in result) return { ...row, spec: result.spec };
  throw new Error(`Preset ${row.id}: ${result.problems.map(({ sentence }) => sentence).join(' ')}`);
}

export const presets: readonly Preset[] = [
  ...fashionRows,
  ...resnetRows,
  ...toyRows,
  ...fGanRows,
  ...stackedRows,
  ...classicRows,
].map(preset);

export function findPreset(id: string): Preset | undefined {
  return presets.find((entry) => entry.id === id);
}
