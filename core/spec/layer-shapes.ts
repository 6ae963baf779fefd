// What one layer makes of what it is given: shape, bias, parameters and a label, or why it does not fit.

import type { LayerKind, LayerNorm, LayerSpec, ResidualSpec } from './layer-spec.ts';
import { showCount } from './problem.ts';

export interface LayerBase {
  /** Prefix of the names of its parameters; empty where it has none. */
  readonly name: string;
  readonly in: readonly number[];
  readonly out: readonly number[];
  /** Numbers that are trained. */
  readonly parameters: number;
  /** For people: "conv 4x4 / 2, 32 channels". */
  readonly label: string;
}
export interface DenseLayer extends LayerBase {
  readonly kind: 'dense';
  readonly bias: boolean;
}
/** A convolution keeps or halves the image, a transposed one (4 x 4, stride 2) doubles it. */
export interface ConvLayer extends LayerBase {
  readonly kind: 'conv' | 'conv-transpose';
  readonly kernel: number;
  readonly stride: number;
  readonly padding: number;
  readonly bias: boolean;
}
/** A gain and a bias for each channel (the last axis). */
export interface NormLayer extends LayerBase {
  readonly kind: 'norm';
  readonly norm: LayerNorm;
}
/** `leaky-relu` has slope 0.2 below 0. */
export interface ActivationLayer extends LayerBase {
  readonly kind: 'activation';
  readonly activation: 'relu' | 'leaky-relu' | 'tanh';
}
export interface ReshapeLayer extends LayerBase {
  readonly kind: 'reshape';
}
export interface ResidualLayer extends LayerBase {
  readonly kind: 'residual';
  readonly sample: ResidualSpec['sample'];
  readonly norm: ResidualSpec['norm'];
  readonly preactivation: boolean;
  /** Channels between its convolutions. */
  readonly middle: number;
  /** Whether the shortcut has a 1 x 1 convolution of its own; else it hands its input on. */
  readonly projects: boolean;
}
export interface ResampleLayer extends LayerBase {
  readonly kind: 'upsample' | 'downsample' | 'global-mean-pool';
}
export interface MaxoutLayer extends LayerBase {
  readonly kind: 'maxout';
  readonly pieces: number;
}
export type Layer =
  | DenseLayer
  | ConvLayer
  | NormLayer
  | ActivationLayer
  | ReshapeLayer
  | ResidualLayer
  | ResampleLayer
  | MaxoutLayer;

/** What layers are called in sentences and menus. */
export const layerNames: Readonly<Record<LayerKind, string>> = {
  dense: 'dense',
  conv: 'conv',
  'conv-transpose': 'transposed conv',
  upsample: 'upsample',
  downsample: 'mean pool',
  norm: 'norm',
  activation: 'activation',
  reshape: 'reshape',
  flatten: 'flatten',
  residual: 'residual block',
  'global-mean-pool': 'global mean pool',
  maxout: 'maxout',
};

/** Numbers that one layer may give for one sample: 64 MiB of them. */
export const mostValues = 2 ** 24;

type Image = readonly [height: number, width: number, channels: number];

export const volume = (shape: readonly number[]): number =>
  shape.reduce((product, edge) => product * edge, 1);
/** "7 x 7 x 64", or "100 numbers". */
export const shapeWords = (shape: readonly number[]): string =>
  shape.length > 1 ? shape.join(' x ') : `${String(shape[0])} ${shape[0] === 1 ? 'number' : 'numbers'}`;

const isImage = (shape: readonly number[]): shape is Image => shape.length === 3;
const channelWords = (count: number): string => `${String(count)} ${count === 1 ? 'channel' : 'channels'}`;
const isEven = ([height, width]: Image): boolean => height % 2 === 0 && width % 2 === 0;

export interface Place {
  readonly name: string;
  readonly in: readonly number[];
  /** Whether the norm that follows takes the bias over. */
  readonly bias: boolean;
}

/** The layer in its place, or the end of a sentence that begins with "it". */
export function shapeLayer(spec: LayerSpec, place: Place): Layer | string {
  const layer = shaped(spec, place);
  if (typeof layer === 'string' || volume(layer.out) <= mostValues) return layer;
  return `would make ${showCount(volume(layer.out))} numbers of each sample, and at most ${showCount(mostValues)} are possible; make it smaller`;
}

