// Rearrangements: reshape, transpose, concat, slice, pad, tile, and tensors of one number.

import { util } from '@tensorflow/tfjs-core';
import { sameShape, volume } from '../graph.ts';
import type { Graph, Shape, Value } from '../graph.ts';
import type { Kernel, KernelTable } from './kernel.ts';

export function reshape(graph: Graph, value: Value, shape: Shape): Value {
  if (sameShape(value.shape, shape)) return value;
  if (value.kind === 'splat') return graph.splat(value.value, shape);
  if (value.kind === 'node' && value.op === 'Reshape') return reshape(graph, value.inputs[0], shape);
  const result = graph.node('Reshape', [value, graph.integers(shape)], shape);
  if (shape.at(-1) === value.shape.at(-1)) {
    graph.offerBias(result, (bias) => {
      const biased = graph.withBias(value, bias);
      return biased && reshape(graph, biased, shape);
    });
  }
  return result;
}

export function transpose(graph: Graph, value: Value, perm: readonly number[]): Value {
  const shape = perm.map((axis) => value.shape[axis]);
  if (value.kind === 'splat') return graph.splat(value.value, shape);
  // Where only axes of size 1 move, the order in memory stays.
  const moving = perm.filter((axis) => value.shape[axis] !== 1);
  if (moving.every((axis, place) => place === 0 || axis > moving[place - 1]))
    return reshape(graph, value, shape);
  return graph.node('Transpose', [value], shape, { perm });
}

/** Matrices with equal columns, one below the other. */
export function joinRows(graph: Graph, parts: readonly Value[]): Value {
  if (parts.length === 1) return parts[0];
  const rows = parts.reduce((sum, part) => sum + part.shape[0], 0);
  const result = graph.node('Concat', parts, [rows, ...parts[0].shape.slice(1)], { axis: 0 });
  graph.offerBias(result, (bias) => {
    const biased = parts.map((part) => graph.withBias(part, bias));
    return biased.every((part) => part !== null) ? joinRows(graph, biased) : null;
  });
  return result;
}

/** Rows `from` (inclusive) to `to` (exclusive). */
export function sliceRows(graph: Graph, value: Value, from: number, to: number): Value {
  const shape = [to - from, ...value.shape.slice(1)];
  if (sameShape(shape, value.shape)) return value;
  if (value.kind === 'splat') return graph.splat(value.value, shape);
  return graph.node(
    'Slice',
    [value, graph.integers([from]), graph.integers([to]), graph.integers([0])],
    shape,
  );
}

const reshapeKernel: Kernel = ({ graph }, { x }, attributes) =>
  reshape(graph, x, util.inferFromImplicitShape(attributes['shape'] as number[], volume(x.shape)));

const expandDims: Kernel = ({ graph }, { input }, attributes) => {
  const shape = [...input.shape];
  const dim = attributes['dim'] as number;
  shape.splice(dim < 0 ? shape.length + 1 + dim : dim, 0, 1);
  return reshape(graph, input, shape);
};

const transposeKernel: Kernel = ({ graph }, { x }, attributes) =>
  transpose(graph, x, attributes['perm'] as number[]);

const concat: Kernel = ({ graph }, inputs, attributes) => {
  const values = Object.values(inputs);
  const first = values[0];
  const axis = util.parseAxisParam(attributes['axis'] as number, [...first.shape])[0];
  const size = values.reduce((sum, value) => sum + value.shape[axis], 0);
  const shape = first.shape.map((old, at) => (at === axis ? size : old));
  if (
    first.kind === 'splat' &&
    values.every((value) => value.kind === 'splat' && value.value === first.value)
  ) {
    return graph.splat(first.value, shape);
  }
  return graph.node('Concat', values, shape, { axis });
};

const slice: Kernel = ({ graph }, { x }, attributes) => {
  const begin = attributes['begin'] as number[];
  const asked = attributes['size'] as number[];
  const shape = x.shape.map((full, axis) => {
    const size = asked[axis] ?? -1;
    return size === -1 ? full - (begin[axis] ?? 0) : size;
  });
  if (sameShape(shape, x.shape)) return x;
  if (x.kind === 'splat') return graph.splat(x.value, shape);
  const axes = shape.map((_size, axis) => axis).filter((axis) => shape[axis] !== x.shape[axis]);
  const starts = axes.map((axis) => begin[axis] ?? 0);
  const ends = axes.map((axis) => (begin[axis] ?? 0) + shape[axis]);
  return graph.node('Slice', [x, graph.integers(starts), graph.integers(ends), graph.integers(axes)], shape);
};

const pad: Kernel = ({ graph }, { x }, attributes) => {
  const paddings = attributes['paddings'] as [number, number][];
  const value = attributes['constantValue'] as number;
  const shape = x.shape.map((size, axis) => size + paddings[axis][0] + paddings[axis][1]);
  if (x.kind === 'splat' && x.value === value) return graph.splat(value, shape);
  const pads = graph.integers([...paddings.map(([before]) => before), ...paddings.map(([, after]) => after)]);
  return graph.node('Pad', [x, pads, graph.constant(Float32Array.of(value), [])], shape);
};

const tile: Kernel = ({ graph }, { x }, attributes) => {
  const reps = attributes['reps'] as number[];
  const shape = x.shape.map((size, axis) => size * reps[axis]);
  if (x.kind === 'splat') return graph.splat(x.value, shape);
  if (sameShape(shape, x.shape)) return x;
  if (x.shape.every((size, axis) => size === 1 || reps[axis] === 1))
    return { kind: 'expanded', source: x, shape };
  return graph.node('Tile', [x, graph.integers(reps)], shape);
};

const fill: Kernel = ({ graph }, _inputs, attributes) =>
  graph.splat(attributes['value'] as number, attributes['shape'] as number[]);

export const shapes: KernelTable = {
  Reshape: reshapeKernel,
  ExpandDims: expandDims,
  Transpose: transposeKernel,
  Concat: concat,
  Slice: slice,
  PadV2: pad,
  Tile: tile,
  Fill: fill,
  ZerosLike: ({ graph }, { x }) => graph.splat(0, x.shape),
  OnesLike: ({ graph }, { x }) => graph.splat(1, x.shape),
};
