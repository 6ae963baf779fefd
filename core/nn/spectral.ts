// Spectral normalisation (Miyato et al. 2018, arXiv:1802.05957): every kernel divided by its largest singular value,
// which one step of power iteration per critic update keeps track of.

import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Layer as Described } from '../spec/shapes.ts';
import type { Layer, NamedTensors, Parameter } from './layer.ts';

/** A kernel, with the axis that counts its outputs. */
interface Kernel {
  readonly parameter: Parameter;
  readonly outputAxis: number;
}

export interface SpectralNorm {
  /** u of each kernel, `[outputs]`: the direction of its largest singular value on the side of the outputs. */
  readonly statistics: readonly Parameter[];
  /**
   * One step of power iteration (Algorithm 1): v = W^T u / |W^T u|, then u = W v / |W v|. Made outside a gradient, so that
   * both are constants in it (section 2.1). `used` is for `normalised` in the same step, `updated` the next state.
   */
  iterate(tensors: NamedTensors): { readonly used: NamedTensors; readonly updated: NamedTensors };
  /** W / sigma with sigma = u^T W v, for every kernel. Without a v of `iterate`, the v that belongs to u. */
  normalised(tensors: NamedTensors): NamedTensors;
}

/** As in PyTorch: keeps the direction of a zero vector finite. */
const epsilon = 1e-12;

/** The kernels of a network. Those of transposed convolutions have their outputs last but one. */
export function kernelsOf(described: readonly Described[], layers: readonly Layer[]): readonly Kernel[] {
  return layers.flatMap(({ parameters }, at) =>
    parameters
      .filter(({ name }) => name.endsWith('.kernel'))
      .map((parameter) => {
        const last = parameter.shape.length - 1;
        return { parameter, outputAxis: described[at].kind === 'conv-transpose' ? last - 1 : last };
      }),
  );
}

/** A kernel as the matrix `[rest, outputs]`: the transpose of the paper's W. */
function matrix({ parameter: { shape }, outputAxis }: Kernel, kernel: Tensor): Tensor {
  const last = shape.length - 1;
  const rest = shape.map((_size, axis) => axis).filter((axis) => axis !== outputAxis);
  const ordered = outputAxis === last ? kernel : tf.transpose(kernel, [...rest, outputAxis]);
  return tf.reshape(ordered, [-1, shape[outputAxis]]);
}

/** A column of length 1. */
function direction(x: Tensor): Tensor {
  return tf.div(x, tf.maximum(tf.sqrt(tf.sum(tf.square(x))), epsilon));
}

const column = (x: Tensor): Tensor => tf.reshape(x, [-1, 1]);

export function spectralNorm(kernels: readonly Kernel[]): SpectralNorm {
  const u = ({ parameter }: Kernel): string => `${parameter.name}.u`;
  const v = ({ parameter }: Kernel): string => `${parameter.name}.v`;
  return {
    statistics: kernels.map((kernel) => ({
      name: u(kernel),
      shape: [kernel.parameter.shape[kernel.outputAxis]],
      initial: { kind: 'direction' },
    })),
    iterate(tensors) {
      const used: Record<string, Tensor> = {};
      const updated: Record<string, Tensor> = {};
      for (const kernel of kernels) {
        const w = matrix(kernel, tensors[kernel.parameter.name]);
        const right = direction(tf.matMul(w, column(tensors[u(kernel)])));
        const left = tf.reshape(direction(tf.matMul(w, right, true, false)), [-1]);
        used[v(kernel)] = right;
        used[u(kernel)] = left;
        updated[u(kernel)] = left;
      }
      return { used, updated };
    },
    normalised(tensors) {
      const normal = kernels.map((kernel) => {
        const { name } = kernel.parameter;
        const w = matrix(kernel, tensors[name]);
        const left = column(tensors[u(kernel)]);
        const right: Tensor = (tensors as Partial<NamedTensors>)[v(kernel)] ?? direction(tf.matMul(w, left));
        const sigma = tf.reshape(tf.matMul(right, tf.matMul(w, left), true, false), []);
        return [name, tf.div(tensors[name], sigma)] as const;
      });
      return Object.fromEntries(normal);
    },
  };
}
