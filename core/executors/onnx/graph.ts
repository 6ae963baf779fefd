// A computation graph under construction. Equal nodes are made once, constants are folded, broadcasts stay
// unmade until something needs them in full, and what no output needs is left out of the written model.
//
// The folding of zeros is what makes a gradient penalty cheap: the second derivative of a piecewise linear
// critic sends zeros back through the whole network, and here they vanish before they cost anything.

import { encodeModel } from './model-proto.ts';
import type { Attributes, InitializerProto, NodeProto, ValueProto } from './model-proto.ts';

export type Shape = readonly number[];

export type Value =
  /** Fed from outside. */
  | { readonly kind: 'input'; readonly name: string; readonly shape: Shape }
  | { readonly kind: 'constant'; readonly name: string; readonly shape: Shape }
  /** One number in every place. */
  | { readonly kind: 'splat'; readonly value: number; readonly shape: Shape }
  /** A smaller value broadcast to `shape`; written out only where a full one is needed. */
  | { readonly kind: 'expanded'; readonly source: Value; readonly shape: Shape }
  | NodeValue;

export interface NodeValue {
  readonly kind: 'node';
  readonly name: string;
  readonly shape: Shape;
  readonly op: string;
  readonly inputs: readonly Value[];
  readonly attributes: Attributes;
}

export const volume = (shape: Shape): number => shape.reduce((product, size) => product * size, 1);
export const sameShape = (a: Shape, b: Shape): boolean =>
  a.length === b.length && a.every((size, axis) => size === b[axis]);

export class Graph {
  readonly #nodes: NodeValue[] = [];
  readonly #byKey = new Map<string, NodeValue>();
  readonly #constants = new Map<string, InitializerProto>();
  readonly #inputs: ValueProto[] = [];
  readonly #biased = new WeakMap<Value, (bias: Value) => Value | null>();

  input(name: string, shape: Shape): Value {
    this.#inputs.push({ name, shape });
    return { kind: 'input', name, shape };
  }

  splat(value: number, shape: Shape): Value {
    return { kind: 'splat', value: Math.fround(value), shape };
  }

  /** A constant that a node takes as an operand: floats, or integers for shapes, axes and indices. */
  constant(data: InitializerProto['data'], shape: Shape): Value {
    const key = `${data.constructor.name}[${shape.join()}]${digest(data)}`;
    let found = this.#constants.get(key);
    if (found === undefined) {
      found = { name: `c${this.#constants.size}`, shape, data };
      this.#constants.set(key, found);
    }
    return { kind: 'constant', name: found.name, shape };
  }

  integers(values: readonly number[]): Value {
    return this.constant(BigInt64Array.from(values, BigInt), [values.length]);
  }

  /** The node `op(inputs)`; the one made before if there is an equal one. */
  node(op: string, inputs: readonly Value[], shape: Shape, attributes: Attributes = {}): NodeValue {
    const full = inputs.map((value) => this.materialise(value));
    const key = nodeKey(op, full, attributes);
    let found = this.#byKey.get(key);
    if (found === undefined) {
      found = { kind: 'node', name: `n${this.#nodes.length}`, shape, op, inputs: full, attributes };
      this.#nodes.push(found);
      this.#byKey.set(key, found);
    }
    return found;
  }

  /** The node if it has been made already. */
  find(op: string, inputs: readonly Value[], attributes: Attributes = {}): NodeValue | undefined {
    return this.#byKey.get(nodeKey(op, inputs, attributes));
  }

  /** Says how `value` would be made with a bias added to its last axis, where that costs no pass of its own. */
  offerBias(value: Value, make: (bias: Value) => Value | null): void {
    this.#biased.set(value, make);
  }

  /** `value` + `bias` (`[channels]`) made without a pass of its own, or null where nobody offered that. */
  withBias(value: Value, bias: Value): Value | null {
    return this.#biased.get(value)?.(bias) ?? null;
  }

  /** The value in full: something with a name in the model. */
  materialise(value: Value): Value {
    if (value.kind === 'splat') {
      const scalar = this.constant(Float32Array.of(value.value), []);
      return value.shape.length === 0
        ? scalar
        : this.node('Expand', [scalar, this.integers(value.shape)], value.shape);
    }
    if (value.kind === 'expanded') {
      return this.node('Expand', [value.source, this.integers(value.shape)], value.shape);
    }
    return value;
  }

  /** For operands that broadcast by themselves: a splat as a scalar, an expanded value as its source. */
  compact(value: Value): Value {
    if (value.kind === 'splat') return this.constant(Float32Array.of(value.value), []);
    return value.kind === 'expanded' ? this.compact(value.source) : value;
  }

