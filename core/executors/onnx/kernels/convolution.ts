// Convolutions, NHWC activations and HWIO kernels as in tfjs: forward, gradient by input (which is also the
// transposed convolution), gradient by kernel. Two ways of writing them, see ConvolutionForm.

import type { Value } from '../graph.ts';
import * as gather from './convolution-gather.ts';
import { geometry } from './convolution-geometry.ts';
import type { Geometry } from './convolution-geometry.ts';
import type { ConvolutionForm, Kernel, KernelTable } from './kernel.ts';
import * as native from './convolution-native.ts';
import * as pointwise from './convolution-pointwise.ts';
import * as winograd from './convolution-winograd.ts';

/** The way to write a convolution of this size. */
function writer(
  form: ConvolutionForm,
  g: Geometry,
): typeof gather | typeof native | typeof pointwise | typeof winograd {
  if (pointwise.fits(g)) return pointwise;
  if (form === 'native') return native;
  return winograd.fits(g) ? winograd : gather;
}

const isZero = (value: Value): boolean => value.kind === 'splat' && value.value === 0;

const forward: Kernel = ({ graph, convolutions: form }, { x, filter }, attributes) => {
  const g = geometry(x.shape, filter.shape, attributes);
  if (isZero(x) || isZero(filter)) return graph.splat(0, [g.batch, g.outHeight, g.outWidth, g.outChannels]);
  return writer(form, g).forward(graph, x, filter, g);
};

const byInput: Kernel = ({ graph, convolutions: form }, { dy, filter }, attributes) => {
  const g = geometry(attributes['inputShape'] as number[], filter.shape, attributes);
  if (isZero(dy) || isZero(filter)) return graph.splat(0, [g.batch, g.height, g.width, g.channels]);
  return writer(form, g).byInput(graph, dy, filter, g);
};

const byKernel: Kernel = ({ graph, convolutions: form }, { x, dy }, attributes) => {
  const kernelShape = attributes['filterShape'] as number[];
  const g = geometry(x.shape, kernelShape, attributes);
  if (isZero(x) || isZero(dy)) return graph.splat(0, kernelShape);
  return writer(form, g).byKernel(graph, x, dy, g);
};

export const convolutions: KernelTable = {
  Conv2D: forward,
  Conv2DBackpropInput: byInput,
  Conv2DBackpropFilter: byKernel,
};
