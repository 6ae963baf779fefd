// An executor computes steps: pure functions from named tensors to named tensors, written once in tfjs.
// It owns the state that lives between steps (weights, optimizer moments) wherever it likes to keep it.
// Three of them exist: onnx (compiled), tensorflow and reference (eager). All give the same numbers.

import type { Tensor } from '@tensorflow/tfjs-core';

export type Shape = readonly number[];
export type NamedTensors = Readonly<Record<string, Tensor>>;

/** float32 values on the host, row-major. */
export interface HostTensor {
  readonly shape: Shape;
  readonly data: Float32Array;
}
export type HostTensors = Readonly<Record<string, HostTensor>>;

/** A pure computation. Its shapes are fixed, so that it can be compiled once and run many times. */
export interface Step {
  readonly name: string;
  /** State it reads, by name. */
  readonly state: Readonly<Record<string, Shape>>;
  /** Values it is fed on every run: real samples, latents, learning rates. */
  readonly feeds: Readonly<Record<string, Shape>>;
  /**
   * The computation. `state` in the result holds new values of state read (same names and shapes);
   * `outputs` are returned to the host.
   */
  readonly compute: (inputs: NamedTensors) => {
    readonly state: NamedTensors;
    readonly outputs: NamedTensors;
  };
}

export type Feeds = Readonly<Record<string, Float32Array>>;
export type Outputs = Readonly<Record<string, Float32Array>>;

/** State kept by an executor between steps. */
export interface State {
  /** Copies to the host; all of it when no names are given. */
  read(names?: readonly string[]): Promise<HostTensors>;
  dispose(): void;
}

export interface CompiledStep {
  /** Runs once. Replaces what the step writes in `state`, and nothing if it throws. */
  run(state: State, feeds: Feeds): Promise<Outputs>;
  dispose(): Promise<void>;
}

export interface Executor {
  /** `onnx:cpu`, `onnx:webgpu`, `tensorflow`, `reference`. */
  readonly id: string;
  /** The device's name as far as the system tells it. */
  readonly device: string;
  /** Library and version, for the run's record. */
  readonly version: string;
  /** Whether the same steps give the same bits every time on this machine. */
  readonly deterministic: boolean;
  /** Takes the tensors over: the caller may not use their arrays again. */
  load(initial: HostTensors): Promise<State>;
  compile(step: Step): Promise<CompiledStep>;
  dispose(): Promise<void>;
}
