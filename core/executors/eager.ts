// An executor that computes each step directly with a tfjs backend: the reference (tfjs's own JavaScript) and
// TensorFlow where a user has installed it.

import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { installGradients } from '../autograd/second-order.ts';
import { useBackend } from './backend.ts';
import type {
  CompiledStep,
  Executor,
  Feeds,
  HostTensor,
  HostTensors,
  NamedTensors,
  Outputs,
  State,
  Step,
} from './executor.ts';

class EagerState implements State {
  readonly tensors: Map<string, Tensor>;
  readonly #backend: string;

  constructor(tensors: Map<string, Tensor>, backend: string) {
    this.tensors = tensors;
    this.#backend = backend;
  }

  async read(names: readonly string[] = [...this.tensors.keys()]): Promise<HostTensors> {
    await useBackend(this.#backend);
    const result: Record<string, HostTensor> = {};
    for (const name of names) {
      const tensor = this.tensors.get(name);
      if (tensor === undefined) throw new Error(`the state holds no tensor "${name}"`);
      result[name] = { shape: tensor.shape, data: ((await tensor.data()) as Float32Array).slice() };
    }
    return result;
  }

  dispose(): void {
    for (const tensor of this.tensors.values()) tensor.dispose();
    this.tensors.clear();
  }
}

export interface EagerOptions {
  readonly id: string;
  readonly device: string;
  readonly version: string;
  readonly deterministic: boolean;
  /** Name of a registered tfjs backend. */
  readonly backend: string;
}

/** Opens an executor on a registered tfjs backend. */
export async function createEagerExecutor(options: EagerOptions): Promise<Executor> {
  const { backend, ...identity } = options;
  installGradients();
  await useBackend(backend);
  return {
    ...identity,

    async load(initial: HostTensors): Promise<State> {
      await useBackend(backend);
      const tensors = Object.entries(initial).map(([name, { shape, data }]): [string, Tensor] => [
        name,
        tf.keep(tf.tensor(data.slice(), [...shape], 'float32')),
      ]);
      return new EagerState(new Map(tensors), backend);
    },

    compile(step: Step): Promise<CompiledStep> {
      return Promise.resolve({
        run: (state: State, feeds: Feeds) => {
          if (!(state instanceof EagerState))
            throw new Error('a state belongs to the executor that loaded it');
          return runEagerly(step, state, feeds, backend);
        },
        dispose: () => Promise.resolve(),
      });
    },

    dispose: () => Promise.resolve(),
  };
}

async function runEagerly(step: Step, state: EagerState, feeds: Feeds, backend: string): Promise<Outputs> {
  await useBackend(backend);
  const results: NamedTensors = tf.tidy(() => {
    const inputs: Record<string, Tensor> = {};
    for (const name of Object.keys(step.state)) inputs[name] = state.tensors.get(name)!;
    for (const [name, shape] of Object.entries(step.feeds))
      inputs[name] = tf.tensor(feeds[name], [...shape], 'float32');
    const { state: next, outputs } = step.compute(inputs);
    // A step may return one of its inputs unchanged; a clone keeps the two lives apart.
    return Object.fromEntries([
      ...Object.entries(next).map(([name, tensor]) => [`next:${name}`, tensor.clone()]),
      ...Object.entries(outputs).map(([name, tensor]) => [name, tensor.clone()]),
    ]) as NamedTensors;
  });
  const outputs: Record<string, Float32Array> = {};
  for (const [name, tensor] of Object.entries(results)) {
    if (name.startsWith('next:')) {
      const key = name.slice('next:'.length);
      state.tensors.get(key)?.dispose();
      state.tensors.set(key, tf.keep(tensor));
    } else {
      // A copy: an output may be a feed or state handed through, whose memory it would share.
      outputs[name] = ((await tensor.data()) as Float32Array).slice();
      tensor.dispose();
    }
  }
  return outputs;
}