  /** Multiplications (each with an addition) in the matrix products and convolutions that `outputs` depend on. */
  multiplyAdds(outputs: readonly Value[]): number {
    let sum = 0;
    for (const node of this.#needed(outputs)) sum += multiplyAddsOf(node);
    return sum;
  }

  #needed(outputs: readonly Value[]): ReadonlySet<NodeValue> {
    const needed = new Set<NodeValue>();
    const visit = (value: Value): void => {
      if (value.kind === 'expanded') visit(value.source);
      if (value.kind !== 'node' || needed.has(value)) return;
      needed.add(value);
      value.inputs.forEach(visit);
    };
    outputs.forEach(visit);
    return needed;
  }

  /** Writes the nodes that `outputs` depend on as an ONNX model. */
  encode(name: string, outputs: Readonly<Record<string, Value>>): Uint8Array {
    const named = Object.entries(outputs).map(([output, value]) => ({
      output,
      value: this.materialise(value),
    }));
    const needed = this.#needed(named.map(({ value }) => value));
    const usedNames = new Set<string>();
    const use = (value: Value): void => {
      if (value.kind === 'input' || value.kind === 'constant') usedNames.add(value.name);
    };
    named.forEach(({ value }) => {
      use(value);
    });
    needed.forEach((node) => {
      node.inputs.forEach(use);
    });

    // An output takes over its node's name; when two outputs share a node, or an output is an input, it is copied.
    const renamed = new Map<Value, string>();
    const copies: NodeProto[] = [];
    for (const { output, value } of named) {
      if (value.kind === 'node' && !renamed.has(value)) renamed.set(value, output);
      else copies.push({ op: 'Identity', inputs: [nameOf(value, renamed)], output, attributes: {} });
    }
    const nodes = this.#nodes
      .filter((node) => needed.has(node))
      .map((node) => ({
        op: node.op,
        inputs: node.inputs.map((input) => nameOf(input, renamed)),
        output: nameOf(node, renamed),
        attributes: node.attributes,
      }));
    return encodeModel({
      name,
      nodes: [...nodes, ...copies],
      initializers: [...this.#constants.values()].filter((constant) => usedNames.has(constant.name)),
      inputs: this.#inputs.filter((input) => usedNames.has(input.name)),
      outputs: named.map(({ output, value }) => ({ name: output, shape: value.shape })),
    });
  }

  /** Names of the inputs that `outputs` depend on. */
  inputsOf(outputs: readonly Value[]): ReadonlySet<string> {
    const seen = new Set<Value>();
    const names = new Set<string>();
    const visit = (value: Value): void => {
      if (seen.has(value)) return;
      seen.add(value);
      if (value.kind === 'input') names.add(value.name);
      else if (value.kind === 'expanded') visit(value.source);
      else if (value.kind === 'node') value.inputs.forEach(visit);
    };
    outputs.forEach(visit);
    return names;
  }
}

function multiplyAddsOf({ op, inputs, shape, attributes }: NodeValue): number {
  const [first, second] = inputs;
  switch (op) {
    case 'Gemm':
      return volume(shape) * first.shape[attributes['transA'] === 1 ? 0 : 1];
    case 'MatMul':
      return volume(shape) * first.shape.at(-1)!;
    case 'Conv':
      return volume(shape) * volume(second.shape.slice(1));
    case 'ConvTranspose':
      return volume(first.shape) * volume(second.shape.slice(1));
    default:
      return 0;
  }
}

function nameOf(value: Value, renamed: ReadonlyMap<Value, string>): string {
  if (value.kind === 'splat' || value.kind === 'expanded')
    throw new Error(`a ${value.kind} value has no name`);
  return renamed.get(value) ?? value.name;
}

function nodeKey(op: string, inputs: readonly Value[], attributes: Attributes): string {
  const names = inputs.map((input) => ('name' in input ? input.name : '?')).join();
  return `${op}(${names})${JSON.stringify(attributes)}`;
}

/** Short constants by their values, long ones (index tables) by a 64-bit FNV-1a over their bytes. */
function digest(data: InitializerProto['data']): string {
  if (data.length <= 16) return [...data].join();
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  let low = 0x811c9dc5;
  let high = 0xcbf29ce4;
  for (const byte of bytes) {
    low = Math.imul(low ^ byte, 0x01000193);
    high = Math.imul(high ^ byte ^ (low >>> 13), 0x01000193);
  }
  return `${data.length}:${low >>> 0}:${high >>> 0}`;
}
