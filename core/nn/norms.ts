// Batch normalisation (Ioffe and Szegedy 2015, arXiv:1502.03167), layer normalisation (Ba et al. 2016,
// arXiv:1607.06450) and instance normalisation (Ulyanov et al. 2016, arXiv:1607.08022), with a gain and a bias per channel.

import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { LayerNorm } from '../spec/layer-spec.ts';
import type { InitKind } from '../spec/run-spec.ts';
import { gains, ones, zeros } from './init.ts';
import type { Layer, Parameter, Shape } from './layer.ts';

/** Added to variances, as in PyTorch. */
const epsilon = 1e-5;
/** Share of the newest batch in the running statistics, as in PyTorch. */
const momentum = 0.1;

const allButLast = (x: Tensor): number[] => x.shape.slice(0, -1).map((_size, axis) => axis);
const inverseDeviation = (variance: Tensor): Tensor => tf.div(1, tf.sqrt(tf.add(variance, epsilon)));

/**
 * Normalises over all axes but the last with the batch's own mean and (biased) variance.
 *
 * The gradient is written out, because composing it from the gradients of the parts walks over the activations
 * three times as often. With c = x - mean, i = 1 / sqrt(var + epsilon) and n values per channel:
 * dx = gain i (dy - mean(dy) - c i^2 mean(dy c)), dgain = i sum(dy c), dbias = sum(dy).
 * It is made of differentiable operations on x, gain and dy, so that it may be differentiated again.
 */
function normaliseBatch(x: Tensor, gain: Tensor, bias: Tensor): Tensor {
  const axes = allButLast(x);
  const centre = (x: Tensor): Tensor => tf.sub(x, tf.mean(x, axes));
  const inverse = (centred: Tensor): Tensor => inverseDeviation(tf.mean(tf.square(centred), axes));
  const operation = tf.customGrad((...inputs) => {
    const [x, gain, bias, save] = inputs as unknown as [Tensor, Tensor, Tensor, (tensors: Tensor[]) => void];
    const centred = centre(x);
    save([x, gain]);
    return {
      value: tf.add(tf.mul(centred, tf.mul(gain, inverse(centred))), bias),
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const [x, gain] = saved as [Tensor, Tensor];
        const centred = centre(x);
        const i = inverse(centred);
        const sumDy = tf.sum(dy, axes);
        const sumDyC = tf.sum(tf.mul(dy, centred), axes);
        const share = x.shape.at(-1)! / x.size;
        const scale = tf.mul(gain, i);
        const alongC = tf.mul(tf.mul(scale, tf.square(i)), tf.mul(sumDyC, share));
        const dx = tf.sub(
          tf.sub(tf.mul(dy, scale), tf.mul(centred, alongC)),
          tf.mul(scale, tf.mul(sumDy, share)),
        );
        return [dx, tf.mul(i, sumDyC), sumDy];
      },
    };
  });
  return operation(x, gain, bias);
}

interface NormOptions {
  readonly shape: Shape;
  readonly init: InitKind;
  /** Whether a batch norm keeps running statistics. */
  readonly tracked: boolean;
}

export function norm(name: string, kind: LayerNorm, { shape, init, tracked }: NormOptions): Layer {
  switch (kind) {
    case 'batch':
      return batchNorm(name, shape, init, tracked);
    case 'layer':
      return layerNorm(name, shape, init);
    case 'instance':
      return instanceNorm(name, shape, init);
  }
}

/** Batch norm over a sample of `shape`, channels last; keeps running statistics when `tracked`. */
export function batchNorm(name: string, shape: Shape, init: InitKind, tracked: boolean): Layer {
  const channels = [shape.at(-1)!];
  const gain: Parameter = { name: `${name}.gain`, shape: channels, initial: gains(init) };
  const bias: Parameter = { name: `${name}.bias`, shape: channels, initial: zeros };
  const mean: Parameter = { name: `${name}.mean`, shape: channels, initial: zeros };
  const variance: Parameter = { name: `${name}.variance`, shape: channels, initial: ones };
  return {
    shape,
    parameters: [gain, bias],
    statistics: tracked ? [mean, variance] : [],
    apply(pass, x) {
      const g = pass.tensors[gain.name];
      const b = pass.tensors[bias.name];
      if (tracked && pass.statistics === 'running') {
        const scale = tf.mul(g, inverseDeviation(pass.tensors[variance.name]));
        return tf.add(tf.mul(x, scale), tf.sub(b, tf.mul(pass.tensors[mean.name], scale)));
      }
      if (tracked) {
        const axes = allButLast(x);
        const count = x.size / x.shape.at(-1)!;
        const batchMean = tf.mean(x, axes);
        // The running variance is the unbiased one, as in PyTorch.
        const batchVariance = tf.mul(tf.mean(tf.square(tf.sub(x, batchMean)), axes), count / (count - 1));
        pass.updated[mean.name] = blend(pass.tensors[mean.name], batchMean);
        pass.updated[variance.name] = blend(pass.tensors[variance.name], batchVariance);
      }
      return normaliseBatch(x, g, b);
    },
  };
}

function blend(running: Tensor | undefined, batch: Tensor): Tensor {
  if (running === undefined) return batch;
  return tf.add(tf.mul(running, 1 - momentum), tf.mul(batch, momentum));
}

/** Layer norm: over all values of a sample; gain and bias per channel. */
export function layerNorm(name: string, shape: Shape, init: InitKind): Layer {
  return sampleNorm(name, shape, init, (x) => x.shape.slice(1).map((_size, axis) => axis + 1));
}

/** Instance norm: over the pixels of each channel of a sample; gain and bias per channel. Images only. */
export function instanceNorm(name: string, shape: Shape, init: InitKind): Layer {
  return sampleNorm(name, shape, init, () => [1, 2]);
}

/** Normalises each sample over some of its axes, without a look at the others of its batch. */
function sampleNorm(name: string, shape: Shape, init: InitKind, axesOf: (x: Tensor) => number[]): Layer {
  const channels = [shape.at(-1)!];
  const gain: Parameter = { name: `${name}.gain`, shape: channels, initial: gains(init) };
  const bias: Parameter = { name: `${name}.bias`, shape: channels, initial: zeros };
  return {
    shape,
    parameters: [gain, bias],
    statistics: [],
    apply({ tensors }, x) {
      const axes = axesOf(x);
      const centred = tf.sub(x, tf.mean(x, axes, true));
      const normal = tf.mul(centred, inverseDeviation(tf.mean(tf.square(centred), axes, true)));
      return tf.add(tf.mul(normal, tensors[gain.name]), tensors[bias.name]);
    },
  };
}
