// A run as plain data: everything that decides what a run computes, and nothing about where or when.
// Two runs with equal specs on the same engine compute the same bits.

import type { LayerSpec } from './layer-spec.ts';

/** What the networks learn from. Images are delivered in [-1, 1], points in the plane as they are. */
export type DataSpec =
  | FashionMnistSpec
  | IdxSpec
  | ToySpec
  | CsvSpec
  | DrawnSpec
  | NpySpec
  | FolderSpec
  | CifarSpec
  | DownloadSpec
  | StackedSpec
  | StackedKnownSpec;

export interface FashionMnistSpec {
  readonly kind: 'fashion-mnist';
  /** Edge in pixels. 28 is native; 32 adds a border of two pixels; 64 is resized bilinearly. */
  readonly size: 28 | 32 | 64;
  /** 1, or 3 for the grey value repeated (the classic DCGAN works on three channels). */
  readonly channels: 1 | 3;
}

export interface IdxSpec {
  readonly kind: 'idx';
  /** Path of an IDX file of unsigned bytes with 3 dimensions, plain or gzip. */
  readonly images: string;
  /** Path of the matching IDX label file; optional. */
  readonly labels?: string;
  readonly size: 28 | 32 | 64;
  readonly channels: 1 | 3;
  /** How many images from the end of the file are kept out of training, for metrics. */
  readonly heldOut: number;
}

/** `ring` and `grid` are those of PacGAN (arXiv:1712.04086); the others those of the released WGAN-GP code. */
export const toyKinds = ['8gaussians', '25gaussians', 'swissroll', 'ring', 'grid'] as const;
export interface ToySpec {
  readonly kind: (typeof toyKinds)[number];
}

/** Points as they are, each coordinate with mean 0 and deviation 1, or the longer side of their box from -1 to 1. */
export const pointScales = ['keep', 'standardise', 'unit-box'] as const;
export type PointScale = (typeof pointScales)[number];

/** Points in the plane from a text file: two columns. */
export interface CsvSpec {
  readonly kind: 'csv';
  readonly path: string;
  /** How many points, picked by a fixed shuffle, are kept out of training. */
  readonly heldOut: number;
  /** Absent: as they are. */
  readonly scale?: PointScale;
}

/** Points drawn by hand. Samples are the points in equal shares, moved by Gaussian noise. */
export interface DrawnSpec {
  readonly kind: 'drawn';
  /** x and y of each point in turn. */
  readonly points: readonly number[];
  /** Standard deviation of the noise in each coordinate. */
  readonly spread: number;
  /** Of the samples, noise included. Absent: as they are. */
  readonly scale?: PointScale;
}

/** An array as NumPy saves it: images where `size` is given, points `[n, 2]` in the plane where it is not. */
export interface NpySpec {
  readonly kind: 'npy';
  /** An .npy or .npz file. */
  readonly path: string;
  /** The name of the array in an .npz file; may be left out where there is only one that fits. */
  readonly entry?: string;
  /** How many samples, picked by a fixed shuffle, are kept out of training. */
  readonly heldOut: number;
  readonly size?: 28 | 32 | 64;
  /** 1 where it is left out. */
  readonly channels?: 1 | 3;
  /** Of points; absent: as they are. */
  readonly scale?: PointScale;
}

/** Pictures in a folder and the folders below it. */
export interface FolderSpec {
  readonly kind: 'folder';
  readonly path: string;
  readonly size: 28 | 32 | 64;
  readonly channels: 1 | 3;
  /** Pictures that are not square: the middle of them, all of them on black, or all of them stretched. */
  readonly fit: 'crop' | 'pad' | 'stretch';
  /** How many images, picked by a fixed shuffle, are kept out of training. */
  readonly heldOut: number;
}

/** CIFAR-10 or CIFAR-100 in the binary version; its test batch is held out. */
export interface CifarSpec {
  readonly kind: 'cifar';
  /** The .tar.gz archive, the folder that it unpacks to, or one of the .bin files in it. */
  readonly path: string;
  readonly classes: 10 | 100;
  readonly size: 28 | 32 | 64;
  readonly channels: 1 | 3;
}

export const downloadNames = ['mnist', 'kmnist', 'cifar10'] as const;
/** A known data set that has been downloaded before; its own test images are held out. */
export interface DownloadSpec {
  readonly kind: 'download';
  readonly name: (typeof downloadNames)[number];
  readonly size: 28 | 32 | 64;
  readonly channels: 1 | 3;
}

