// Networks: the generator and the critic (or discriminator) of a spec, built layer by layer from its description.

import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { normsOf } from '../spec/layer-lists.ts';
import type { InitKind, NetworkSpec } from '../spec/run-spec.ts';
import { describeNetwork, type Layer as Described, type Role } from '../spec/shapes.ts';
import { convolution, transposedConvolution } from './convolution.ts';
import { dense } from './dense.ts';
import { draw } from './init.ts';
import { pure } from './layer.ts';
import type { Layer, NamedTensors, Parameter, Pass, Shape } from './layer.ts';
import { maxout } from './maxout.ts';
import { norm } from './norms.ts';
import type { RandomStream } from './random.ts';
import { meanPool, upsample } from './resampling.ts';
import { residual } from './residual.ts';
import { kernelsOf, spectralNorm, type SpectralNorm } from './spectral.ts';

export interface Network {
  readonly layers: readonly Layer[];
  readonly parameters: readonly Parameter[];
  readonly statistics: readonly Parameter[];
  /** Whether the output for one sample depends on the others of its batch. */
  readonly mixesBatch: boolean;
  /** Null where the kernels are used as they are. */
  readonly spectral: SpectralNorm | null;
  /**
   * `[batch, ...input] -> [batch, ...output]`, with the updated running statistics. `after` has the last word on what
   * comes out of each layer, by its place in `layers`.
   */
  apply(
    tensors: NamedTensors,
    x: Tensor,
    statistics?: Pass['statistics'],
    after?: (y: Tensor, at: number) => Tensor,
  ): { readonly y: Tensor; readonly updated: NamedTensors };
}

function network(layers: readonly Layer[], mixesBatch: boolean, spectral: SpectralNorm | null): Network {
  return {
    layers,
    parameters: layers.flatMap((layer) => layer.parameters),
    statistics: [...layers.flatMap((layer) => layer.statistics), ...(spectral?.statistics ?? [])],
    mixesBatch,
    spectral,
    apply(tensors, x, statistics = 'batch', after = (y) => y) {
      const used = spectral === null ? tensors : { ...tensors, ...spectral.normalised(tensors) };
      const pass: Pass = { tensors: used, statistics, updated: {} };
      const y = layers.reduce((value, layer, at) => after(layer.apply(pass, value), at), x);
      return { y, updated: pass.updated };
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

const activations = {
  relu: (x: Tensor): Tensor => tf.relu(x),
  'leaky-relu': (x: Tensor): Tensor => tf.leakyRelu(x, 0.2),
  tanh: (x: Tensor): Tensor => tf.tanh(x),
};

/** @param tracked whether batch norms keep running statistics, for drawing samples one by one */
function build(layer: Described, init: InitKind, tracked: boolean): Layer {
  const { name, in: input, out } = layer;
  switch (layer.kind) {
    case 'dense':
      return dense(name, input[0], out[0], layer.bias, init);
    case 'maxout':
      return maxout(name, { inputs: input[0], width: out[0], pieces: layer.pieces, init });
    case 'conv':
      return convolution(name, { ...layer, input, outputs: out[2], init });
    case 'conv-transpose':
      return transposedConvolution(name, { input, outputs: out[2], bias: layer.bias, init });
    case 'norm':
      return norm(name, layer.norm, { shape: out, init, tracked });
    case 'activation':
      return pure(out, activations[layer.activation]);
    case 'reshape':
      return pure(out, (x) => tf.reshape(x, [-1, ...out]));
    case 'residual':
      return residual(layer, init, tracked);
    case 'upsample':
      return pure(out, upsample);
    case 'downsample':
      return pure(out, meanPool);
    case 'global-mean-pool':
      return pure(out, (x) => tf.mean(x, [1, 2]));
  }
}

function built(spec: NetworkSpec, role: Role, latent: number, sample: Shape): Network {
  const described = describeNetwork(spec, role, { latent, sample });
  const layers = described.map((layer) => build(layer, spec.init, role === 'generator'));
  const spectral = spec.spectral === true ? spectralNorm(kernelsOf(described, layers)) : null;
  return network(layers, normsOf(spec).includes('batch'), spectral);
}

/** `[batch, latent] -> [batch, ...sample]`. Throws a RangeError for a network that does not fit. */
export function buildGenerator(spec: NetworkSpec, latent: number, sample: Shape): Network {
  return built(spec, 'generator', latent, sample);
}

/** `[batch, ...sample] -> [batch, 1]`: a score, or the logit of D(x). Throws a RangeError for a network that does not fit. */
export function buildCritic(spec: NetworkSpec, sample: Shape): Network {
  return built(spec, 'critic', 0, sample);
}
