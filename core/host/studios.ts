// The studios of one window: generators at a checkpoint, each in a process of its own, for as long as they are used.

import { randomUUID } from 'node:crypto';
import type { EngineId } from '../executors/catalog.ts';
import { automatic, type EngineChoice } from '../executors/choose.ts';
import { CallError } from '../protocol/call-error.ts';
import type { NearestAnswer, RunId, SampleContent, Studio } from '../protocol/contract.ts';
import type { RunRecord } from '../store/run-record.ts';
import type { Store } from '../store/store.ts';
import type { ChosenEngine, DrawnContent, StudioAnswer } from '../trainer/messages.ts';
import { HostError } from './errors.ts';
import type { ForkTrainer } from './run-process.ts';
import { StudioProcess } from './studio-process.ts';

export interface StudioOptions {
  readonly store: Store;
  readonly fork: ForkTrainer;
  readonly trainerEntry: string;
  readonly resourcesDir: string;
  readonly processors: number;
  readonly choose: (requested: string) => Promise<EngineChoice>;
}

const mostOpen = 2;
/** How long one is kept that nobody asks anything. */
const idleMs = 10 * 60_000;

interface Kept {
  readonly process: StudioProcess;
  /** Requests that are not answered yet. */
  pending: number;
  idle: NodeJS.Timeout | null;
}

export class Studios {
  readonly #options: StudioOptions;
  /** The one used least recently first. */
  readonly #kept = new Map<string, Kept>();
  /** Processes that may still be there. */
  readonly #leaving = new Set<Promise<unknown>>();
  #isClosed = false;

  constructor(options: StudioOptions) {
    this.#options = options;
  }

  /**
   * @param iteration of the checkpoint; null for the newest that can be used
   * @throws HostError, StoreError, CallError, as a rejection
   */
  async open(id: RunId, iteration: number | null): Promise<Studio> {
    const { store } = this.#options;
    const run = store.runs.get(store.runs.summary(id).id);
    if (run.spec.generator.kind === 'real-plus-noise') throw noGenerator(run);
    const engine = await this.#engineFor(run);
    const tried = new Set<number>();
    let refusal: HostError | null = null;
    for (;;) {
      const chosen = iteration ?? newestBut(store, id, tried);
      // Damaged ones are found out by the process, which reads them anyhow.
      if (chosen === undefined || tried.has(chosen)) throw refusal ?? noCheckpoint(run);
      tried.add(chosen);
      try {
        return await this.#openAt(run, chosen, engine);
      } catch (error) {
        if (!(error instanceof HostError && error.code === 'refused')) throw error;
        refusal ??= error;
      }
    }
  }

  close(studio: string): void {
    const kept = this.#kept.get(studio);
    if (kept === undefined) return;
    this.#kept.delete(studio);
    if (kept.idle !== null) clearTimeout(kept.idle);
    kept.process.close(closed());
  }

