// The host: starts, resumes and controls runs, each in a trainer process of its own, and keeps what they say.

import type { TrainCommand } from '../gan/events.ts';
import type { RunSpec } from '../spec/run-spec.ts';
import type { RunRecord } from '../store/run-record.ts';
import { openStore, type Store, type StoreOptions } from '../store/store.ts';
import type { ChosenEngine, OpenMessage } from '../trainer/messages.ts';
import { ActiveRun, type Readiness } from './active-run.ts';
import { HostError } from './errors.ts';
import type { HostEvent } from './events.ts';
import { forkTrainer, type ForkTrainer } from './run-process.ts';

export interface HostOptions extends StoreOptions {
  /** Folder of the store. */
  readonly dataDir: string;
  /** Folder of the bundled datasets. */
  readonly resourcesDir: string;
  /** The trainer's script. */
  readonly trainerEntry: string;
  /** How its process is started; as a child of this one unless given. */
  readonly forkTrainer?: ForkTrainer;
}

export interface StartOptions {
  readonly engine: ChosenEngine;
  /** Joins the run to a comparison. */
  readonly compareGroup?: string;
  /** Seconds of training after which it ends at the latest. */
  readonly seconds?: number;
}

/** Must not throw. */
export type HostListener = (event: HostEvent) => void;

/** How long `stop` waits for runs to save before it ends them. */
const closeMs = 60_000;

export class Host {
  readonly store: Store;
  readonly #options: HostOptions;
  readonly #listeners = new Set<HostListener>();
  /** Trainers that get ready, with the run's id where there is a run already. */
  readonly #opening = new Map<ActiveRun, string | null>();
  readonly #active = new Map<string, { readonly run: ActiveRun; readonly ended: Promise<RunRecord> }>();

  constructor(store: Store, options: HostOptions) {
    this.store = store;
    this.#options = options;
  }

