// A run while it has a trainer: its messages go into the journal, its end becomes a status.

import type { DivergedEvent, FinishedEvent, TrainCommand } from '../gan/events.ts';
import type { RunRecord, RunStatus } from '../store/run-record.ts';
import type { Store } from '../store/store.ts';
import type { EngineIdentity, FromTrainer, OpenMessage, ToldEvent } from '../trainer/messages.ts';
import { HostError } from './errors.ts';
import type { HostEvent } from './events.ts';
import { Journal } from './journal.ts';
import type { ForkTrainer, RunProcess } from './run-process.ts';
import { crashSentence, divergedSentence, endWords, killedSentence } from './sentences.ts';

export interface Readiness {
  readonly engine: EngineIdentity;
  readonly dataFingerprint: string;
  readonly pid: number;
}

export class ActiveRun {
  readonly #store: Store;
  readonly #announce: (event: HostEvent) => void;
  readonly #process: RunProcess;
  readonly #opened: Promise<Readiness>;
  /** Answer `open`; only the first answer counts. */
  #ready: (readiness: Readiness) => void = () => undefined;
  #refuse: (reason: HostError) => void = () => undefined;
  #journal: Journal | null = null;
  #run: RunRecord | null = null;
  #iteration = 0;
  #diverged: DivergedEvent | null = null;
  #killed = false;
  /** The record as it is in the end, once that is known. */
  #final: RunRecord | null = null;

  constructor(store: Store, announce: (event: HostEvent) => void, fork: ForkTrainer, trainerEntry: string) {
    this.#store = store;
    this.#announce = announce;
    this.#opened = new Promise((resolve, reject) => {
      this.#ready = resolve;
      this.#refuse = reject;
    });
    this.#process = fork(trainerEntry, (message) => {
      this.#receive(message);
    });
  }

  /**
   * Has the trainer read its data and open its engine.
   * @throws HostError
   */
  async open(message: OpenMessage): Promise<Readiness> {
    this.#iteration = message.checkpoint?.iteration ?? 0;
    this.#process.send(message);
    const gone = this.#process.ended.then((end): never => {
      throw new HostError('failed', `The trainer ${endWords(end)} before it was ready.`);
    });
    return Promise.race([this.#opened, gone]);
  }

  /** Lets it train as a run that the store has made `running`. Resolves with the record as it is in the end. */
  async train(run: RunRecord): Promise<RunRecord> {
    this.#run = run;
    this.#journal = new Journal(this.#store, run.id, this.#announce, (error) => {
      this.#storeFailed(error);
    });
    const checkpoints = this.#store.checkpoints.folderOf(run.id);
    this.#process.send({ kind: 'train', run: run.id, checkpoints });
    const end = await this.#process.ended;
    this.#guard(() => {
      if (this.#final !== null) return;
      const checkpoint = this.#lastCheckpoint();
      if (this.#killed) this.#settle('interrupted', killedSentence(this.#iteration, checkpoint));
      else this.#settle('crashed', crashSentence(end, this.#iteration, checkpoint));
    });
    return this.#final!;
  }

  command(command: TrainCommand): void {
    this.#process.send({ kind: 'command', command });
  }

  /** Gives up on a trainer that is not training yet. */
  async abandon(reason: HostError): Promise<void> {
    this.#refuse(reason);
    this.#process.kill();
    await this.#process.ended;
  }

  /** Ends the trainer at once, with nothing saved, because somebody wants it so. */
  kill(): void {
    this.#killed = true;
    this.#process.kill();
  }

  /** Asks it to save and stop; ends it when that takes too long. */
  async stop(withinMs: number): Promise<void> {
    this.command({ kind: 'stop' });
    const timer = setTimeout(() => {
      this.kill();
    }, withinMs);
    await this.#process.ended;
    clearTimeout(timer);
  }

  #receive(message: FromTrainer): void {
    switch (message.kind) {
      case 'ready': {
        const { engine, dataFingerprint } = message;
        this.#ready({ engine, dataFingerprint, pid: this.#process.pid });
        break;
      }
      case 'refused':
        this.#refuse(new HostError('refused', message.message));
        break;
      case 'event':
        this.#guard(() => {
          this.#record(message.event);
        });
        break;
      case 'failed':
        this.#refuse(new HostError('failed', message.message, { cause: message.detail }));
        this.#guard(() => {
          const sentence =
            message.reason === 'storage'
              ? message.message
              : `An error ended it at iteration ${this.#iteration}: ${message.message}`;
          this.#settle('failed', sentence);
        });
        break;
      default:
        // Answers to questions that nobody asks a run's trainer.
        break;
    }
  }

  /** @throws StoreError */
  #record(event: ToldEvent): void {
    const journal = this.#journal;
    if (journal === null || this.#final !== null) return;
    this.#iteration = event.iteration;
    switch (event.kind) {
      case 'metrics':
        journal.metrics(event);
        break;
      case 'samples':
        journal.samples(event);
        break;
      case 'histograms':
        journal.histograms(event);
        break;
      case 'checkpoint':
        journal.checkpoint(event);
        break;
      case 'paused':
        journal.status('paused');
        break;
      case 'resumed':
        journal.status('running');
        break;
      case 'changed':
        journal.changed(event);
        break;
      case 'diverged':
        this.#diverged = event;
        break;
      case 'finished':
        this.#finish(event.how);
        break;
    }
  }

  /** @throws StoreError */
  #finish(how: FinishedEvent['how']): void {
    const lost = this.#diverged;
    this.#settle(how, lost === null ? null : divergedSentence(lost, this.#lastCheckpoint()));
    // Never rejects; the run is over when the process is, and `train` waits for that.
    void this.#process.release();
  }

  /** Gives the run its final status, once. @throws StoreError */
  #settle(status: RunStatus, detail: string | null): void {
    if (this.#journal !== null) this.#final ??= this.#journal.status(status, detail);
  }

  /** Does something with the store. Where the store cannot take it, there is no point in computing any longer. */
  #guard(action: () => void): void {
    try {
      action();
    } catch (error) {
      this.#storeFailed(error);
    }
  }

  #storeFailed(error: unknown): void {
    if (this.#final !== null) return;
    const detail = error instanceof Error ? error.message : String(error);
    this.#process.kill();
    this.#journal?.abandon();
    try {
      this.#settle('failed', detail);
    } catch {
      // The store cannot take this either. When it is opened next it will find the run without a process.
      this.#final = { ...this.#run!, status: 'failed', statusDetail: detail };
      this.#announce({ kind: 'run', run: this.#final });
    }
  }

  #lastCheckpoint(): number | undefined {
    return this.#store.checkpoints.list(this.#run!.id).at(-1)?.iteration;
  }
}
