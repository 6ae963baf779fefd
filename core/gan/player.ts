// One of the two players at its updates: a compiled step with the optimizer's coefficients of each update.

import type { CompiledStep, Executor, Feeds, State } from '../executors/executor.ts';
import type { MetricKey, Scalars } from './events.ts';
import type { Model } from './model.ts';
import type { Optimizer } from './optimizers/optimizer.ts';
import { coefficientFeed, type Phase } from './phases.ts';

export class Player {
  readonly #step: CompiledStep;
  readonly #metrics: readonly MetricKey[];
  readonly #optimizer: Optimizer;
  readonly #coefficients: ReadonlyMap<string, Float32Array>;
  readonly #feeds: Feeds;

  private constructor(
    name: 'critic' | 'generator',
    model: Model,
    phase: Phase,
    step: CompiledStep,
    feeds: Feeds,
  ) {
    const optimizer = model.optimizer[name];
    this.#step = step;
    this.#metrics = phase.metrics;
    this.#optimizer = optimizer;
    this.#coefficients = new Map(optimizer.coefficients.map((key) => [key, new Float32Array(1)]));
    const fed = [...this.#coefficients].map(([key, value]) => [coefficientFeed(name, key), value]);
    this.#feeds = { ...feeds, ...(Object.fromEntries(fed) as Feeds) };
  }

  /** `feeds` are buffers that the caller fills before each update; nothing is allocated after this. */
  static async compile(
    name: 'critic' | 'generator',
    model: Model,
    { executor, phase, feeds }: { readonly executor: Executor; readonly phase: Phase; readonly feeds: Feeds },
  ): Promise<Player> {
    return new Player(name, model, phase, await executor.compile(phase.step), feeds);
  }

  /** Does update number `update` (from 1) with a learning rate, and gives the scalars that came with it. */
  async update(state: State, update: number, lr: number): Promise<Scalars> {
    for (const [name, value] of Object.entries(this.#optimizer.coefficientsAt(update, lr))) {
      this.#coefficients.get(name)![0] = value;
    }
    const scalars = (await this.#step.run(state, this.#feeds))['scalars'];
    return Object.fromEntries(this.#metrics.map((key, at) => [key, scalars[at]]));
  }

  dispose(): Promise<void> {
    return this.#step.dispose();
  }
}
