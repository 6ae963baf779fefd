// Convolutions of 1 x 1 kernels with stride 1: products of the pixels as they lie in memory, on every device.

import type { Graph, Value } from '../graph.ts';
import type { Geometry } from './convolution-geometry.ts';
import { product } from './matmul.ts';
import { reshape } from './shape.ts';

export function fits(g: Geometry): boolean {
  const single = [g.kernelHeight, g.kernelWidth, g.strideHeight, g.strideWidth].every((size) => size === 1);
  return single && [g.padTop, g.padBottom, g.padLeft, g.padRight].every((pad) => pad === 0);
}

const pixels = (graph: Graph, image: Value, channels: number, g: Geometry): Value =>
  reshape(graph, image, [g.batch * g.height * g.width, channels]);
const matrix = (graph: Graph, kernel: Value, g: Geometry): Value =>
  reshape(graph, kernel, [g.channels, g.outChannels]);

export function forward(graph: Graph, x: Value, kernel: Value, g: Geometry): Value {
  const y = product(graph, pixels(graph, x, g.channels, g), matrix(graph, kernel, g), false, false);
  return reshape(graph, y, [g.batch, g.height, g.width, g.outChannels]);
}

export function byInput(graph: Graph, dy: Value, kernel: Value, g: Geometry): Value {
  const dx = product(graph, pixels(graph, dy, g.outChannels, g), matrix(graph, kernel, g), false, true);
  return reshape(graph, dx, [g.batch, g.height, g.width, g.channels]);
}

export function byKernel(graph: Graph, x: Value, dy: Value, g: Geometry): Value {
  const rows = pixels(graph, dy, g.outChannels, g);
  const dw = product(graph, pixels(graph, x, g.channels, g), rows, true, false);
  return reshape(graph, dw, [1, 1, g.channels, g.outChannels]);
}
