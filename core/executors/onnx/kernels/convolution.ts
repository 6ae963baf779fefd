// Convolutions, NHWC activations and HWIO kernels as in tfjs: forward, gradient by input (which is also the
// transposed convolution), gradient by kernel. Two ways of writing them, see ConvolutionForm.

import { backend_util } from '@tensorflow/tfjs-core';
import type { NamedAttrMap } from '@tensorflow/tfjs-core';
import type { Shape, Value } from '../graph.ts';
import * as gather from './convolution-gather.ts';
import type { Kernel, KernelTable } from './kernel.ts';
import * as native from './convolution-native.ts';

/** Sizes of a convolution from an image `[batch, height, width, channels]` to `[batch, outHeight, outWidth, outChannels]`. */
export interface Geometry {
  readonly batch: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly outChannels: number;
  readonly kernelHeight: number;
  readonly kernelWidth: number;
  readonly strideHeight: number;
  readonly strideWidth: number;
  readonly padTop: number;
  readonly padBottom: number;
  readonly padLeft: number;
  readonly padRight: number;
}

function geometry(image: Shape, kernel: Shape, attributes: NamedAttrMap): Geometry {
  const info = backend_util.computeConv2DInfo(
    image as [number, number, number, number],
    kernel as [number, number, number, number],
    attributes['strides'] as number | [number, number],
    1,
    attributes['pad'] as 'valid' | 'same' | number,
    attributes['dimRoundingMode'] as 'floor' | 'round' | 'ceil' | undefined,
  );
  return {
    batch: info.batchSize,
    height: info.inHeight,
    width: info.inWidth,
    channels: info.inChannels,
    outHeight: info.outHeight,
    outWidth: info.outWidth,
    outChannels: info.outChannels,
    kernelHeight: info.filterHeight,
    kernelWidth: info.filterWidth,
    strideHeight: info.strideHeight,
    strideWidth: info.strideWidth,
    padTop: info.padInfo.top,
    padBottom: info.padInfo.bottom,
    padLeft: info.padInfo.left,
    padRight: info.padInfo.right,
  };
}

const isZero = (value: Value): boolean => value.kind === 'splat' && value.value === 0;

const forward: Kernel = ({ graph, convolutions }, { x, filter }, attributes) => {
  const g = geometry(x!.shape, filter!.shape, attributes);
  if (isZero(x!) || isZero(filter!)) return graph.splat(0, [g.batch, g.outHeight, g.outWidth, g.outChannels]);
  return (convolutions === 'gather' ? gather : native).forward(graph, x!, filter!, g);
};

const byInput: Kernel = ({ graph, convolutions }, { dy, filter }, attributes) => {
  const g = geometry(attributes['inputShape'] as number[], filter!.shape, attributes);
  if (isZero(dy!) || isZero(filter!)) return graph.splat(0, [g.batch, g.height, g.width, g.channels]);
  return (convolutions === 'gather' ? gather : native).byInput(graph, dy!, filter!, g);
};

const byKernel: Kernel = ({ graph, convolutions }, { x, dy }, attributes) => {
  const kernelShape = attributes['filterShape'] as number[];
  const g = geometry(x!.shape, kernelShape, attributes);
  if (isZero(x!) || isZero(dy!)) return graph.splat(0, kernelShape);
  return (convolutions === 'gather' ? gather : native).byKernel(graph, x!, dy!, g);
};

export const convolutions: KernelTable = {
  Conv2D: forward,
  Conv2DBackpropInput: byInput,
  Conv2DBackpropFilter: byKernel,
};
