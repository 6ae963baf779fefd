// The measurements of a workstation: one run at a time, those that somebody asked for, in turn, before those that follow
// by themselves when a run is complete.

import type { MeasurementsOf, RunId } from '../protocol/contract.ts';
import { StoreError } from '../store/errors.ts';
import type { Store } from '../store/store.ts';
import { HostError } from './errors.ts';
import { measureRun, type MeasuringOptions, type MeasuringOutcome, type MeasuringWish } from './measuring.ts';

export interface MeasurerOptions extends MeasuringOptions {
  /** How far it is; `step` is empty once nothing is at work, and `behind` the run that it waits for, where it does. */
  readonly told: (run: RunId, step: string, done: number, of: number, behind: RunId | null) => void;
  /** Something of a run was measured. */
  readonly stored: (run: RunId) => void;
  /** Whether anything trains now: then nothing starts by itself. */
  readonly isTraining: () => boolean;
  /** Whether complete runs are measured by themselves. */
  readonly isAutomatic: () => boolean;
  /** Gets an error that nobody else will see. */
  readonly failed: (error: unknown) => void;
}

interface Job {
  readonly wish: MeasuringWish;
  readonly control: AbortController;
  readonly done: Promise<MeasuringOutcome>;
  /** Nobody waits for it. */
  readonly isAutomatic: boolean;
}

/** Asked for while another one is at work. */
interface Ask {
  readonly wish: MeasuringWish;
  readonly begin: () => void;
  readonly giveUp: (why: HostError) => void;
}

export class Measurer {
  readonly #options: MeasurerOptions;
  /** Runs that are complete and wait for a quiet moment. */
  readonly #waiting = new Set<RunId>();
  /** In the order in which they were asked for. */
  #asked: readonly Ask[] = [];
  #current: Job | null = null;
  #isClosed = false;

  constructor(options: MeasurerOptions) {
    this.#options = options;
  }

  /**
   * Measures now, and gives up what was measured by itself meanwhile, to be done later; or after those that somebody
   * asked for before.
   * @throws HostError, StoreError; as a rejection
   */
  async measure(wish: MeasuringWish): Promise<MeasuringOutcome> {
    // By its id only.
    this.#options.store.runs.numberOf(wish.run);
    const before = this.#current;
    if (before?.isAutomatic === true) {
      this.#waiting.add(before.wish.run);
      await this.#giveUp(before);
    }
    if (this.#isClosed) throw new HostError('aborted', 'Critic is closing; measure again when it is back.');
    const job = this.#current === null ? this.#start(wish, false) : await this.#turn(wish);
    return job.done;
  }

  /** Gives up what is at work for a run, be it asked for or not, and what waits for its turn. */
  cancel(run: RunId): void {
    const given = this.#asked.filter(({ wish }) => wish.run === run);
    this.#asked = this.#asked.filter(({ wish }) => wish.run !== run);
    for (const { giveUp } of given)
      giveUp(new HostError('aborted', 'Measuring was given up before it began.'));
    if (this.#current?.wish.run === run) this.#current.control.abort();
    else if (given.length > 0) this.#options.told(run, '', 1, 1, null);
  }

  /** A run is complete: it is measured once nothing trains, where that is wished for. */
  completed(run: RunId): void {
    if (!this.#options.isAutomatic()) return;
    this.#waiting.add(run);
    this.look();
  }

  /** Starts what waits, or gives way to what trains. To be called when training begins or ends. */
  look(): void {
    const { isTraining, isAutomatic, failed, store } = this.#options;
    if (this.#isClosed) return;
    const [next, ...later] = this.#asked;
    if (this.#current === null && this.#asked.length > 0) {
      this.#asked = later;
      next.begin();
      return;
    }
    if (isTraining()) {
      const job = this.#current;
      if (job?.isAutomatic === true) {
        this.#waiting.add(job.wish.run);
        job.control.abort();
      }
      return;
    }
    if (this.#current !== null || !isAutomatic()) return;
    const run = [...this.#waiting].at(0);
    if (run === undefined) return;
    this.#waiting.delete(run);
    if (!isThere(store, run)) {
      this.look();
      return;
    }
    this.#start({ run, checkpoints: 'newest', samples: null }, true).done.catch((error: unknown) => {
      // Runs that were deleted meanwhile, without data or with too few samples: whoever asks for it is told why.
      if (!(error instanceof HostError || error instanceof StoreError)) failed(error);
    });
  }

  /** Resolves when its process is gone. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#waiting.clear();
    for (const { giveUp } of this.#asked)
      giveUp(new HostError('aborted', 'Critic was closed before measuring began.'));
    this.#asked = [];
    if (this.#current !== null) await this.#giveUp(this.#current);
  }

  #start(wish: MeasuringWish, isAutomatic: boolean): Job {
    const { told, stored } = this.#options;
    this.#waiting.delete(wish.run);
    const control = new AbortController();
    const done = measureRun(this.#options, wish, {
      signal: control.signal,
      onProgress: (step, at, of) => {
        told(wish.run, step, at, of, null);
      },
      onStored: () => {
        stored(wish.run);
      },
    }).finally(() => {
      this.#current = null;
      told(wish.run, '', 1, 1, null);
      // Whoever asked for it may ask for more first.
      setImmediate(() => {
        this.look();
      });
    });
    this.#current = { wish, control, done, isAutomatic };
    this.#tellAsked();
    return this.#current;
  }

  /** Resolves when it has begun. @throws HostError when it was given up before, as a rejection */
  #turn(wish: MeasuringWish): Promise<Job> {
    return new Promise((resolve, giveUp) => {
      const begin = (): void => {
        resolve(this.#start(wish, false));
      };
      this.#asked = [...this.#asked, { wish, begin, giveUp }];
      this.#tellAsked();
    });
  }

  /** Those that wait, which run is before them. */
  #tellAsked(): void {
    const behind = this.#current?.wish.run ?? null;
    for (const { wish } of this.#asked) {
      if (wish.run !== behind) this.#options.told(wish.run, 'Waiting', 0, 1, behind);
    }
  }

  async #giveUp({ control, done }: Job): Promise<void> {
    control.abort();
    await done.catch(() => undefined);
  }
}

function isThere(store: Store, run: RunId): boolean {
  return store.runs.summaries().some(({ id }) => id === run);
}

/** What was measured of a run, with the floors of its data. @throws StoreError */
export function readMeasurements(store: Store, run: RunId): MeasurementsOf {
  store.runs.numberOf(run);
  const { dataFingerprint, spec } = store.runs.get(run);
  return {
    run,
    values: store.measurements.list(run),
    floors: dataFingerprint === null ? [] : store.measurements.floors(dataFingerprint),
    evaluated: spec.evaluate.samples,
  };
}
