// State between steps, for the two places where the runtime keeps tensors.

import * as ort from 'onnxruntime-node';
import type { HostTensor, HostTensors, Shape, State } from '../executor.ts';
import { Graph } from './graph.ts';
import type { Value } from './graph.ts';

/** What a compiled step needs of a state. */
export interface OnnxState extends State {
  /** The tensors a step reads, by name. */
  inputs(names: readonly string[]): Record<string, ort.Tensor>;
  /** Takes over what the step wrote. */
  accept(written: Readonly<Record<string, ort.Tensor>>): void;
}

function hostTensor(tensor: ort.Tensor): HostTensor {
  return { shape: tensor.dims, data: (tensor.data as Float32Array).slice() };
}

/** The tensor takes the values over: they are not copied. */
function tensorFrom({ shape, data }: HostTensor): ort.Tensor {
  return new ort.Tensor('float32', data, shape);
}

function lookUp<T>(map: ReadonlyMap<string, T>, name: string): T {
  const found = map.get(name);
  if (found === undefined) throw new Error(`the state holds no tensor "${name}"`);
  return found;
}

/** State in host memory: a step's results take the place of what it read. */
export class HostState implements OnnxState {
  readonly #current: Map<string, ort.Tensor>;

  constructor(initial: HostTensors) {
    this.#current = new Map(Object.entries(initial).map(([name, tensor]) => [name, tensorFrom(tensor)]));
  }

  inputs(names: readonly string[]): Record<string, ort.Tensor> {
    return Object.fromEntries(names.map((name) => [name, lookUp(this.#current, name)]));
  }

  accept(written: Readonly<Record<string, ort.Tensor>>): void {
    for (const [name, tensor] of Object.entries(written)) this.#current.set(name, tensor);
  }

  read(names: readonly string[] = [...this.#current.keys()]): Promise<HostTensors> {
    return Promise.resolve(
      Object.fromEntries(names.map((name) => [name, hostTensor(lookUp(this.#current, name))])),
    );
  }

  dispose(): void {
    this.#current.clear();
  }
}

/**
 * State on the GPU. Tensors start in host memory and move with the first step that writes them. They are read
 * back by running them through a model of Identity nodes: asking a GPU tensor for its data aborts the process
 * in onnxruntime-node 1.30.
 */
export class GpuState implements OnnxState {
  readonly #current: Map<string, ort.Tensor>;
  readonly #sessions = new Map<string, Promise<ort.InferenceSession>>();
  readonly #options: ort.InferenceSession.SessionOptions;

  constructor(initial: HostTensors, options: ort.InferenceSession.SessionOptions) {
    this.#current = new Map(Object.entries(initial).map(([name, tensor]) => [name, tensorFrom(tensor)]));
    this.#options = options;
  }

  inputs(names: readonly string[]): Record<string, ort.Tensor> {
    return Object.fromEntries(names.map((name) => [name, lookUp(this.#current, name)]));
  }

  accept(written: Readonly<Record<string, ort.Tensor>>): void {
    for (const [name, tensor] of Object.entries(written)) {
      const old = lookUp(this.#current, name);
      this.#current.set(name, tensor);
      old.dispose();
    }
  }

  async read(names: readonly string[] = [...this.#current.keys()]): Promise<HostTensors> {
    const result: Record<string, HostTensor> = {};
    const away: string[] = [];
    for (const name of names) {
      const tensor = lookUp(this.#current, name);
      if (tensor.location === 'cpu') result[name] = hostTensor(tensor);
      else away.push(name);
    }
    if (away.length > 0) {
      const shapes = Object.fromEntries(away.map((name) => [name, lookUp(this.#current, name).dims]));
      const session = await this.#reader(shapes);
      const read = await session.run(this.inputs(away));
      for (const name of away) result[name] = hostTensor(read[`read:${name}`]);
    }
    return result;
  }

  #reader(shapes: Readonly<Record<string, Shape>>): Promise<ort.InferenceSession> {
    const key = JSON.stringify(shapes);
    let session = this.#sessions.get(key);
    if (session === undefined) {
      const graph = new Graph();
      const outputs: Record<string, Value> = {};
      for (const [name, shape] of Object.entries(shapes)) outputs[`read:${name}`] = graph.input(name, shape);
      session = ort.InferenceSession.create(graph.encode('read', outputs), this.#options);
      this.#sessions.set(key, session);
    }
    return session;
  }

  dispose(): void {
    for (const tensor of this.#current.values()) tensor.dispose();
    this.#current.clear();
    for (const session of this.#sessions.values()) void session.then((made) => made.release());
    this.#sessions.clear();
  }
}
