// Arithmetic on corresponding elements, with the algebra that saves passes over memory: x + 0, x * 1, x * 0,
// numbers folded with numbers, broadcasts left unmade, a bias moved into the matrix product before it.

import { broadcast_util } from '@tensorflow/tfjs-core';
import { sameShape } from '../graph.ts';
import type { Graph, NodeValue, Shape, Value } from '../graph.ts';
import { joinRows, reshape } from './shape.ts';
import type { Kernel, KernelTable } from './kernel.ts';

/** `value` seen with `shape`, to which it must be broadcastable. */
function expand(graph: Graph, value: Value, shape: Shape): Value {
  if (sameShape(value.shape, shape)) return value;
  if (value.kind === 'splat') return graph.splat(value.value, shape);
  const source = value.kind === 'expanded' ? value.source : value;
  return { kind: 'expanded', source, shape };
}

type Fold = (a: number, b: number) => number;

/** A node over two operands that broadcast; its own shape may be smaller than `shape`. */
function emit(graph: Graph, op: string, a: Value, b: Value, shape: Shape): Value {
  const left = graph.compact(a);
  const right = graph.compact(b);
  const made = broadcast_util.assertAndGetBroadcastShape([...left.shape], [...right.shape]);
  return expand(graph, graph.node(op, [left, right], made), shape);
}

function binary(
  op: string,
  fold: Fold,
  simplify?: (graph: Graph, a: Value, b: Value, shape: Shape) => Value | null,
): Kernel {
  return ({ graph }, inputs) => {
    const a = inputs['a'];
    const b = inputs['b'];
    const shape = broadcast_util.assertAndGetBroadcastShape([...a.shape], [...b.shape]);
    if (a.kind === 'splat' && b.kind === 'splat') return graph.splat(fold(a.value, b.value), shape);
    return simplify?.(graph, a, b, shape) ?? emit(graph, op, a, b, shape);
  };
}

const isSplat = (value: Value, number: number): boolean => value.kind === 'splat' && value.value === number;

/** A bias of one number per channel, added where the values are made. */
function addBias(graph: Graph, sum: Value, bias: Value, shape: Shape): Value | null {
  const channels = shape.at(-1);
  if (channels === undefined) return null;
  if (bias.kind === 'splat' || bias.kind === 'expanded' || bias.shape.at(-1) !== channels) return null;
  if (bias.shape.slice(0, -1).some((size) => size !== 1) || !sameShape(sum.shape, shape)) return null;
  return graph.withBias(sum, reshape(graph, bias, [channels]));
}

const isJoin = (value: NodeValue): boolean => value.op === 'Concat' && value.attributes['axis'] === 0;

/** Applies an elementwise operation below reshapes and joins of rows, where the runtime can fuse it with a product. */
function below(graph: Graph, value: Value, apply: (value: Value) => Value): Value {
  if (value.kind === 'node' && value.op === 'Reshape') {
    return reshape(graph, below(graph, value.inputs[0], apply), value.shape);
  }
  if (value.kind === 'node' && isJoin(value)) {
    return joinRows(
      graph,
      value.inputs.map((part) => below(graph, part, apply)),
    );
  }
  return apply(value);
}

const add = binary(
  'Add',
  (a, b) => a + b,
  (graph, a, b, shape) => {
    if (isSplat(a, 0)) return expand(graph, b, shape);
    if (isSplat(b, 0)) return expand(graph, a, shape);
    return addBias(graph, a, b, shape) ?? addBias(graph, b, a, shape);
  },
);

const subtract = binary(
  'Sub',
  (a, b) => a - b,
  (graph, a, b, shape) => {
    if (isSplat(b, 0)) return expand(graph, a, shape);
    if (isSplat(a, 0)) return expand(graph, unaryNode(graph, 'Neg', b), shape);
    return null;
  },
);

const multiply = binary(
  'Mul',
  (a, b) => a * b,
  (graph, a, b, shape) => {
    // A zero here is a derivative that does not exist or a term that is switched off, never data.
    if (isSplat(a, 0) || isSplat(b, 0)) return graph.splat(0, shape);
    if (isSplat(a, 1)) return expand(graph, b, shape);
    if (isSplat(b, 1)) return expand(graph, a, shape);
    if (isSplat(a, -1)) return expand(graph, unaryNode(graph, 'Neg', b), shape);
    if (isSplat(b, -1)) return expand(graph, unaryNode(graph, 'Neg', a), shape);
    return null;
  },
);

const divide = binary(
  'Div',
  (a, b) => a / b,
  (graph, a, b, shape) => {
    if (isSplat(a, 0)) return graph.splat(0, shape);
    if (isSplat(b, 1)) return expand(graph, a, shape);
    if (b.kind === 'splat') return emit(graph, 'Mul', a, graph.splat(1 / b.value, b.shape), shape);
    return null;
  },
);

