// Convolutions as matrix products over gathered patches, for processors.
//
// The runtime's own convolution multiplies image by image and wants channels first. Here every patch that an
// output sees is gathered into a row of a matrix [positions, kernelHeight * kernelWidth * channels] ("im2col"),
// channels last, so that one product serves many images, its result needs no transpose, and the gradient by
// the kernel reuses the matrix that the forward pass gathered. The batch is worked through in chunks whose
// matrices stay in the processor's cache: gathering and multiplying are then limited by arithmetic, not memory.

import type { Graph, Value } from '../graph.ts';
import { leftover } from './convolution-geometry.ts';
import type { Geometry } from './convolution-geometry.ts';
import { product } from './matmul.ts';
import { chunks, Covering, layBackEntries } from './lay-back.ts';
import type { Chunk } from './lay-back.ts';
import { joinRows, reshape, sliceRows, transpose } from './shape.ts';

/** Bytes of patches in a chunk: a few megabytes stay in the cache, and the kernel is read once for as much. */
const chunkBytes = 2 * 2 ** 20;

const patchSize = (g: Geometry): number => g.kernelHeight * g.kernelWidth * g.channels;
const positions = (g: Geometry): number => g.outHeight * g.outWidth;

function chunksOf(g: Geometry): readonly Chunk[] {
  const kernelBytes = patchSize(g) * g.outChannels * Float32Array.BYTES_PER_ELEMENT;
  const bytesPerImage = positions(g) * patchSize(g) * Float32Array.BYTES_PER_ELEMENT;
  return chunks(g.batch, bytesPerImage, Math.max(chunkBytes, kernelBytes));
}

/** y = patches(x) W. */
export function forward(graph: Graph, x: Value, kernel: Value, g: Geometry): Value {
  const weights = reshape(graph, kernel, [patchSize(g), g.outChannels]);
  const rows = chunksOf(g).map((chunk) => product(graph, patches(graph, x, g, chunk), weights, false, false));
  return reshape(graph, joinRows(graph, rows), [g.batch, g.outHeight, g.outWidth, g.outChannels]);
}

/** dW = patches(x)^T dy, summed over the chunks. */
export function byKernel(graph: Graph, x: Value, dy: Value, g: Geometry): Value {
  const rows = reshape(graph, dy, [g.batch * positions(g), g.outChannels]);
  let sum: Value | null = null;
  for (const chunk of chunksOf(g)) {
    const part = sliceRows(graph, rows, chunk.from * positions(g), chunk.to * positions(g));
    const operands = [patches(graph, x, g, chunk), part, ...(sum === null ? [] : [sum])];
    sum = graph.node('Gemm', operands, [patchSize(g), g.outChannels], { transA: 1, transB: 0 });
  }
  return reshape(graph, sum!, [g.kernelHeight, g.kernelWidth, g.channels, g.outChannels]);
}

/** dx = the patches dy W^T, each added where it was taken from. */
export function byInput(graph: Graph, dy: Value, kernel: Value, g: Geometry): Value {
  const weights = reshape(graph, kernel, [patchSize(g), g.outChannels]);
  const rows = reshape(graph, dy, [g.batch * positions(g), g.outChannels]);
  const images = chunksOf(g).map((chunk) => {
    const part = sliceRows(graph, rows, chunk.from * positions(g), chunk.to * positions(g));
    return g.channels < 8
      ? layBackNarrow(graph, product(graph, part, weights, false, true), g, chunk)
      : layBack(graph, part, weights, g, chunk);
  });
  return reshape(graph, joinRows(graph, images), [g.batch, g.height, g.width, g.channels]);
}

/**
 * `[images * positions, patchSize]`: row (n, i, j) holds the patch of image n that output (i, j) sees. Where
 * stride, kernel and width allow it, neighbouring pixels are gathered together: longer rows, fewer of them.
 */
