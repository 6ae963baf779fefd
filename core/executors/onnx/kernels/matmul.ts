// Matrix products. Two-dimensional ones become Gemm, which takes transposed operands and a bias without a copy.

import { volume } from '../graph.ts';
import type { Graph, Value } from '../graph.ts';
import type { Kernel, KernelTable } from './kernel.ts';
import { transpose } from './shape.ts';

/** a b, with either operand transposed first: `[m, k] x [k, n] -> [m, n]`. */
export function product(graph: Graph, a: Value, b: Value, transposeA: boolean, transposeB: boolean): Value {
  const rows = a.shape[transposeA ? 1 : 0];
  const columns = b.shape[transposeB ? 0 : 1];
  if ([a, b].some((value) => value.kind === 'splat' && value.value === 0))
    return graph.splat(0, [rows, columns]);
  const attributes = { transA: Number(transposeA), transB: Number(transposeB) };
  const result = graph.node('Gemm', [a, b], [rows, columns], attributes);
  graph.offerBias(result, (bias) => graph.node('Gemm', [a, b, bias], [rows, columns], attributes));
  return result;
}

const batchMatMul: Kernel = ({ graph }, inputs, attributes) => {
  const a = inputs['a'];
  const b = inputs['b'];
  const transposeA = attributes['transposeA'] as boolean;
  const transposeB = attributes['transposeB'] as boolean;
  if (a.shape.length === 2 && b.shape.length === 2) return product(graph, a, b, transposeA, transposeB);
  const swap = (value: Value): Value => {
    const axes = value.shape.map((_size, axis) => axis);
    return transpose(graph, value, [...axes.slice(0, -2), axes.at(-1)!, axes.at(-2)!]);
  };
  const left = transposeA ? swap(a) : a;
  const right = transposeB ? swap(b) : b;
  const batch = volume(left.shape.slice(0, -2)) >= volume(right.shape.slice(0, -2)) ? left : right;
  return graph.node(
    'MatMul',
    [left, right],
    [...batch.shape.slice(0, -2), left.shape.at(-2)!, right.shape.at(-1)!],
  );
};

export const products: KernelTable = { BatchMatMul: batchMatMul };
