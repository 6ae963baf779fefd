// What a network looks like layer by layer: shapes, biases and parameter counts. core/nn builds exactly this.
// Sizes are without the batch; images are [height, width, channels].

import { sampleShape } from './data-facts.ts';
import type { DcganSpec, GeneratorSpec, MlpSpec, NormKind, RunSpec } from './run-spec.ts';

export type Role = 'generator' | 'critic';

interface LayerBase {
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
/** Kernel 4 x 4, stride 2, padding 1: a convolution halves the image, a transposed one doubles it. */
export interface ConvLayer extends LayerBase {
  readonly kind: 'conv' | 'conv-transpose';
  readonly kernel: 4;
  readonly stride: 2;
  readonly padding: 1;
  readonly bias: boolean;
}
/** A gain and a bias for each channel (the last axis). */
export interface NormLayer extends LayerBase {
  readonly kind: 'norm';
  readonly norm: Exclude<NormKind, 'none'>;
}
/** `leaky-relu` has slope 0.2 below 0. */
export interface ActivationLayer extends LayerBase {
  readonly kind: 'activation';
  readonly activation: 'relu' | 'leaky-relu' | 'tanh';
}
export interface ReshapeLayer extends LayerBase {
  readonly kind: 'reshape';
}
/** Noise on real samples, in place of a generator. */
export interface NoiseLayer extends LayerBase {
  readonly kind: 'noise';
}
export type Layer = NoiseLayer | DenseLayer | ConvLayer | NormLayer | ActivationLayer | ReshapeLayer;

/** What a network is between: `[h, w, c]` or `[2]` on the side of the data, a vector of noise on the other. */
export interface NetworkSides {
  /** Length of z. */
  readonly latent: number;
  readonly sample: readonly number[];
}

function volume(shape: readonly number[]): number {
  return shape.reduce((product, edge) => product * edge, 1);
}

function channelsOf(shape: readonly number[]): number {
  return shape[shape.length - 1] ?? 0;
}

function dense(input: readonly number[], width: number, bias: boolean): DenseLayer {
  const parameters = volume(input) * width + (bias ? width : 0);
  return { kind: 'dense', in: input, out: [width], bias, parameters, label: `dense, ${String(width)}` };
}

function conv(
  kind: ConvLayer['kind'],
  input: readonly [number, number, number],
  channels: number,
  bias: boolean,
): ConvLayer {
  const [height, width, channelsIn] = input;
  const factor = kind === 'conv' ? 0.5 : 2;
  const name = kind === 'conv' ? 'conv' : 'transposed conv';
  return {
    kind,
    in: input,
    out: [height * factor, width * factor, channels],
    kernel: 4,
    stride: 2,
    padding: 1,
    bias,
    parameters: 16 * channelsIn * channels + (bias ? channels : 0),
    label: `${name} 4x4 / 2, ${String(channels)} ${channels === 1 ? 'channel' : 'channels'}`,
  };
}

function norm(kind: NormKind, shape: readonly number[]): readonly NormLayer[] {
  if (kind === 'none') return [];
  const parameters = 2 * channelsOf(shape);
  return [{ kind: 'norm', norm: kind, in: shape, out: shape, parameters, label: `${kind} norm` }];
}

function activation(kind: ActivationLayer['activation'], shape: readonly number[]): ActivationLayer {
  const label = kind === 'leaky-relu' ? 'leaky ReLU 0.2' : kind === 'relu' ? 'ReLU' : 'tanh';
  return { kind: 'activation', activation: kind, in: shape, out: shape, parameters: 0, label };
}

function reshape(input: readonly number[], out: readonly number[], label: string): ReshapeLayer {
  return { kind: 'reshape', in: input, out, parameters: 0, label };
}

/** Hidden layers and a last linear one. A layer followed by a norm has no bias: the norm would cancel it. */
function mlpLayers(spec: MlpSpec, input: readonly number[], outputs: number): readonly Layer[] {
  let current = input;
  const layers: Layer[] = [];
  for (const width of spec.hidden) {
    const out = [width];
    layers.push(dense(current, width, spec.norm === 'none'), ...norm(spec.norm, out));
    layers.push(activation(spec.activation, out));
    current = out;
  }
  return [...layers, dense(current, outputs, true)];
}

function mlp(spec: MlpSpec, role: Role, { latent, sample }: NetworkSides): readonly Layer[] {
  const isImage = sample.length > 1;
  const flat = [volume(sample)];
  if (role === 'critic') {
    return [...(isImage ? [reshape(sample, flat, 'flatten')] : []), ...mlpLayers(spec, flat, 1)];
  }
  const layers = mlpLayers(spec, [latent], volume(sample));
  return isImage ? [...layers, activation('tanh', flat), reshape(flat, sample, 'reshape')] : layers;
}

/** Edge of the smallest feature map, by the edge of the image, and how often it is doubled up to it. */
const smallest: ReadonlyMap<number, { readonly edge: number; readonly doublings: number }> = new Map([
  [28, { edge: 7, doublings: 2 }],
  [32, { edge: 4, doublings: 3 }],
  [64, { edge: 4, doublings: 4 }],
]);

/** Whether a DCGAN can make or judge samples of this shape: square images of 28, 32 or 64 pixels. */
export function dcganFits(sample: readonly number[]): boolean {
  return sample.length === 3 && sample[0] === sample[1] && smallest.has(sample[0] ?? 0);
}

function dcgan(spec: DcganSpec, role: Role, { latent, sample }: NetworkSides): readonly Layer[] {
  const [size = 0, , channels = 0] = sample;
  const base = smallest.get(size);
  if (base === undefined || !dcganFits(sample)) {
    throw new RangeError(`A DCGAN needs square images of 28, 32 or 64 pixels, not ${sample.join(' x ')}.`);
  }
  return role === 'generator'
    ? dcganGenerator(spec, latent, base, channels)
    : dcganCritic(spec, size, base.doublings, channels);
}

function dcganGenerator(
  spec: DcganSpec,
  latent: number,
  base: { readonly edge: number; readonly doublings: number },
  channels: number,
): readonly Layer[] {
  const bias = spec.norm === 'none';
  let shape: readonly [number, number, number] = [
    base.edge,
    base.edge,
    spec.width * 2 ** (base.doublings - 1),
  ];
  const first = dense([latent], volume(shape), bias);
  const layers: Layer[] = [first, reshape(first.out, shape, 'reshape')];
  layers.push(...norm(spec.norm, shape), activation('relu', shape));
  for (let left = base.doublings - 1; left > 0; left -= 1) {
    const up = conv('conv-transpose', shape, spec.width * 2 ** (left - 1), bias);
    shape = [shape[0] * 2, shape[1] * 2, channelsOf(up.out)];
    layers.push(up, ...norm(spec.norm, shape), activation('relu', shape));
  }
  // No norm at the output layer (DCGAN, arXiv:1511.06434, section 3).
  const last = conv('conv-transpose', shape, channels, true);
  return [...layers, last, activation('tanh', last.out)];
}

function dcganCritic(spec: DcganSpec, size: number, halvings: number, channels: number): readonly Layer[] {
  let shape: readonly [number, number, number] = [size, size, channels];
  const layers: Layer[] = [];
  for (let i = 0; i < halvings; i += 1) {
    // No norm at the input layer (DCGAN, arXiv:1511.06434, section 3).
    const kind = i === 0 ? 'none' : spec.norm;
    const down = conv('conv', shape, spec.width * 2 ** i, kind === 'none');
    shape = [shape[0] / 2, shape[1] / 2, channelsOf(down.out)];
    layers.push(down, ...norm(kind, shape), activation('leaky-relu', shape));
  }
  const flat = [volume(shape)];
  return [...layers, reshape(shape, flat, 'flatten'), dense(flat, 1, true)];
}

/**
 * The layers of a network, from its input to its output: z to a sample for a generator, a sample to one
 * number for a critic. Throws a RangeError where a DCGAN does not fit the samples; validateSpec says so first.
 */
export function describeNetwork(network: GeneratorSpec, role: Role, sides: NetworkSides): readonly Layer[] {
  if (network.kind === 'real-plus-noise') {
    const label = `real sample + ${String(network.deviation)} z`;
    return [{ kind: 'noise', in: [sides.latent], out: sides.sample, parameters: 0, label }];
  }
  return network.kind === 'mlp' ? mlp(network, role, sides) : dcgan(network, role, sides);
}

/** How many numbers the layers train. */
export function parameterCount(layers: readonly Layer[]): number {
  return layers.reduce((sum, layer) => sum + layer.parameters, 0);
}

/** Both networks of a specification that validateSpec finds no error in. */
export function describeSpec(spec: RunSpec): Readonly<Record<Role, readonly Layer[]>> {
  const sides = { latent: spec.latent.size, sample: sampleShape(spec.data) };
  return {
    generator: describeNetwork(spec.generator, 'generator', sides),
    critic: describeNetwork(spec.critic, 'critic', sides),
  };
}
