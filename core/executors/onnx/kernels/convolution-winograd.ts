// The convolution of DCGAN (4 x 4 kernel, stride 2, border 1) with 9/16 of the multiplications, by Winograd's
// minimal filtering F(2 x 2, 2 x 2) (Lavin and Gray 2016, arXiv:1509.09308).
//
// Taken apart by the parity of rows and columns, such a convolution is one of 2 x 2 kernels with stride 1 over
// blocks of 2 x 2 pixels. Along one axis, two outputs of it need three products instead of four:
//
//     y0 = d0 g0 + d1 g1 = (d0 - d1) g0 + d1 (g0 + g1)
//     y1 = d1 g0 + d2 g1 =                d1 (g0 + g1) + (d2 - d1) g1
//
// and along both axes nine instead of sixteen. All factors are 1 or -1, so that it is as exact as the plain sum.
// The forward pass is: blocks of the image are combined into V, the kernel into U, nine products M = V U, and M
// is combined into the output. Both gradients are the transpose of the same maps and share V, U and dM.

import type { Graph, Value } from '../graph.ts';
import type { Geometry } from './convolution-geometry.ts';
import { chunks, Covering, layBackEntries } from './lay-back.ts';
import type { Chunk } from './lay-back.ts';
import { product } from './matmul.ts';
import { joinRows, reshape } from './shape.ts';

/** A 3 x 3 (or 2 x 2) arrangement of matrices: `grid[row][column]`. */
type Grid = readonly (readonly Value[])[];

/** Whether a convolution has the form, and is large enough for the saved products to outweigh the combining. */
export function fits(g: Geometry): boolean {
  const form =
    [g.kernelHeight, g.kernelWidth].every((size) => size === 4) &&
    [g.strideHeight, g.strideWidth].every((stride) => stride === 2) &&
    [g.padTop, g.padBottom, g.padLeft, g.padRight].every((pad) => pad === 1) &&
    [g.height, g.width].every((size) => size % 4 === 0);
  return form && g.channels >= 32 && g.outChannels >= 64;
}

/** Tiles of two by two outputs in one image. */
const tilesOf = (g: Geometry): number => (g.outHeight * g.outWidth) / 4;

/** V of a chunk of images takes about this many bytes, so that what is combined next is still in the cache. */
const chunkBytes = 8 * 2 ** 20;
const chunksOf = (g: Geometry): readonly Chunk[] =>
  chunks(g.batch, 9 * tilesOf(g) * 4 * g.channels * 4, chunkBytes);

export function forward(graph: Graph, x: Value, kernel: Value, g: Geometry): Value {
  const u = combineKernel(graph, kernel, g);
  const parts = chunksOf(g).map((chunk) => {
    const v = combineImage(graph, x, g, chunk);
    const m = map(v, (part, row, column) => product(graph, part, u[row][column], false, false));
    const y = combineOutput(graph, m, g, chunk);
    // The middle product is part of all four outputs of a tile: a bias added to it is added to each once.
    graph.offerBias(y, (bias) => {
      const middle = graph.withBias(m[1][1], bias)!;
      const biased = map(m, (part, row, column) => (row === 1 && column === 1 ? middle : part));
      return combineOutput(graph, biased, g, chunk);
    });
    return y;
  });
  return reshape(graph, joinRows(graph, parts), [g.batch, g.outHeight, g.outWidth, g.outChannels]);
}

export function byKernel(graph: Graph, x: Value, dy: Value, g: Geometry): Value {
  let du: Grid | null = null;
  for (const chunk of chunksOf(g)) {
    const v = combineImage(graph, x, g, chunk);
    const dm = spreadOutput(graph, dy, g, chunk);
    const before: Grid | null = du;
    du = map(v, (part, row, column): Value => {
      const operands: Value[] = [part, dm[row][column], ...(before === null ? [] : [before[row][column]])];
      return graph.node('Gemm', operands, [4 * g.channels, g.outChannels], { transA: 1, transB: 0 });
    });
  }
  const dg = alongBoth(du!, ([first, middle, last]) => [add(graph, first, middle), add(graph, middle, last)]);
  // dg[alpha][beta] holds [p, q, channels, outChannels] of kernel position (2 alpha + p, 2 beta + q).
  const half = [2, 2 * g.channels * g.outChannels];
  const rows = dg.map((parts) => {
    const wide = parts.map((part) => reshape(graph, part, half));
    return graph.node('Concat', wide, [2, 2 * half[1]], { axis: 1 });
  });
  return reshape(graph, joinRows(graph, rows), [4, 4, g.channels, g.outChannels]);
}

export function byInput(graph: Graph, dy: Value, kernel: Value, g: Geometry): Value {
  const u = combineKernel(graph, kernel, g);
  const parts = chunksOf(g).map((chunk) => {
    const dm = spreadOutput(graph, dy, g, chunk);
    const dv = map(dm, (part, row, column) => product(graph, part, u[row][column], false, true));
    const blocks = alongBoth(dv, ([first, middle, last]) => [
      first,
      subtract(graph, subtract(graph, middle, first), last),
      last,
    ]);
    const images = chunk.to - chunk.from;
    return layBackEntries(
      graph,
      blocks.flat(),
      [4 * images * tilesOf(g), g.channels],
      coveringBlocks(g, images),
    );
  });
  return reshape(graph, joinRows(graph, parts), [g.batch, g.height, g.width, g.channels]);
}