function shaped(spec: LayerSpec, { name, in: input, bias }: Place): Layer | string {
  const plain = { name: '', in: input, out: input, parameters: 0 };
  switch (spec.kind) {
    case 'dense': {
      if (isImage(input))
        return `takes a list of numbers, and gets ${shapeWords(input)}; put a flatten before it`;
      const parameters = volume(input) * spec.width + (bias ? spec.width : 0);
      const label = `dense, ${String(spec.width)}`;
      return { kind: 'dense', name, in: input, out: [spec.width], bias, parameters, label };
    }
    case 'maxout': {
      if (isImage(input))
        return `takes a list of numbers, and gets ${shapeWords(input)}; put a flatten before it`;
      const { width, pieces } = spec;
      const parameters = (volume(input) + 1) * width * pieces;
      const label = `maxout, ${String(width)} of ${String(pieces)} pieces`;
      return { kind: 'maxout', name, in: input, out: [width], pieces, parameters, label };
    }
    case 'norm':
      if (spec.norm === 'instance' && !(isImage(input) && input[0] * input[1] > 1)) {
        return `is over the pixels of an image when it is an instance norm, and gets ${shapeWords(input)}; use batch or layer`;
      }
      return {
        ...plain,
        ...{ kind: 'norm', name, norm: spec.norm, label: `${spec.norm} norm` },
        parameters: 2 * (input.at(-1) ?? 0),
      };
    case 'activation': {
      const labels = { relu: 'ReLU', 'leaky-relu': 'leaky ReLU 0.2', tanh: 'tanh' };
      return { ...plain, kind: 'activation', activation: spec.activation, label: labels[spec.activation] };
    }
    case 'flatten':
      return { ...plain, kind: 'reshape', out: [volume(input)], label: 'flatten' };
    case 'reshape':
      if (volume(spec.shape) !== volume(input)) {
        return `makes ${shapeWords(spec.shape)}, ${showCount(volume(spec.shape))} numbers, of ${showCount(volume(input))}; both must be as many`;
      }
      return { ...plain, kind: 'reshape', out: spec.shape, label: 'reshape' };
    case 'conv':
    case 'conv-transpose':
    case 'upsample':
    case 'downsample':
    case 'residual':
    case 'global-mean-pool':
      if (isImage(input)) return ofImage(spec, name, input, bias);
      return `takes an image, and gets ${shapeWords(input)}; put a reshape to height, width and channels before it`;
  }
}

type ImageLayerSpec = Exclude<
  LayerSpec,
  { kind: 'dense' | 'maxout' | 'norm' | 'activation' | 'reshape' | 'flatten' }
>;

function ofImage(spec: ImageLayerSpec, name: string, input: Image, bias: boolean): Layer | string {
  const [height, width, channels] = input;
  const odd = `halves an image, and ${String(height)} x ${String(width)} cannot be halved`;
  switch (spec.kind) {
    case 'conv': {
      const { kernel, stride, channels: made } = spec;
      if (stride === 2 && !isEven(input)) return `${odd}; use stride 1`;
      if (stride === 1 && kernel % 2 === 0)
        return `has a ${String(kernel)} x ${String(kernel)} kernel, which goes with stride 2; use 3 with stride 1`;
      return {
        ...{ kind: 'conv', name, in: input, kernel, stride, bias },
        out: [height / stride, width / stride, made],
        padding: Math.floor((kernel - 1) / 2),
        parameters: kernel * kernel * channels * made + (bias ? made : 0),
        label: `conv ${String(kernel)}x${String(kernel)}${stride === 2 ? ' / 2' : ''}, ${channelWords(made)}`,
      };
    }
    case 'conv-transpose':
      return {
        ...{ kind: 'conv-transpose', name, in: input, kernel: 4, stride: 2, padding: 1, bias },
        out: [height * 2, width * 2, spec.channels],
        parameters: 16 * channels * spec.channels + (bias ? spec.channels : 0),
        label: `transposed conv 4x4 / 2, ${channelWords(spec.channels)}`,
      };
    case 'upsample':
      return {
        ...{ kind: 'upsample', name: '', in: input, parameters: 0, label: 'upsample x 2' },
        out: [height * 2, width * 2, channels],
      };
    case 'downsample':
      if (!isEven(input)) return odd;
      return {
        ...{ kind: 'downsample', name: '', in: input, parameters: 0, label: 'mean pool 2x2' },
        out: [height / 2, width / 2, channels],
      };
    case 'global-mean-pool':
      return {
        ...{ kind: 'global-mean-pool', name: '', in: input, parameters: 0, label: 'global mean pool' },
        out: [channels],
      };
    case 'residual':
      return residual(spec, name, input, odd);
  }
}

function residual(spec: ResidualSpec, name: string, input: Image, odd: string): Layer | string {
  const [height, width, channels] = input;
  const { channels: made, sample, norm, preactivation } = spec;
  if (sample === 'down' && !isEven(input)) return odd;
  if (norm === 'instance' && height * width === 1)
    return 'gets a single pixel, over which an instance norm is nothing; use batch, layer or none';
  const scale = sample === 'up' ? 2 : sample === 'down' ? 0.5 : 1;
  // As in the released code: a block that pools widens in its second convolution, where the image is about to shrink.
  const middle = sample === 'down' && preactivation ? channels : made;
  const projects = sample !== 'none' || channels !== made;
  const firstNorm = norm === 'none' || !preactivation ? 0 : 2 * channels;
  const secondNorm = norm === 'none' ? 0 : 2 * middle;
  const first = 9 * channels * middle + (norm === 'none' ? middle : 0);
  const second = 9 * middle * made + made;
  const shortcut = projects ? channels * made + made : 0;
  const sizes = { up: ', doubles', down: ', halves', none: '' };
  return {
    ...{ kind: 'residual', name, in: input, sample, norm, preactivation, middle, projects },
    out: [height * scale, width * scale, made],
    parameters: firstNorm + secondNorm + first + second + shortcut,
    label: `residual block, ${channelWords(made)}${sizes[sample]}${norm === 'none' ? '' : `, ${norm} norm`}`,
  };
}