/** Three digits drawn at random as the channels of one image. */
export interface StackedSpec {
  readonly kind: 'stacked';
  /** An IDX file of digits. */
  readonly images: string;
  readonly labels?: string;
  readonly size: 28 | 32;
  /** How many digits from the end of the file are stacked apart from the others, for metrics. */
  readonly heldOut: number;
}

export const stackableNames = ['fashion-mnist', 'mnist', 'kmnist'] as const;
/** The same of a known set of ten classes: the one that comes with the program, or one that was downloaded before. */
export interface StackedKnownSpec {
  readonly kind: 'stacked-known';
  readonly set: (typeof stackableNames)[number];
  readonly size: 28 | 32;
}

export interface LatentSpec {
  /** Length of z. */
  readonly size: number;
  /** N(0, 1) or U(-1, 1) in every coordinate. */
  readonly distribution: 'normal' | 'uniform';
}

export type NormKind = 'none' | 'batch' | 'layer' | 'instance';
/** `he` is N(0, 2/fan_in) (arXiv:1502.01852), `dcgan` is N(0, 0.02) (arXiv:1511.06434), gains of norms N(1, 0.02). */
export type InitKind = 'he' | 'dcgan';

export type NetworkSpec = MlpSpec | DcganSpec | ResnetSpec | LayersSpec;

interface NetworkBase {
  /** Critics only: every kernel divided by its largest singular value (spectral norm, arXiv:1802.05957). Absent: no. */
  readonly spectral?: boolean;
}

export interface MlpSpec extends NetworkBase {
  readonly kind: 'mlp';
  /** Widths of the hidden layers, first to last. */
  readonly hidden: readonly number[];
  readonly activation: 'relu' | 'leaky-relu';
  readonly norm: NormKind;
  readonly init: InitKind;
}

export interface DcganSpec extends NetworkBase {
  readonly kind: 'dcgan';
  /** Channels of the layer nearest the image; doubled at every halving of the image. */
  readonly width: number;
  readonly norm: NormKind;
  readonly init: InitKind;
}

/** The residual networks of WGAN-GP (arXiv:1704.00028, appendix). */
export interface ResnetSpec extends NetworkBase {
  readonly kind: 'resnet';
  /** Channels of every block: DIM, 128 in the paper. */
  readonly width: number;
  readonly norm: NormKind;
  readonly init: InitKind;
}

/** A network of one's own, layer by layer. */
export interface LayersSpec extends NetworkBase {
  readonly kind: 'layers';
  readonly layers: readonly LayerSpec[];
  readonly init: InitKind;
}

/**
 * A generator that is none: real points with N(0, deviation^2) noise on them, or U(-deviation, deviation) where that is
 * what z is. It does not learn, so the critic can be trained to its optimum against it, as for figure 1 of WGAN-GP
 * (arXiv:1704.00028; FIXED_GENERATOR in gan_toy.py). For points in the plane, with z as long as a point.
 */
export interface RealPlusNoiseSpec {
  readonly kind: 'real-plus-noise';
  readonly deviation: number;
}
export type GeneratorSpec = NetworkSpec | RealPlusNoiseSpec;

/** Settings shared by every objective. */
interface ObjectiveBase {
  /** Critic (or discriminator) updates for each generator update. */
  readonly nCritic: number;
}
export interface GanSpec extends ObjectiveBase {
  readonly kind: 'gan';
}
export interface GanMinimaxSpec extends ObjectiveBase {
  readonly kind: 'gan-minimax';
}
export interface LsganSpec extends ObjectiveBase {
  readonly kind: 'lsgan';
}
export interface HingeSpec extends ObjectiveBase {
  readonly kind: 'hinge';
}
export interface WganSpec extends ObjectiveBase {
  readonly kind: 'wgan';
  /** Every critic weight is clipped to [-c, c] after each critic update. */
  readonly clip: number;
}
export interface WganGpSpec extends ObjectiveBase {
  readonly kind: 'wgan-gp';
  /** Weight of the gradient penalty. */
  readonly lambda: number;
}
export interface WganLpSpec extends ObjectiveBase {
  readonly kind: 'wgan-lp';
  readonly lambda: number;
}
export interface DraganSpec extends ObjectiveBase {
  readonly kind: 'dragan';
  readonly lambda: number;
  /** The gradient norm that the penalty pulls towards. */
  readonly k: number;
  /** Scale of the noise around real data, in standard deviations of the batch. */
  readonly noise: number;
}
/** The f-GANs (arXiv:1606.00709), by the divergence that their critic bounds from below. */
export const fGanKinds = ['fgan-kl', 'fgan-reverse-kl', 'fgan-pearson', 'fgan-hellinger', 'fgan-js'] as const;
export type FGanKind = (typeof fGanKinds)[number];
export interface FGanSpec extends ObjectiveBase {
  readonly kind: FGanKind;
}
export type ObjectiveSpec =
  | GanSpec
  | GanMinimaxSpec
  | LsganSpec
  | HingeSpec
  | WganSpec
  | WganGpSpec
  | WganLpSpec
  | DraganSpec
  | FGanSpec;
