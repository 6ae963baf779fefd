// A tfjs backend that computes nothing: it writes down what a step does, gradients included, as a graph.

import * as tf from '@tensorflow/tfjs-core';
import type { BackendValues, Tensor, TensorInfo } from '@tensorflow/tfjs-core';
import { installGradients } from '../../autograd/second-order.ts';
import { useBackend } from '../backend.ts';
import type { NamedTensors, Step } from '../executor.ts';
import { Graph } from './graph.ts';
import type { Shape, Value } from './graph.ts';
import { kernels } from './kernels/catalog.ts';
import type { ConvolutionForm } from './kernels/kernel.ts';

const backendName = 'recorder';

class Recorder extends tf.KernelBackend {
  graph = new Graph();
  convolutions: ConvolutionForm = 'gather';
  #values = new Map<object, Value>();

  begin(convolutions: ConvolutionForm): void {
    this.graph = new Graph();
    this.convolutions = convolutions;
    this.#values = new Map();
  }

  lookUp(info: TensorInfo): Value {
    const value = this.#values.get(info.dataId);
    if (value === undefined) throw new Error('a tensor made outside the step was used in it');
    // Reshapes inside tfjs may share data under another shape.
    if (value.kind === 'splat') return { ...value, shape: info.shape };
    return value;
  }

  infoOf(value: Value): TensorInfo {
    const dataId = {};
    this.#values.set(dataId, value);
    return { dataId, shape: [...value.shape], dtype: 'float32' };
  }

  tensorOf(value: Value): Tensor {
    return tf.engine().makeTensorFromTensorInfo(this.infoOf(value));
  }

  override write(values: BackendValues | null, shape: number[]): object {
    const data = Float32Array.from(values as ArrayLike<number>);
    const first = data.length === 0 ? 0 : data[0];
    const value = data.every((number) => number === first)
      ? this.graph.splat(first, shape)
      : this.graph.constant(data, shape);
    return this.infoOf(value).dataId;
  }

  override move(dataId: object, values: BackendValues | null, shape: number[]): void {
    this.#values.set(dataId, this.#values.get(this.write(values, shape))!);
  }

  override readSync(): never {
    throw new Error('a step may not look at its values: they do not exist while it is recorded');
  }

  override read(): never {
    return this.readSync();
  }

  override disposeData(): boolean {
    return true;
  }
  override incRef(): void {
    // Values live as long as the graph does.
  }
  override refCount(): number {
    return 1;
  }
  override numDataIds(): number {
    return this.#values.size;
  }
  override floatPrecision(): 16 | 32 {
    return 32;
  }
  override epsilon(): number {
    return 1e-7;
  }
  override memory(): { unreliable: boolean } {
    return { unreliable: true };
  }
  override timerAvailable(): boolean {
    return false;
  }
}

let recorder: Recorder | null = null;

/** Registers the backend and its kernels with tfjs, once per process. */
function theRecorder(): Recorder {
  if (recorder !== null) return recorder;
  installGradients();
  const made = new Recorder();
  tf.registerBackend(backendName, () => made);
  for (const [kernelName, kernel] of Object.entries(kernels)) {
    tf.registerKernel({
      kernelName,
      backendName,
      kernelFunc: ({ inputs, attrs }) => {
        const values = Object.fromEntries(
          Object.entries(inputs).map(([name, info]) => [name, made.lookUp(info!)]),
        );
        return made.infoOf(
          kernel({ graph: made.graph, convolutions: made.convolutions }, values, attrs ?? {}),
        );
      },
    });
  }
  recorder = made;
  return made;
}

/** What a recorded step needs and gives, with the model that computes it. */
export interface Recording {
  readonly model: Uint8Array;
  /** State and feeds the model really reads; what it does not depend on is not an input of the model. */
  readonly reads: readonly string[];
  readonly feeds: Readonly<Record<string, Shape>>;
  /** State it writes, by the name of the model's output. */
  readonly writes: Readonly<Record<string, { readonly name: string; readonly shape: Shape }>>;
  readonly outputs: Readonly<Record<string, Shape>>;
  /** Multiplications in its matrix products. */
  readonly multiplyAdds: number;
}

/** Prefix of the model's outputs that are new state, so that they differ from the inputs of the same name. */
const NEXT = 'next:';

/** Runs the step once on values that do not exist yet and writes down what it would compute. */
export async function record(step: Step, form: ConvolutionForm): Promise<Recording> {
  const backend = theRecorder();
  await useBackend(backendName);
  backend.begin(form);
  try {
    const inputs: Record<string, Shape> = { ...step.state, ...step.feeds };
    const outputs: Record<string, Value> = {};
    tf.tidy(() => {
      const symbols: Record<string, Tensor> = {};
      for (const [name, shape] of Object.entries(inputs))
        symbols[name] = backend.tensorOf(backend.graph.input(name, shape));
      const result = step.compute(symbols);
      const collect = (tensors: NamedTensors, prefix: string): void => {
        for (const [name, tensor] of Object.entries(tensors)) outputs[prefix + name] = backend.lookUp(tensor);
      };
      collect(result.state, NEXT);
      collect(result.outputs, '');
    });
    const used = backend.graph.inputsOf(Object.values(outputs));
    const names = Object.keys(outputs);
    return {
      model: backend.graph.encode(step.name, outputs),
      reads: Object.keys(step.state).filter((name) => used.has(name)),
      feeds: Object.fromEntries(Object.entries(step.feeds).filter(([name]) => used.has(name))),
      writes: Object.fromEntries(
        names
          .filter((name) => name.startsWith(NEXT))
          .map((name) => [name, { name: name.slice(NEXT.length), shape: outputs[name].shape }]),
      ),
      outputs: Object.fromEntries(
        names.filter((name) => !name.startsWith(NEXT)).map((name) => [name, outputs[name].shape]),
      ),
      multiplyAdds: backend.graph.multiplyAdds(Object.values(outputs)),
    };
  } finally {
    // Let go of the graph.
    backend.begin(form);
  }
}