/** A node over one operand. */
function unaryNode(graph: Graph, op: string, x: Value, attributes: NodeValue['attributes'] = {}): Value {
  if (x.kind === 'expanded') return expand(graph, unaryNode(graph, op, x.source, attributes), x.shape);
  return below(graph, x, (part) => graph.node(op, [part], part.shape, attributes));
}

function unary(op: string, fold: (x: number) => number): Kernel {
  return ({ graph }, { x }) =>
    x.kind === 'splat' ? graph.splat(fold(x.value), x.shape) : unaryNode(graph, op, x);
}

const leakyRelu: Kernel = ({ graph }, { x }, attributes) => {
  const alpha = attributes['alpha'] as number;
  return unaryNode(graph, 'LeakyRelu', x, { alpha: { float: alpha } });
};

/**
 * Step(x, alpha): 1 above zero, alpha elsewhere: the slope of a (leaky) ReLU. HardSigmoid with a slope beyond
 * float32's range saturates to exactly 0 or 1 in one pass, where a comparison and a cast would take two.
 * The slope is read off the activation's output where there is one, so that its input can be fused away.
 */
const step: Kernel = ({ graph }, { x }, attributes) => {
  const alpha = (attributes['alpha'] as number | undefined) ?? 0;
  if (x.kind === 'splat') return graph.splat(x.value > 0 ? 1 : alpha, x.shape);
  const source = x.kind === 'expanded' ? x.source : x;
  const activation = alpha === 0 ? 'Relu' : 'LeakyRelu';
  const slope = alpha === 0 ? {} : { alpha: { float: alpha } };
  // Below a negative slope the activation's output has the other sign.
  const find = (part: Value): Value | null => graph.find(activation, [part], slope) ?? null;
  const activated = alpha < 0 ? null : joined(graph, source, find);
  const positive = graph.node('HardSigmoid', [activated ?? source], source.shape, {
    alpha: { float: 3.4e38 },
    beta: { float: 0 },
  });
  return expand(graph, slopeOf(graph, positive, alpha), x.shape);
};

/** 1 where `positive` is 1, alpha where it is 0. The gradient of abs asks for a slope of -1. */
function slopeOf(graph: Graph, positive: Value, alpha: number): Value {
  const number = (value: number): Value => graph.constant(Float32Array.of(value), []);
  if (alpha === 0) return positive;
  if (alpha > 0 && alpha <= 1) return graph.node('Max', [positive, number(alpha)], positive.shape);
  const scaled = graph.node('Mul', [positive, number(1 - alpha)], positive.shape);
  return graph.node('Add', [scaled, number(alpha)], positive.shape);
}

/** What `below` made of a value earlier, if all its parts are found. */
function joined(graph: Graph, value: Value, find: (value: Value) => Value | null): Value | null {
  if (value.kind === 'node' && value.op === 'Reshape') {
    const source = joined(graph, value.inputs[0], find);
    return source && reshape(graph, source, value.shape);
  }
  if (value.kind === 'node' && isJoin(value)) {
    const parts = value.inputs.map((part) => joined(graph, part, find));
    return parts.every((part) => part !== null) ? joinRows(graph, parts) : null;
  }
  return find(value);
}

const square: Kernel = ({ graph }, { x }) =>
  x.kind === 'splat' ? graph.splat(x.value ** 2, x.shape) : emit(graph, 'Mul', x, x, x.shape);

const clip: Kernel = ({ graph }, { x }, attributes) => {
  const bounds = ['clipValueMin', 'clipValueMax'].map((name) =>
    graph.constant(Float32Array.of(attributes[name] as number), []),
  );
  return graph.node('Clip', [x, ...bounds], x.shape);
};

const rsqrt: Kernel = ({ graph }, { x }) => unaryNode(graph, 'Reciprocal', unaryNode(graph, 'Sqrt', x));

/** Values are float32 throughout; comparisons never reach the graph. */
const cast: Kernel = (_context, { x }) => x;
const identity: Kernel = (_context, { x }) => x;

export const elementwise: KernelTable = {
  Add: add,
  Sub: subtract,
  Multiply: multiply,
  RealDiv: divide,
  Maximum: binary('Max', Math.max),
  Minimum: binary('Min', Math.min),
  Neg: unary('Neg', (x) => -x),
  Sqrt: unary('Sqrt', Math.sqrt),
  Rsqrt: rsqrt,
  Exp: unary('Exp', Math.exp),
  Log: unary('Log', Math.log),
  Abs: unary('Abs', Math.abs),
  Relu: unary('Relu', (x) => Math.max(0, x)),
  LeakyRelu: leakyRelu,
  Tanh: unary('Tanh', Math.tanh),
  Sigmoid: unary('Sigmoid', (x) => 1 / (1 + Math.exp(-x))),
  Softplus: unary('Softplus', (x) => Math.max(0, x) + Math.log1p(Math.exp(-Math.abs(x)))),
  Step: step,
  Square: square,
  ClipByValue: clip,
  Cast: cast,
  Identity: identity,
};
