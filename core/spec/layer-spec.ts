// The layers that networks are made of, as plain data. Every network is a list of these: written out in a
// `layers` network, implied by the few settings of the classic ones.

export type LayerSpec =
  | DenseSpec
  | ConvSpec
  | ConvTransposeSpec
  | UpsampleSpec
  | DownsampleSpec
  | NormSpec
  | ActivationSpec
  | ReshapeSpec
  | FlattenSpec
  | ResidualSpec
  | GlobalMeanPoolSpec
  | MaxoutSpec;
export type LayerKind = LayerSpec['kind'];

export type LayerNorm = 'batch' | 'layer' | 'instance';

/** Fully connected: a list of numbers to `width` numbers. */
export interface DenseSpec {
  readonly kind: 'dense';
  readonly width: number;
}
/** With stride 1 an image keeps its size (odd kernels), with stride 2 it is halved. */
export interface ConvSpec {
  readonly kind: 'conv';
  readonly channels: number;
  readonly kernel: 1 | 3 | 4 | 5;
  readonly stride: 1 | 2;
}
/** DCGAN's: doubles an image. */
export interface ConvTransposeSpec {
  readonly kind: 'conv-transpose';
  readonly channels: number;
  readonly kernel: 4;
  readonly stride: 2;
}
/** Every pixel four times. */
export interface UpsampleSpec {
  readonly kind: 'upsample';
}
/** Means of 2 x 2 pixels. */
export interface DownsampleSpec {
  readonly kind: 'downsample';
}
/** With a gain and a bias for each channel (the last axis). */
export interface NormSpec {
  readonly kind: 'norm';
  readonly norm: LayerNorm;
}
/** `leaky-relu` has slope 0.2 below 0. */
export interface ActivationSpec {
  readonly kind: 'activation';
  readonly activation: 'relu' | 'leaky-relu' | 'tanh';
}
/** The same numbers in the shape `[height, width, channels]` or `[length]`. */
export interface ReshapeSpec {
  readonly kind: 'reshape';
  readonly shape: readonly number[];
}
export interface FlattenSpec {
  readonly kind: 'flatten';
}
/**
 * Two 3 x 3 convolutions beside a shortcut (Gulrajani et al. 2017, arXiv:1704.00028, appendix): norm, ReLU, convolution,
 * norm, ReLU, convolution. `up` upsamples before the first convolution, `down` pools after the second.
 */
export interface ResidualSpec {
  readonly kind: 'residual';
  readonly channels: number;
  readonly sample: 'up' | 'down' | 'none';
  readonly norm: 'none' | LayerNorm;
  /** Whether norm and ReLU come before the first convolution; not where the block is the first to see an image. */
  readonly preactivation: boolean;
}
/** The mean of each channel over all pixels. */
export interface GlobalMeanPoolSpec {
  readonly kind: 'global-mean-pool';
}
/** `width` units, each the largest of `pieces` linear ones (Goodfellow et al. 2013, arXiv:1302.4389). */
export interface MaxoutSpec {
  readonly kind: 'maxout';
  readonly width: number;
  readonly pieces: number;
}

/** Room for every classic network, the deepest MLP with norms included. */
export const mostLayers = 128;
