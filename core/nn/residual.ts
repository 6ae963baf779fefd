// The residual block of the WGAN-GP paper (Gulrajani et al. 2017, arXiv:1704.00028, appendix, and gan_cifar_resnet.py):
// norm, ReLU, 3 x 3 convolution, twice, beside a shortcut. A change of size is joined with a convolution.

import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import type { InitKind } from '../spec/run-spec.ts';
import type { ResidualLayer } from '../spec/shapes.ts';
import { convolution } from './convolution.ts';
import type { Layer, Pass, Shape } from './layer.ts';
import { norm } from './norms.ts';
import { meanPool, pooledConvolution, upsample, upsampledConvolution } from './resampling.ts';

const keeping = (x: Tensor, kernel: Tensor): Tensor =>
  tf.conv2d(x as Tensor4D, kernel as Tensor4D, 1, 1, 'NHWC', 1, 'floor');

/** Parameters of a 3 x 3 convolution, and the convolution with `form`, which may change the size. */
function sized(
  name: string,
  input: Shape,
  { outputs, bias, init }: { readonly outputs: number; readonly bias: boolean; readonly init: InitKind },
  form: (x: Tensor, kernel: Tensor) => Tensor,
): Pick<Layer, 'parameters' | 'apply'> {
  const { parameters } = convolution(name, { input, outputs, bias, init, kernel: 3, stride: 1 });
  return {
    parameters,
    apply({ tensors }, x) {
      const y = form(x, tensors[`${name}.kernel`]);
      return bias ? tf.add(y, tensors[`${name}.bias`]) : y;
    },
  };
}

/** `[batch, h, w, inputs] -> [batch, h', w', outputs]`. */
export function residual(
  { name, in: input, out, sample, norm: kind, preactivation, middle, projects }: ResidualLayer,
  init: InitKind,
  tracked: boolean,
): Layer {
  const [height, width] = input;
  const [outHeight, outWidth, outputs] = out;
  const between = sample === 'up' ? [outHeight, outWidth, middle] : [height, width, middle];
  const normed = (at: string, shape: Shape): Layer[] =>
    kind === 'none' ? [] : [norm(`${name}.${at}`, kind, { shape, init, tracked })];
  const norm1 = preactivation ? normed('norm1', input) : [];
  const norm2 = normed('norm2', between);
  const options1 = { outputs: middle, bias: kind === 'none', init };
  const conv1 = sized(`${name}.conv1`, input, options1, sample === 'up' ? upsampledConvolution : keeping);
  const options2 = { outputs, bias: true, init };
  const conv2 = sized(`${name}.conv2`, between, options2, sample === 'down' ? pooledConvolution : keeping);
  const shortcut = projects
    ? [convolution(`${name}.shortcut`, { input, outputs, bias: true, init, kernel: 1, stride: 1 })]
    : [];
  const through = (layers: readonly Pick<Layer, 'apply'>[], pass: Pass, x: Tensor): Tensor =>
    layers.reduce((value, layer) => layer.apply(pass, value), x);

  /** A 1 x 1 convolution commutes with both changes of size: it goes where the image is small. */
  const beside = (pass: Pass, x: Tensor): Tensor => {
    const small = sample === 'down' ? meanPool(x) : x;
    const y = through(shortcut, pass, small);
    return sample === 'up' ? upsample(y) : y;
  };
  const parts = [...norm1, conv1, ...norm2, conv2, ...shortcut];
  return {
    shape: [outHeight, outWidth, outputs],
    parameters: parts.flatMap(({ parameters }) => parameters),
    statistics: [...norm1, ...norm2].flatMap(({ statistics }) => statistics),
    apply(pass, x) {
      const before = preactivation ? tf.relu(through(norm1, pass, x)) : x;
      const middle = conv1.apply(pass, before);
      const y = conv2.apply(pass, tf.relu(through(norm2, pass, middle)));
      return tf.add(y, beside(pass, x));
    },
  };
}
