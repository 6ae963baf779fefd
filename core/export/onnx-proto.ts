// A generator's model as plain data, read from and written to ONNX's file format.

import { modelType } from '../executors/onnx/model-schema.ts';

export interface TensorProto {
  readonly name: string;
  readonly dims: readonly number[];
  readonly dataType: number;
  readonly rawData: Uint8Array;
}

export interface NodeProto {
  readonly input: readonly string[];
  readonly output: readonly string[];
  readonly opType: string;
  readonly attribute?: readonly object[];
}

/** What a value is called and how large it is: a number, or a name for what is free. */
export interface ValueProto {
  readonly name: string;
  readonly type: {
    readonly tensorType: {
      readonly elemType: number;
      readonly shape: { readonly dim: readonly ({ dimValue: number } | { dimParam: string })[] };
    };
  };
  readonly docString?: string;
}

export interface ModelProto {
  readonly irVersion: number;
  readonly producerName: string;
  readonly docString?: string;
  readonly graph: {
    readonly name: string;
    readonly node: readonly NodeProto[];
    readonly initializer: readonly TensorProto[];
    readonly input: readonly ValueProto[];
    readonly output: readonly ValueProto[];
  };
  readonly opsetImport: readonly { readonly domain: string; readonly version: number }[];
  readonly metadataProps?: readonly { readonly key: string; readonly value: string }[];
}

/** A model that was written by this program; what is not named above is lost. */
export function decodeModel(bytes: Uint8Array): ModelProto {
  const options = { longs: Number, arrays: true, defaults: false };
  return modelType.toObject(modelType.decode(bytes), options) as unknown as ModelProto;
}

export function encodeModel(model: ModelProto): Uint8Array {
  return modelType.encode(modelType.create(model)).finish();
}
