// The sizes of a convolution: what its ways of being written have in common.

import { backend_util } from '@tensorflow/tfjs-core';
import type { NamedAttrMap } from '@tensorflow/tfjs-core';
import type { Shape } from '../graph.ts';

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

/** Sizes for an image and a kernel of these shapes, with tfjs's attributes (strides, pad). */
export function geometry(image: Shape, kernel: Shape, attributes: NamedAttrMap): Geometry {
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

/** Rows and columns at the far edge that no patch reaches. */
export function leftover(g: Geometry): readonly [number, number] {
  return [
    g.height + g.padTop + g.padBottom - (g.outHeight - 1) * g.strideHeight - g.kernelHeight,
    g.width + g.padLeft + g.padRight - (g.outWidth - 1) * g.strideWidth - g.kernelWidth,
  ];
}