function patches(graph: Graph, x: Value, g: Geometry, { from, to }: Chunk): Value {
  const height = g.height + g.padTop + g.padBottom;
  const width = g.width + g.padLeft + g.padRight;
  const padded =
    height === g.height && width === g.width
      ? x
      : graph.node(
          'Pad',
          [x, graph.integers([0, g.padTop, g.padLeft, 0, 0, g.padBottom, g.padRight, 0])],
          [g.batch, height, width, g.channels],
        );
  const together = g.kernelWidth % g.strideWidth === 0 && width % g.strideWidth === 0 ? g.strideWidth : 1;
  const rowsPerImage = (height * width) / together;
  const index = new Int32Array(((to - from) * positions(g) * g.kernelHeight * g.kernelWidth) / together);
  let at = 0;
  for (let n = from; n < to; n += 1) {
    for (let i = 0; i < g.outHeight; i += 1) {
      for (let j = 0; j < g.outWidth; j += 1) {
        for (let a = 0; a < g.kernelHeight; a += 1) {
          for (let b = 0; b < g.kernelWidth; b += together) {
            const pixel = (i * g.strideHeight + a) * width + j * g.strideWidth + b;
            index[at] = n * rowsPerImage + pixel / together;
            at += 1;
          }
        }
      }
    }
  }
  const row = together * g.channels;
  const pixels = reshape(graph, padded, [g.batch * rowsPerImage, row]);
  const gathered = graph.node(
    'Gather',
    [pixels, graph.constant(index, [index.length])],
    [index.length, row],
    { axis: 0 },
  );
  return reshape(graph, gathered, [(to - from) * positions(g), patchSize(g)]);
}

/** Adds up, for every pixel, the entries of the patches that cover it. */
function layBack(graph: Graph, rows: Value, weights: Value, g: Geometry, { from, to }: Chunk): Value {
  const entries = rows.shape[0] * g.kernelHeight * g.kernelWidth;
  const columns = product(graph, rows, weights, false, true);
  return layBackEntries(graph, [columns], [entries, g.channels], coveringPatches(g, to - from));
}

/** For images of few channels, whose rows are too short to gather: the runtime's transposed convolution lays them back. */
function layBackNarrow(graph: Graph, columns: Value, g: Geometry, { from, to }: Chunk): Value {
  const size = patchSize(g);
  const images = to - from;
  const spread = new Float32Array(size * size);
  // Kernel [patch entry, channel, a, b]: 1 where the entry is (a, b, channel).
  for (let a = 0; a < g.kernelHeight; a += 1) {
    for (let b = 0; b < g.kernelWidth; b += 1) {
      for (let c = 0; c < g.channels; c += 1) {
        const entry = (a * g.kernelWidth + b) * g.channels + c;
        spread[entry * size + (c * g.kernelHeight + a) * g.kernelWidth + b] = 1;
      }
    }
  }
  const first = transpose(graph, reshape(graph, columns, [images, positions(g), size]), [0, 2, 1]);
  const image = graph.node(
    'ConvTranspose',
    [
      reshape(graph, first, [images, size, g.outHeight, g.outWidth]),
      graph.constant(spread, [size, g.channels, g.kernelHeight, g.kernelWidth]),
    ],
    [images, g.channels, g.height, g.width],
    {
      strides: [g.strideHeight, g.strideWidth],
      pads: [g.padTop, g.padLeft, g.padBottom, g.padRight],
      kernel_shape: [g.kernelHeight, g.kernelWidth],
      output_padding: leftover(g),
    },
  );
  return reshape(graph, transpose(graph, image, [0, 2, 3, 1]), [images * g.height * g.width, g.channels]);
}

/** For every pixel of some images, the entries (position, a, b) of the patches that cover it. */
function coveringPatches(g: Geometry, images: number): Covering {
  const capacity = Math.ceil(g.kernelHeight / g.strideHeight) * Math.ceil(g.kernelWidth / g.strideWidth);
  const cover = new Covering(images * g.height * g.width, capacity);
  let entry = 0;
  for (let n = 0; n < images; n += 1) {
    for (let i = 0; i < g.outHeight; i += 1) {
      for (let j = 0; j < g.outWidth; j += 1) {
        for (let a = 0; a < g.kernelHeight; a += 1) {
          for (let b = 0; b < g.kernelWidth; b += 1) {
            const y = i * g.strideHeight + a - g.padTop;
            const x = j * g.strideWidth + b - g.padLeft;
            if (y >= 0 && y < g.height && x >= 0 && x < g.width)
              cover.add((n * g.height + y) * g.width + x, entry);
            entry += 1;
          }
        }
      }
    }
  }
  return cover;
}
