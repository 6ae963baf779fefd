// The onnx executor: a step is recorded once, compiled by ONNX Runtime, and run with one call.
//
// Providers: `cpu` computes on the processor with deterministic results; `webgpu` on any GPU through D3D12,
// Metal or Vulkan, where state stays on the GPU and only outputs come back.

import { availableParallelism } from 'node:os';
import * as tf from '@tensorflow/tfjs-core';
import * as ort from 'onnxruntime-node';
import type { CompiledStep, Executor, Feeds, HostTensors, Outputs, State, Step } from '../executor.ts';
import { volume } from './graph.ts';
import { heapKeepsMemory } from './heap.ts';
import { record } from './recorder.ts';
import type { Recording } from './recorder.ts';
import { GpuState, HostState } from './state.ts';
import type { OnnxState } from './state.ts';

export type OnnxProvider = 'cpu' | 'webgpu';

export interface OnnxOptions {
  readonly provider: OnnxProvider;
  /** The device's name, as a probe found it. */
  readonly device: string;
  /** Threads inside one operator; as many as there are processors when absent. */
  readonly threads?: number;
  /** Writes the runtime's profile of every session to files with this prefix. */
  readonly profile?: string;
}

function sessionOptions({ provider, threads, profile }: OnnxOptions): ort.InferenceSession.SessionOptions {
  const common: ort.InferenceSession.SessionOptions = {
    graphOptimizationLevel: 'all',
    logSeverityLevel: 3,
    ...(profile === undefined ? {} : { enableProfiling: true, profileFilePrefix: profile }),
  };
  if (provider === 'cpu') {
    return {
      ...common,
      executionProviders: ['cpu'],
      intraOpNumThreads: threads ?? availableParallelism(),
      // The runtime's planned memory holds every tensor of a step apart and never gives anything back: twice the
      // memory for the same speed. Where the C heap has been told to keep freed memory, it is the better arena
      // yet, being shared by all sessions of the process.
      enableMemPattern: false,
      enableCpuMemArena: !heapKeepsMemory(),
    };
  }
  return {
    ...common,
    executionProviders: [{ name: 'webgpu', storageBufferCacheMode: 'simple' }],
    // An operator that would quietly run on the processor is an error instead.
    extra: { session: { disable_cpu_ep_fallback: '1' } },
  };
}

class OnnxStep implements CompiledStep {
  readonly #session: ort.InferenceSession;
  readonly #recording: Recording;
  readonly #feedNames: readonly string[];
  readonly #writes: readonly { readonly output: string; readonly name: string }[];

  readonly #release: (session: ort.InferenceSession) => Promise<void>;

  constructor(
    session: ort.InferenceSession,
    recording: Recording,
    release: (session: ort.InferenceSession) => Promise<void>,
  ) {
    this.#session = session;
    this.#release = release;
    this.#recording = recording;
    this.#feedNames = Object.keys(recording.feeds);
    this.#writes = Object.entries(recording.writes).map(([output, { name }]) => ({ output, name }));
  }

  async run(state: State, feeds: Feeds): Promise<Outputs> {
    const held = state as OnnxState;
    const inputs = held.inputs(this.#recording.reads);
    for (const name of this.#feedNames) {
      const shape = this.#recording.feeds[name];
      const data = name in feeds ? feeds[name] : new Float32Array(0);
      if (data.length !== volume(shape)) {
        throw new Error(`the feed "${name}" must have ${volume(shape)} values, not ${data.length}`);
      }
      inputs[name] = new ort.Tensor('float32', data, shape);
    }
    const results = await this.#session.run(inputs);
    held.accept(Object.fromEntries(this.#writes.map(({ output, name }) => [name, results[output]])));
    const outputs: Record<string, Float32Array> = {};
    for (const name of Object.keys(this.#recording.outputs))
      outputs[name] = results[name].data as Float32Array;
    return outputs;
  }

  async dispose(): Promise<void> {
    await this.#release(this.#session);
  }
}

/**
 * Keeps one small session of a GPU provider open as long as the executor lives: without it the runtime tears
 * down its device whenever the last session is released, and leaks memory each time.
 */
async function openKeeper(options: ort.InferenceSession.SessionOptions): Promise<ort.InferenceSession> {
  const step: Step = {
    name: 'keeper',
    state: {},
    feeds: { x: [1] },
    compute: ({ x }) => ({ state: {}, outputs: { y: tf.add(x, 1) } }),
  };
  return ort.InferenceSession.create((await record(step, 'native')).model, options);
}

/**
 * Opens an executor on ONNX Runtime.
 *
 * @throws Error with the runtime's reason when the provider cannot be had; a broken GPU driver may abort the
 * process instead, so that providers are probed in a process of their own first (see catalog.ts).
 */
export async function createOnnxExecutor(options: OnnxOptions): Promise<Executor> {
  const base = sessionOptions(options);
  const onGpu = options.provider !== 'cpu';
  const keeper = onGpu ? await openKeeper(base) : null;
  // What a session left on the GPU may be state for longer than its step lives, and crashes the process once the
  // session is gone: sessions of a GPU go with the executor.
  const retired: ort.InferenceSession[] = [];
  const release = async (session: ort.InferenceSession): Promise<void> => {
    if (onGpu) retired.push(session);
    else await session.release();
  };
  return {
    id: `onnx:${options.provider}`,
    device: options.device,
    version: `onnxruntime-node ${ort.env.versions.node ?? ort.env.versions.common}`,
    deterministic: !onGpu,

    load(initial: HostTensors): Promise<State> {
      return Promise.resolve(onGpu ? new GpuState(initial, base) : new HostState(initial));
    },

    async compile(step: Step): Promise<CompiledStep> {
      const recording = await record(step, onGpu ? 'native' : 'gather');
      const session = await ort.InferenceSession.create(recording.model, {
        ...base,
        ...(onGpu
          ? {
              preferredOutputLocation: Object.fromEntries(
                Object.keys(recording.writes).map((output) => [output, 'gpu-buffer' as const]),
              ),
            }
          : {}),
      });
      return new OnnxStep(session, recording, release);
    },

    async dispose(): Promise<void> {
      for (const session of retired.splice(0)) await session.release();
      await keeper?.release();
    },
  };
}
