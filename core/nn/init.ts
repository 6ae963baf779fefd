// Initial weights as the papers have them.

import type { InitKind } from '../spec/run-spec.ts';
import type { Initial, Parameter } from './layer.ts';
import type { RandomStream } from './random.ts';

export const zeros: Initial = { kind: 'constant', value: 0 };
export const ones: Initial = { kind: 'constant', value: 1 };

/**
 * Weights of a dense or convolution layer. `he`: N(0, 2 / fanIn), where fanIn is the number of inputs that reach
 * one output (He et al. 2015, arXiv:1502.01852, eq. 10). `dcgan`: N(0, 0.02) (Radford et al. 2016, arXiv:1511.06434).
 */
export function weights(init: InitKind, fanIn: number): Initial {
  return { kind: 'normal', mean: 0, deviation: init === 'he' ? Math.sqrt(2 / fanIn) : 0.02 };
}

/** Gains of norms: 1, or N(1, 0.02) as in the DCGAN authors' code. */
export function gains(init: InitKind): Initial {
  return init === 'he' ? ones : { kind: 'normal', mean: 1, deviation: 0.02 };
}

/** Draws a parameter's first values. Constants draw nothing from the stream. */
export function draw(parameter: Parameter, stream: RandomStream): Float32Array {
  const data = new Float32Array(parameter.shape.reduce((product, size) => product * size, 1));
  const { initial } = parameter;
  switch (initial.kind) {
    case 'constant':
      return data.fill(initial.value);
    case 'normal':
      return stream.fillNormal(data, initial.mean, initial.deviation);
    case 'direction': {
      const length = Math.sqrt(stream.fillNormal(data).reduce((sum, value) => sum + value ** 2, 0));
      return data.map((value) => value / length);
    }
  }
}
