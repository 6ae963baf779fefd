// Convolutions as the runtime's own operators, for GPUs: channels first, converted at the edges.

import type { Graph, Value } from '../graph.ts';
import { leftover } from './convolution-geometry.ts';
import type { Geometry } from './convolution-geometry.ts';
import { transpose } from './shape.ts';

const channelsFirst = [0, 3, 1, 2];
const channelsLast = [0, 2, 3, 1];
/** HWIO to OIHW. */
const outputsFirst = [3, 2, 0, 1];

const window = (g: Geometry) => ({
  strides: [g.strideHeight, g.strideWidth],
  pads: [g.padTop, g.padLeft, g.padBottom, g.padRight],
  kernel_shape: [g.kernelHeight, g.kernelWidth],
});

export function forward(graph: Graph, x: Value, kernel: Value, g: Geometry): Value {
  const operands = [transpose(graph, x, channelsFirst), transpose(graph, kernel, outputsFirst)];
  const y = graph.node('Conv', operands, [g.batch, g.outChannels, g.outHeight, g.outWidth], window(g));
  return transpose(graph, y, channelsLast);
}

export function byInput(graph: Graph, dy: Value, kernel: Value, g: Geometry): Value {
  const operands = [transpose(graph, dy, channelsFirst), transpose(graph, kernel, outputsFirst)];
  const dx = graph.node('ConvTranspose', operands, [g.batch, g.channels, g.height, g.width], {
    ...window(g),
    output_padding: leftover(g),
  });
  return transpose(graph, dx, channelsLast);
}

/** A convolution of the images with dy as its kernel: batch and channels change places, stride becomes dilation. */
export function byKernel(graph: Graph, x: Value, dy: Value, g: Geometry): Value {
  const images = transpose(graph, x, [3, 0, 1, 2]);
  const kernels = transpose(graph, dy, [3, 0, 1, 2]);
  const [restHeight, restWidth] = leftover(g);
  const height = g.kernelHeight + restHeight;
  const width = g.kernelWidth + restWidth;
  const wide = graph.node('Conv', [images, kernels], [g.channels, g.outChannels, height, width], {
    strides: [1, 1],
    dilations: [g.strideHeight, g.strideWidth],
    pads: [g.padTop, g.padLeft, g.padBottom, g.padRight],
    kernel_shape: [g.outHeight, g.outWidth],
  });
  // Pixels that no patch reaches would be one more row or column of the kernel.
  const dw =
    restHeight === 0 && restWidth === 0
      ? wide
      : graph.node(
          'Slice',
          [
            wide,
            graph.integers([0, 0]),
            graph.integers([g.kernelHeight, g.kernelWidth]),
            graph.integers([2, 3]),
          ],
          [g.channels, g.outChannels, g.kernelHeight, g.kernelWidth],
        );
  return transpose(graph, dw, [2, 3, 0, 1]);
}