/** V: for each tile the 3 x 3 blocks of 2 x 2 pixels that its outputs see, combined; each `[tiles, 4 channels]`. */
function combineImage(graph: Graph, x: Value, g: Geometry, { from, to }: Chunk): Grid {
  const tiles = (to - from) * tilesOf(g);
  const width = g.width + 2;
  const height = g.height + 2;
  const padded = graph.node(
    'Pad',
    [x, graph.integers([0, 1, 1, 0, 0, 1, 1, 0])],
    [g.batch, height, width, g.channels],
  );
  // Two neighbouring pixels make one row to gather.
  const pairs = reshape(graph, padded, [(g.batch * height * width) / 2, 2 * g.channels]);
  const blocks = [0, 1, 2].map((row) =>
    [0, 1, 2].map((column) => {
      const index = new Int32Array(2 * tiles);
      let at = 0;
      for (let n = from; n < to; n += 1) {
        for (let t = 0; t < g.outHeight / 2; t += 1) {
          for (let s = 0; s < g.outWidth / 2; s += 1) {
            const corner = (n * height + 4 * t + 2 * row) * width + 4 * s + 2 * column;
            index[at] = corner / 2;
            index[at + 1] = (corner + width) / 2;
            at += 2;
          }
        }
      }
      const rows = graph.node(
        'Gather',
        [pairs, graph.constant(index, [index.length])],
        [index.length, 2 * g.channels],
        {
          axis: 0,
        },
      );
      return reshape(graph, rows, [tiles, 4 * g.channels]);
    }),
  );
  return alongBoth(blocks, ([first, middle, last]) => [
    subtract(graph, first, middle),
    middle,
    subtract(graph, last, middle),
  ]);
}

/** U: `[4 channels, outChannels]` each, rows in the order of a block's pixels. */
function combineKernel(graph: Graph, kernel: Value, g: Geometry): Grid {
  const half = 2 * g.channels * g.outChannels;
  const flat = reshape(graph, kernel, [4, 2 * half]);
  const parts = [0, 1].map((alpha) =>
    [0, 1].map((beta) => {
      const slice = graph.node(
        'Slice',
        [
          flat,
          graph.integers([2 * alpha, beta * half]),
          graph.integers([2 * alpha + 2, (beta + 1) * half]),
          graph.integers([0, 1]),
        ],
        [2, half],
      );
      return reshape(graph, slice, [4 * g.channels, g.outChannels]);
    }),
  );
  return alongBoth(parts, ([first, last]) => [first, add(graph, first, last), last]);
}

/** y from M: four outputs per tile, laid in place; `[positions, outChannels]`. */
function combineOutput(graph: Graph, m: Grid, g: Geometry, { from, to }: Chunk): Value {
  const outputs = alongBoth(m, ([first, middle, last]) => [
    add(graph, first, middle),
    add(graph, middle, last),
  ]);
  const lines = ((to - from) * g.outHeight) / 2;
  const rows = outputs.map((pair) => {
    const joined = graph.node('Concat', pair, [(to - from) * tilesOf(g), 2 * g.outChannels], { axis: 1 });
    return reshape(graph, joined, [lines, g.outWidth * g.outChannels]);
  });
  const image = graph.node('Concat', rows, [lines, 2 * g.outWidth * g.outChannels], { axis: 1 });
  return reshape(graph, image, [(to - from) * g.outHeight * g.outWidth, g.outChannels]);
}

/** dM: the transpose of `combineOutput`, `[tiles, outChannels]` each. */
function spreadOutput(graph: Graph, dy: Value, g: Geometry, { from, to }: Chunk): Grid {
  const rows = reshape(graph, dy, [g.batch * g.outHeight * g.outWidth, g.outChannels]);
  const outputs = [0, 1].map((row) =>
    [0, 1].map((column) => {
      const index = new Int32Array((to - from) * tilesOf(g));
      let at = 0;
      for (let n = from; n < to; n += 1) {
        for (let t = row; t < g.outHeight; t += 2) {
          for (let s = column; s < g.outWidth; s += 2) {
            index[at] = (n * g.outHeight + t) * g.outWidth + s;
            at += 1;
          }
        }
      }
      return graph.node(
        'Gather',
        [rows, graph.constant(index, [index.length])],
        [index.length, g.outChannels],
        {
          axis: 0,
        },
      );
    }),
  );
  return alongBoth(outputs, ([first, last]) => [first, add(graph, first, last), last]);
}

/** For every pixel of some images, the rows (place in the grid, tile, pixel of the block) that hold a part of it. */
function coveringBlocks(g: Geometry, images: number): Covering {
  const cover = new Covering(images * g.height * g.width, 4);
  let entry = 0;
  for (let place = 0; place < 9; place += 1) {
    const row = Math.floor(place / 3);
    const column = place % 3;
    for (let n = 0; n < images; n += 1) {
      for (let t = 0; t < g.outHeight / 2; t += 1) {
        for (let s = 0; s < g.outWidth / 2; s += 1) {
          for (let p = 0; p < 4; p += 1) {
            const y = 4 * t + 2 * row + Math.floor(p / 2) - 1;
            const x = 4 * s + 2 * column + (p % 2) - 1;
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

const add = (graph: Graph, a: Value, b: Value): Value => graph.node('Add', [a, b], a.shape);
const subtract = (graph: Graph, a: Value, b: Value): Value => graph.node('Sub', [a, b], a.shape);

function map<T, R>(
  grid: readonly (readonly T[])[],
  apply: (value: T, row: number, column: number) => R,
): R[][] {
  return grid.map((values, row) => values.map((value, column) => apply(value, row, column)));
}

const turn = (grid: Grid): Value[][] => grid[0].map((_value, column) => grid.map((row) => row[column]));

/** Applies a combination along the rows of a grid, then along its columns. */
function alongBoth(grid: Grid, combine: (values: readonly Value[]) => Value[]): Value[][] {
  const down = turn(turn(grid).map(combine));
  return down.map(combine);
}
