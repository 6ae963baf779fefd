// A recorded step as an ONNX model.

import { elementTypes, modelType } from './model-schema.ts';

export type Attributes = Readonly<
  Record<string, number | readonly number[] | { readonly float: number } | string>
>;

export interface NodeProto {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly attributes: Attributes;
}

export interface InitializerProto {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array | Int32Array | BigInt64Array;
}

export interface ValueProto {
  readonly name: string;
  readonly shape: readonly number[];
}

export interface GraphProto {
  readonly name: string;
  readonly nodes: readonly NodeProto[];
  readonly initializers: readonly InitializerProto[];
  readonly inputs: readonly ValueProto[];
  readonly outputs: readonly ValueProto[];
}

function attribute(name: string, value: Attributes[string]): object {
  if (typeof value === 'number') return { name, i: value, type: 2 };
  if (typeof value === 'string') return { name, s: new TextEncoder().encode(value), type: 3 };
  if ('float' in value) return { name, f: value.float, type: 1 };
  return { name, ints: [...value], type: 7 };
}

function elementType(data: InitializerProto['data']): number {
  if (data instanceof Float32Array) return elementTypes.float;
  return data instanceof Int32Array ? elementTypes.int32 : elementTypes.int64;
}

const valueInfo = (value: ValueProto): object => ({
  name: value.name,
  type: {
    tensorType: {
      elemType: elementTypes.float,
      shape: { dim: value.shape.map((dimValue) => ({ dimValue })) },
    },
  },
});

/** Encodes a graph of float32 values as an ONNX model, opset 18. */
export function encodeModel(graph: GraphProto): Uint8Array {
  const message = modelType.create({
    irVersion: 8,
    producerName: 'critic',
    graph: {
      name: graph.name,
      node: graph.nodes.map((node) => ({
        opType: node.op,
        input: node.inputs,
        output: [node.output],
        attribute: Object.entries(node.attributes).map(([name, value]) => attribute(name, value)),
      })),
      initializer: graph.initializers.map(({ name, shape, data }) => ({
        name,
        dims: shape,
        dataType: elementType(data),
        rawData: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
      })),
      input: graph.inputs.map(valueInfo),
      output: graph.outputs.map(valueInfo),
    },
    opsetImport: [{ domain: '', version: 18 }],
  });
  return modelType.encode(message).finish();
}