  async latents(
    studio: string,
    from: { readonly seed: number } | 'grid',
    count: number,
  ): Promise<Float32Array> {
    const { latents } = await this.#use(studio, (process) =>
      process.ask<'latents'>({
        kind: 'latents',
        count,
        ...(from === 'grid' ? { from } : { from: 'seed', seed: from.seed }),
      }),
    );
    return latents;
  }

  async samples(studio: string, latents: Float32Array): Promise<SampleContent> {
    const { content } = await this.#use(studio, (process) => process.ask<'draw'>({ kind: 'draw', latents }));
    return toContent(content);
  }

  async nearest(studio: string, samples: SampleContent): Promise<NearestAnswer> {
    const values = samples.kind === 'images' ? samples.pixels : samples.points;
    const { indices, distances, content } = await this.#use(studio, (process) =>
      process.ask<'nearest'>({ kind: 'nearest', samples: values }),
    );
    return {
      nearest: Array.from(indices, (index, at) => ({ index, distance: distances[at] })),
      content: toContent(content),
    };
  }

  /** Ends all of them; resolves when their processes are gone. */
  async closeAll(): Promise<void> {
    this.#isClosed = true;
    for (const studio of [...this.#kept.keys()]) this.close(studio);
    await Promise.all(this.#leaving);
  }

  async #openAt(run: RunRecord, iteration: number, engine: ChosenEngine): Promise<Studio> {
    const { store, fork, trainerEntry, resourcesDir } = this.#options;
    const { id, spec, dataFingerprint } = run;
    const checkpoint = store.checkpoints.pathOf(id, iteration);
    if (dataFingerprint === null) throw noCheckpoint(run);
    const studio = randomUUID();
    const process = this.#keep(studio, () => new StudioProcess(fork, trainerEntry));
    let answer: StudioAnswer;
    try {
      answer = await this.#use(studio, () =>
        process.open({ kind: 'studio', spec, checkpoint, iteration, dataFingerprint, engine, resourcesDir }),
      );
    } catch (error) {
      this.close(studio);
      throw error;
    }
    const { z, directions } = answer;
    return { studio, run: id, iteration, z, distribution: spec.latent.distribution, directions };
  }

  /** @throws CallError when the window has gone */
  #keep(studio: string, start: () => StudioProcess): StudioProcess {
    if (this.#isClosed) throw closed();
    for (const oldest of this.#kept.keys()) if (this.#kept.size >= mostOpen) this.close(oldest);
    const process = start();
    this.#kept.set(studio, { process, pending: 0, idle: null });
    const left = process.ended.then(() => {
      this.#leaving.delete(left);
      this.close(studio);
    });
    this.#leaving.add(left);
    return process;
  }

  /** Keeps it open for as long as the request takes, and a while longer. @throws CallError when it is not open */
  async #use<T>(studio: string, action: (process: StudioProcess) => Promise<T>): Promise<T> {
    const kept = this.#kept.get(studio);
    if (kept === undefined) throw closed();
    this.#kept.delete(studio);
    this.#kept.set(studio, kept);
    if (kept.idle !== null) clearTimeout(kept.idle);
    kept.idle = null;
    kept.pending += 1;
    try {
      return await action(kept.process);
    } finally {
      kept.pending -= 1;
      if (kept.pending === 0 && this.#kept.get(studio) === kept) {
        kept.idle = setTimeout(() => {
          this.close(studio);
        }, idleMs);
      }
    }
  }

  /** The engine that the run was computed on gives the same bits; where it is not to be had, any will do. */
  async #engineFor({ engine, requestedEngine }: RunRecord): Promise<ChosenEngine> {
    const { choose, processors } = this.#options;
    const first = await choose(engine?.id ?? requestedEngine ?? automatic);
    const choice = first.kind === 'chosen' ? first : await choose(automatic);
    if (choice.kind === 'refused') throw new HostError('refused', choice.sentence);
    const { id, device } = choice;
    return { id, device, ...threadsOn(id, processors) };
  }
}

/** Half of the processors, as runs may train meanwhile. */
function threadsOn(engine: EngineId, processors: number): { readonly threads?: number } {
  return engine === 'onnx:cpu' ? { threads: Math.max(1, Math.floor(processors / 2)) } : {};
}

function newestBut(store: Store, run: RunId, tried: ReadonlySet<number>): number | undefined {
  return store.checkpoints
    .list(run)
    .map(({ iteration }) => iteration)
    .findLast((iteration) => !tried.has(iteration));
}

function toContent(drawn: DrawnContent): SampleContent {
  if (drawn.kind === 'points') return { kind: 'points', points: drawn.points, field: null };
  return { kind: 'images', shape: drawn.shape, pixels: drawn.pixels };
}

function noGenerator({ name }: RunRecord): CallError {
  return new CallError(
    'refused',
    `“${name}” has no generator to draw from: its samples are real points with noise on them, so there is nothing between two of them to look at.`,
  );
}

function noCheckpoint({ id }: RunRecord): CallError {
  return new CallError(
    'refused',
    `The run ${id} has no checkpoint to draw from; save one while it trains, or let it end.`,
  );
}

function closed(): CallError {
  return new CallError('unknown', 'The studio is closed; open it again.');
}
