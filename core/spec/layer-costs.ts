// What a layer takes for one sample: numbers that it holds and multiplications that it does, those inside a residual
// block too.

import { volume, type ResidualLayer } from './layer-shapes.ts';
import type { DescribedLayer } from './shapes.ts';

/**
 * Numbers that a layer makes of one sample: its output, and in a residual block what is made on the way, as if its parts
 * were layers of their own.
 */
export function valuesMade(layer: DescribedLayer): number {
  if (layer.kind !== 'residual') return volume(layer.out);
  const { norm, preactivation, projects } = layer;
  const { input, between, out, small } = insides(layer);
  const norms = norm === 'none' ? 0 : 1;
  const before = preactivation ? (norms + 1) * input : 0;
  // The first convolution, its norm and its ReLU; the second; and what the shortcut makes until it is added.
  const main = (2 + norms) * between + out;
  const shortcut =
    (layer.sample === 'down' ? small * layer.in[2] : 0) +
    (projects ? small * layer.out[2] : 0) +
    (layer.sample === 'up' ? out : 0);
  return before + main + shortcut + out;
}

/** Multiplications of a sample's way through a layer's products; what is done value by value is not counted. */
export function multiplyAdds(layer: DescribedLayer): number {
  switch (layer.kind) {
    case 'dense':
      return volume(layer.in) * volume(layer.out);
    case 'maxout':
      return volume(layer.in) * volume(layer.out) * layer.pieces;
    case 'conv':
      return layer.kernel ** 2 * layer.in[2] * volume(layer.out);
    case 'conv-transpose':
      return layer.kernel ** 2 * volume(layer.in) * layer.out[2];
    case 'residual': {
      const { sample, middle, projects } = layer;
      const [input, made] = [layer.in[2], layer.out[2]];
      const { between, out, small } = insides(layer);
      // With a change of size, a 3 x 3 convolution is one of 4 x 4 on the smaller image (core/nn/resampling.ts).
      const first = sample === 'up' ? 16 * volume(layer.in) * middle : 9 * input * between;
      const second = (sample === 'down' ? 16 : 9) * middle * out;
      return first + second + (projects ? input * made * small : 0);
    }
    case 'norm':
    case 'activation':
    case 'reshape':
    case 'upsample':
    case 'downsample':
    case 'global-mean-pool':
    case 'noise':
      return 0;
  }
}

/** Numbers in a residual block: what goes in, what is between its convolutions, what comes out; pixels of its shortcut. */
function insides({ in: input, out, sample, middle }: ResidualLayer): {
  readonly input: number;
  readonly between: number;
  readonly out: number;
  readonly small: number;
} {
  const [pixelsIn, pixelsOut] = [input[0] * input[1], out[0] * out[1]];
  const between = middle * (sample === 'up' ? pixelsOut : pixelsIn);
  return { input: volume(input), between, out: volume(out), small: Math.min(pixelsIn, pixelsOut) };
}
