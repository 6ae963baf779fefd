// Networks: the generator and the critic (or discriminator) of a spec, as lists of layers.

import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { DcganSpec, InitKind, MlpSpec, NetworkSpec, NormKind } from '../spec/run-spec.ts';
import { convolution, transposedConvolution } from './convolution.ts';
import { dense } from './dense.ts';
import { draw } from './init.ts';
import { pure } from './layer.ts';
import type { Layer, NamedTensors, Parameter, Pass, Shape } from './layer.ts';
import { batchNorm, layerNorm } from './norms.ts';
import type { RandomStream } from './random.ts';

export interface Network {
  readonly layers: readonly Layer[];
  readonly parameters: readonly Parameter[];
  readonly statistics: readonly Parameter[];
  /** Whether the output for one sample depends on the others of its batch. */
  readonly mixesBatch: boolean;
  /** `[batch, ...input] -> [batch, ...output]`, with the updated running statistics. */
  apply(
    tensors: NamedTensors,
    x: Tensor,
    statistics?: Pass['statistics'],
  ): { readonly y: Tensor; readonly updated: NamedTensors };
}

function network(layers: readonly Layer[], mixesBatch: boolean): Network {
  return {
    layers,
    parameters: layers.flatMap((layer) => layer.parameters),
    statistics: layers.flatMap((layer) => layer.statistics),
    mixesBatch,
    apply(tensors, x, statistics = 'batch') {
      const pass: Pass = { tensors, statistics, updated: {} };
      return { y: layers.reduce((value, layer) => layer.apply(pass, value), x), updated: pass.updated };
    },
  };
}

/** First values of a network's parameters and statistics. */
export function initialise(
  { parameters, statistics }: Network,
  stream: RandomStream,
): Record<string, { shape: Shape; data: Float32Array }> {
  return Object.fromEntries(
    [...parameters, ...statistics].map((parameter) => [
      parameter.name,
      { shape: parameter.shape, data: draw(parameter, stream) },
    ]),
  );
}

function norm(name: string, kind: NormKind, shape: Shape, init: InitKind, tracked: boolean): Layer[] {
  switch (kind) {
    case 'none':
      return [];
    case 'batch':
      return [batchNorm(name, shape, init, tracked)];
    case 'layer':
      return [layerNorm(name, shape, init)];
    default:
      return kind satisfies never;
  }
}

const leakyRelu = (shape: Shape): Layer => pure(shape, (x) => tf.leakyRelu(x, 0.2));
const relu = (shape: Shape): Layer => pure(shape, (x) => tf.relu(x));
const tanh = (shape: Shape): Layer => pure(shape, (x) => tf.tanh(x));
const volume = (shape: Shape): number => shape.reduce((product, size) => product * size, 1);
const flatten = (shape: Shape): Layer => pure([volume(shape)], (x) => tf.reshape(x, [-1, volume(shape)]));
const unflatten = (shape: Shape): Layer => pure(shape, (x) => tf.reshape(x, [-1, ...shape]));

/** Image edge at the inside of a DCGAN, and how often it is doubled on the way out: 28 = 7 x 4, 32 = 4 x 8, 64 = 4 x 16. */
export function dcganStages(edge: number): { readonly inner: number; readonly stages: number } {
  let inner = edge;
  let stages = 0;
  while (inner % 2 === 0 && inner > 4) {
    inner /= 2;
    stages += 1;
  }
  return { inner, stages };
}

/** z -> project to the innermost image -> doubled by transposed convolutions, ReLU -> tanh (arXiv:1511.06434, Fig. 1). */
function dcganGenerator(spec: DcganSpec, latent: number, sample: Shape): Layer[] {
  const [edge, , channels] = sample as [number, number, number];
  const { inner, stages } = dcganStages(edge);
  const { norm: kind, init } = spec;
  const plain = kind === 'none';
  let input: [number, number, number] = [inner, inner, spec.width * 2 ** (stages - 1)];
  const layers: Layer[] = [
    dense('generator.project', latent, volume(input), plain, init),
    unflatten(input),
    ...norm('generator.project.norm', kind, input, init, true),
    relu(input),
  ];
  for (let stage = 1; stage < stages; stage += 1) {
    const name = `generator.up${stage}`;
    const up = transposedConvolution(name, { input, outputs: input[2] / 2, bias: plain, init });
    layers.push(up, ...norm(`${name}.norm`, kind, up.shape, init, true), relu(up.shape));
    input = up.shape as [number, number, number];
  }
  layers.push(transposedConvolution(`generator.up${stages}`, { input, outputs: channels, bias: true, init }));
  return [...layers, tanh(sample)];
}

/** Image -> halved by convolutions, leaky ReLU 0.2, no norm at the input layer -> one number. */
function dcganCritic(spec: DcganSpec, sample: Shape): Layer[] {
  const { stages } = dcganStages(sample[0]);
  const { norm: kind, init } = spec;
  let input = sample as [number, number, number];
  const layers: Layer[] = [];
  for (let stage = 1; stage <= stages; stage += 1) {
    const name = `critic.down${stage}`;
    const normed = kind !== 'none' && stage > 1;
    const down = convolution(name, { input, outputs: spec.width * 2 ** (stage - 1), bias: !normed, init });
    layers.push(
      down,
      ...(normed ? norm(`${name}.norm`, kind, down.shape, init, false) : []),
      leakyRelu(down.shape),
    );
    input = down.shape as [number, number, number];
  }
  return [...layers, flatten(input), dense('critic.score', volume(input), 1, true, init)];
}

/** Hidden layers of a fully connected network and the linear layer after them. */
function mlp(role: 'generator' | 'critic', spec: MlpSpec, inputs: number, outputs: number): Layer[] {
  const layers: Layer[] = [];
  let width = inputs;
  spec.hidden.forEach((hidden, at) => {
    const name = `${role}.hidden${at + 1}`;
    const shape = [hidden];
    layers.push(
      dense(name, width, hidden, spec.norm === 'none', spec.init),
      ...norm(`${name}.norm`, spec.norm, shape, spec.init, role === 'generator'),
      spec.activation === 'relu' ? relu(shape) : leakyRelu(shape),
    );
    width = hidden;
  });
  return [...layers, dense(`${role}.out`, width, outputs, true, spec.init)];
}

/** `[batch, latent] -> [batch, ...sample]`. Images end in tanh, points of the plane are linear. */
export function buildGenerator(spec: NetworkSpec, latent: number, sample: Shape): Network {
  const mixes = spec.norm === 'batch';
  if (spec.kind === 'dcgan') return network(dcganGenerator(spec, latent, sample), mixes);
  const layers = mlp('generator', spec, latent, volume(sample));
  return network(
    sample.length === 1 ? layers : [...layers, tanh([volume(sample)]), unflatten(sample)],
    mixes,
  );
}

/** `[batch, ...sample] -> [batch, 1]`: a score, or the logit of D(x). */
export function buildCritic(spec: NetworkSpec, sample: Shape): Network {
  const mixes = spec.norm === 'batch';
  if (spec.kind === 'dcgan') return network(dcganCritic(spec, sample), mixes);
  const layers = mlp('critic', spec, volume(sample), 1);
  return network(sample.length === 1 ? layers : [flatten(sample), ...layers], mixes);
}
