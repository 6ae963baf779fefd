// Trials: one iteration of a design on the chosen engine, in a process of its own. A window that changes its design
// wants to know of the newest one only.

import type { EngineChoice } from '../executors/choose.ts';
import type { Trial } from '../protocol/contract.ts';
import type { RunSpec } from '../spec/run-spec.ts';
import { HostError } from './errors.ts';
import { ask, type Asked } from './one-shot.ts';
import type { ForkTrainer } from './run-process.ts';

export interface TrialOptions {
  readonly fork: ForkTrainer;
  readonly trainerEntry: string;
  readonly resourcesDir: string;
  readonly choose: (requested: string) => Promise<EngineChoice>;
}

export type OnStep = (step: string, done: number, of: number) => void;

const limitMs = 120_000;

/** The trials of one window. */
export class Trials {
  readonly #options: TrialOptions;
  readonly #onStep: OnStep;
  #asked: Asked<'trial'> | null = null;
  #newest = 0;

  constructor(options: TrialOptions, onStep: OnStep) {
    this.#options = options;
    this.#onStep = onStep;
  }

  /** Ends the trial before. @throws HostError, as a rejection */
  async run(spec: RunSpec, requested: string): Promise<Trial> {
    this.stop();
    this.#newest += 1;
    const number = this.#newest;
    const { fork, trainerEntry, resourcesDir, choose } = this.#options;
    const choice = await choose(requested);
    if (choice.kind === 'refused') throw new HostError('refused', choice.sentence);
    if (number !== this.#newest) throw superseded();
    const engine = { id: choice.id, device: choice.device };
    const freeMemoryBytes = process.availableMemory();
    let steps = 0;
    const asked = ask({
      fork,
      trainerEntry,
      message: { kind: 'trial', spec, engine, resourcesDir },
      limitMs,
      doing: 'The trial',
      onProgress: (step, done, of) => {
        steps = of;
        this.#onStep(step, done, of);
      },
    });
    this.#asked = asked;
    try {
      const { openSeconds, secondsPerIteration, peakBytes, checkpointBytes, gridBytes, problem } =
        await asked.answer;
      return {
        ...{ engine, openSeconds, secondsPerIteration, peakBytes, freeMemoryBytes },
        ...{ checkpointBytes, gridBytes, problem },
      };
    } finally {
      if (this.#asked === asked) this.#asked = null;
      // Nothing is at work any more, unless a newer one is.
      if (number === this.#newest && steps > 0) this.#onStep('', steps, steps);
    }
  }

  /** Gives up the one that runs. */
  stop(): void {
    this.#asked?.abandon(superseded());
    this.#asked = null;
  }
}

function superseded(): HostError {
  return new HostError('aborted', 'Another trial took its place.');
}
