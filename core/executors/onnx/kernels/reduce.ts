// Sums, means and maxima along axes.

import { util } from '@tensorflow/tfjs-core';
import { volume } from '../graph.ts';
import type { Graph, Value } from '../graph.ts';
import type { Kernel, KernelTable } from './kernel.ts';
import { reshape } from './shape.ts';

/** The node `op` along `axes`; the axes are dropped, or kept with size 1. */
function reduce(graph: Graph, op: string, x: Value, axes: readonly number[], keep: boolean): Value {
  const kept = x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  const shape = keep ? kept : x.shape.filter((_size, axis) => !axes.includes(axis));
  if (axes.every((axis) => x.shape[axis] === 1)) return reshape(graph, x, shape);
  return graph.node(op, [x, graph.integers(axes)], shape, { keepdims: keep ? 1 : 0 });
}

function reduction(op: string, ofSplat: (value: number, count: number) => number): Kernel {
  return ({ graph }, { x }, attributes) => {
    const axes = util.parseAxisParam(attributes['axis'] as number | number[], [...x.shape]);
    const keep = (attributes['keepDims'] as boolean | undefined) ?? false;
    if (x.kind === 'splat') {
      const count = volume(axes.map((axis) => x.shape[axis]));
      const shape = reduce(graph, op, graph.splat(1, x.shape), axes, keep).shape;
      return graph.splat(ofSplat(x.value, count), shape);
    }
    return reduce(graph, op, x, axes, keep);
  };
}

export const reductions: KernelTable = {
  Sum: reduction('ReduceSum', (value, count) => value * count),
  Mean: reduction('ReduceMean', (value) => value),
  Max: reduction('ReduceMax', (value) => value),
};