  /**
   * Starts a run. Nothing is stored before its trainer has read the data and opened the engine.
   * @returns its record as it starts to train
   * @throws HostError, StoreError
   */
  startRun(spec: RunSpec, { engine, compareGroup, seconds }: StartOptions): Promise<RunRecord> {
    const request = { spec, engine, checkpoint: null, seconds: seconds ?? null };
    return this.#launch(null, request, (ready) => {
      const { id } = this.store.runs.create(spec, {
        ...(compareGroup === undefined ? {} : { compareGroup }),
        ...(seconds === undefined ? {} : { seconds }),
      });
      return this.store.runs.start(id, ready);
    });
  }

  /**
   * Goes on with a run from its newest whole checkpoint, or from the start where it never trained; what it did after
   * the checkpoint is dropped and done again.
   * @param reference an id, the beginning of one, or a name
   * @throws HostError, StoreError
   */
  async resumeRun(reference: string, { engine }: Pick<StartOptions, 'engine'>): Promise<RunRecord> {
    const run = this.store.runs.get(reference);
    this.checkResumable(run);
    const latest = this.store.checkpoints.latest(run.id);
    for (const { why } of latest?.skipped ?? [])
      this.#announce({ kind: 'notice', run: run.id, sentence: why });
    if (latest === null && this.store.series.keys(run.id).length > 0) {
      throw new HostError(
        'refused',
        `The run ${run.id} has no checkpoint to go on from; train it again from the start.`,
      );
    }
    const checkpoint = latest?.checkpoint ?? null;
    const { spec, seconds } = run;
    return this.#launch(run.id, { spec, engine, checkpoint, seconds }, (ready) => {
      if (run.dataFingerprint !== null && ready.dataFingerprint !== run.dataFingerprint) {
        throw new HostError(
          'refused',
          `The data of the run ${run.id} have changed since it was started; restore its files, or start a new run.`,
        );
      }
      if (checkpoint === null) return this.store.runs.start(run.id, ready);
      return this.store.rewind(run.id, checkpoint.iteration, ready);
    });
  }

  /** @throws HostError when the run is not being trained here */
  control(runId: string, command: TrainCommand): void {
    this.#of(runId).run.command(command);
  }

  /** Ends a run's trainer with nothing saved. @throws HostError when the run is not being trained here */
  kill(runId: string): void {
    this.#of(runId).run.kill();
  }

  /** Resolves when the run has ended, with its final record. @throws HostError when it is not being trained here */
  ended(runId: string): Promise<RunRecord> {
    return this.#of(runId).ended;
  }

  /** Calls the listener with everything that happens from now on. Returns the undo. */
  on(listener: HostListener): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Gives up the runs that are not training yet: `startRun` and `resumeRun` reject. */
  async abandonOpening(): Promise<void> {
    const reason = new HostError('aborted', 'Stopped before anything was trained.');
    await Promise.all([...this.#opening.keys()].map((run) => run.abandon(reason)));
  }

  /** Gives up one run that is not training yet, with nothing stored: its `resumeRun` rejects with the reason. */
  async abandon(runId: string, reason: HostError): Promise<void> {
    for (const [run, id] of this.#opening) if (id === runId) await run.abandon(reason);
  }

  /** Whether the run is being trained here. */
  isTraining(runId: string): boolean {
    return this.#active.has(runId);
  }

  /** Lets all runs save and stop, and gives up those that are not training yet. */
  async stop(withinMs = closeMs): Promise<void> {
    await this.abandonOpening();
    await Promise.all(
      [...this.#active.values()].map(async ({ run, ended }) => {
        await run.stop(withinMs);
        await ended;
      }),
    );
  }

  /** The same, and closes the store. */
  async close(withinMs = closeMs): Promise<void> {
    await this.stop(withinMs);
    this.store.close();
  }

  async #launch(
    runId: string | null,
    request: Omit<OpenMessage, 'kind' | 'resourcesDir'>,
    store: (ready: Readiness) => RunRecord,
  ): Promise<RunRecord> {
    const announce = (event: HostEvent): void => {
      this.#announce(event);
    };
    const { resourcesDir, trainerEntry, forkTrainer: fork = forkTrainer } = this.#options;
    const active = new ActiveRun(this.store, announce, fork, trainerEntry);
    this.#opening.set(active, runId);
    let record: RunRecord;
    try {
      record = store(await active.open({ kind: 'open', resourcesDir, ...request }));
    } catch (error) {
      await active.abandon(new HostError('aborted', 'It was not started.'));
      throw error;
    } finally {
      this.#opening.delete(active);
    }
    const ended = active.train(record).finally(() => {
      // The run may have been resumed while its old process was leaving.
      if (this.#active.get(record.id)?.run === active) this.#active.delete(record.id);
    });
    this.#active.set(record.id, { run: active, ended });
    this.#announce({ kind: 'run', run: record });
    return record;
  }

  /** @throws HostError when the run cannot go on */
  checkResumable(run: RunRecord): void {
    if (run.status === 'completed') {
      throw new HostError(
        'refused',
        `The run ${run.id} is complete at iteration ${run.iteration}; to train longer, start a new run with more iterations.`,
      );
    }
    if (run.status === 'diverged') {
      throw new HostError(
        'refused',
        `The run ${run.id} diverged and would do so again. ${run.statusDetail ?? ''}`.trimEnd(),
      );
    }
    if (this.store.runs.isAlive(run)) {
      throw new HostError(
        'refused',
        `The run ${run.id} is being trained by process ${run.pid ?? 0}; stop it there first.`,
      );
    }
  }

  #of(runId: string): { readonly run: ActiveRun; readonly ended: Promise<RunRecord> } {
    const active = this.#active.get(runId);
    if (active === undefined) throw new HostError('refused', `The run ${runId} is not being trained here.`);
    return active;
  }

  #announce(event: HostEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}

/**
 * Opens the store and finds out which runs lost their process since it was open last.
 * @throws StoreError
 */
export function openHost(options: HostOptions): Host {
  const store = openStore(options.dataDir, options);
  try {
    store.runs.reconcile();
    return new Host(store, options);
  } catch (error) {
    store.close();
    throw error;
  }
}