export type ObjectiveKind = ObjectiveSpec['kind'];

/** A term on the critic's gradient, for objectives that have none of their own. */
export type PenaltySpec =
  | { readonly kind: 'none' }
  /** lambda E (|grad f(x-hat)| - 1)^2 between real and generated samples (arXiv:1704.00028). */
  | { readonly kind: 'gp'; readonly lambda: number }
  /** lambda E max(0, |grad f(x-hat)| - 1)^2 there (arXiv:1709.08894). */
  | { readonly kind: 'lp'; readonly lambda: number }
  /** lambda E (|grad f(x + delta)| - k)^2 around real samples, as DraganSpec has it (arXiv:1705.07215). */
  | { readonly kind: 'dragan'; readonly lambda: number; readonly k: number; readonly noise: number }
  /** gamma/2 E |grad f(x)|^2 on real samples (arXiv:1801.04406). */
  | { readonly kind: 'r1'; readonly gamma: number };

export type OptimizerSpec = SgdSpec | MomentumSpec | RmspropSpec | AdamSpec;
export interface SgdSpec {
  readonly kind: 'sgd';
  readonly lr: number;
}
export interface MomentumSpec {
  readonly kind: 'momentum';
  readonly lr: number;
  readonly momentum: number;
}
export interface RmspropSpec {
  readonly kind: 'rmsprop';
  readonly lr: number;
  /** Smoothing of the squared gradient: `alpha` in PyTorch (0.99), `rho` in TensorFlow (0.9). */
  readonly decay: number;
  readonly epsilon: number;
}
export interface AdamSpec {
  readonly kind: 'adam';
  readonly lr: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

export interface RunSpec {
  /** Version of this format. */
  readonly format: 1;
  readonly name: string;
  readonly data: DataSpec;
  readonly latent: LatentSpec;
  readonly generator: GeneratorSpec;
  readonly critic: NetworkSpec;
  readonly objective: ObjectiveSpec;
  /** `none` for objectives that have a penalty of their own. */
  readonly penalty: PenaltySpec;
  readonly optimizer: { readonly generator: OptimizerSpec; readonly critic: OptimizerSpec };
  /** Samples per update, real and generated each. */
  readonly batch: number;
  /**
   * The moving average of the generator's weights, ema <- decay ema + (1 - decay) w after each of its updates, from its
   * first weights on (arXiv:1806.04498, equation 1). 0 is none.
   */
  readonly ema: { readonly decay: number };
  /** Generator updates. */
  readonly iterations: number;
  readonly seed: number;
  /**
   * Extra critic updates, as in the released WGAN code (100 for each of the first 25 generator
   * updates and for every 500th); `criticSteps: 0` switches them off.
   */
  readonly warmup: { readonly criticSteps: number; readonly iterations: number; readonly every: number };
  readonly evaluate: {
    /** Iterations between evaluations; the first is at 0. */
    readonly every: number;
    /** Generated samples, and held-out ones, per evaluation. */
    readonly samples: number;
  };
  /** The grid of samples from fixed noise. Saved at 0, 1, 2, 5, 10, 20, 50, … up to `every`, then at each multiple of it. */
  readonly grid: {
    readonly columns: number;
    readonly rows: number;
    readonly every: number;
    /** Whether another one is saved beside each, from noise drawn anew. Absent: no. */
    readonly fresh?: boolean;
  };
  /** Iterations between checkpoints; one is also written at the end and on interruption. */
  readonly checkpoint: { readonly every: number };
}
