// The queue of a workstation: starts waiting runs in order as there is room for them. The order is in the store, so it
// survives a restart. An engine that is busy does not hold up runs for another one.

import type { EngineId } from '../executors/catalog.ts';
import type { EngineChoice } from '../executors/choose.ts';
import { CallError } from '../protocol/call-error.ts';
import type { RunId } from '../protocol/contract.ts';
import type { ChosenEngine } from '../trainer/messages.ts';
import { HostError } from './errors.ts';
import type { Host } from './host.ts';
import { estimateMemory } from './memory.ts';

export interface QueueOptions {
  readonly host: Host;
  readonly choose: (requested: string) => Promise<EngineChoice>;
  /** The engine of runs that nobody chose one for. */
  readonly usualEngine: () => string;
  /** Runs that may train on the processor at once; 0 lets the queue decide. */
  readonly runsAtOnce: () => number;
  readonly processors: number;
  /** Bytes that are free on this machine. */
  readonly freeMemory: () => number;
  /** A run begins to get ready, or stopped doing so, or has left. */
  readonly changed: (run: RunId) => void;
  /** A run could not be started; the store says why. */
  readonly refused: (run: RunId) => void;
  /** Gets an error that nobody else will see. */
  readonly failed: (error: unknown) => void;
}

/** How long a run takes, in milliseconds, until what it needs no longer counts as free. */
const settleMs = 10_000;
/** How often free memory is looked at while a run waits for it. */
const memoryMs = 2000;

type Place = 'processor' | Exclude<EngineId, ProcessorEngine>;
type ProcessorEngine = 'onnx:cpu' | 'reference';

/** A run that gets ready or trains. */
interface Taken {
  readonly place: Place;
  readonly bytes: number;
  readonly since: number;
}

/** A run that waits. */
interface Waiting {
  readonly id: RunId;
  readonly choice: Extract<EngineChoice, { kind: 'chosen' }>;
  readonly bytes: number;
}

/** What is read of a run only once, however long it waits. */
interface Needs {
  /** `auto` or an engine's id; null where nobody said. */
  readonly engine: string | null;
  readonly bytes: number;
}

export class RunQueue {
  readonly #options: QueueOptions;
  readonly #taken = new Map<RunId, Taken>();
  readonly #starting = new Set<RunId>();
  /** Of runs that get ready: those that somebody has stopped. */
  readonly #stopped = new Set<RunId>();
  /** Runs that train but compute nothing at the moment. */
  readonly #paused = new Set<RunId>();
  #needs = new Map<RunId, Needs>();
  #isLooking = false;
  #again = false;
  #later: NodeJS.Timeout | null = null;
  #isClosed = false;

  constructor(options: QueueOptions) {
    this.#options = options;
  }

  isStarting(run: RunId): boolean {
    return this.#starting.has(run);
  }

  /** Runs that get ready or train. */
  get busy(): readonly RunId[] {
    return [...this.#taken.keys()];
  }

  /** A run on the processor that is paused makes room for another one; going on, it waits for nobody. */
  pause(run: RunId, isPaused: boolean): void {
    if (isPaused) this.#paused.add(run);
    else this.#paused.delete(run);
    this.look();
  }

  /** Starts what there is room for. To be called when there is a new run, or room, or another setting. */
  look(): void {
    this.#again = true;
    if (this.#isLooking || this.#isClosed) return;
    this.#isLooking = true;
    this.#lookAgain()
      .catch((error: unknown) => {
        this.#options.failed(error);
      })
      .finally(() => {
        this.#isLooking = false;
      });
  }

  /**
   * Takes a run out of the queue that waits or gets ready.
   * @throws StoreError
   */
  stop(run: RunId): void {
    if (this.#starting.has(run)) {
      this.#stopped.add(run);
      void this.#options.host.abandon(run, new HostError('aborted', 'Stopped before anything was trained.'));
      return;
    }
    this.#end(run, 'interrupted', 'Taken out of the queue before it was trained.');
    this.look();
  }

  /** @throws CallError `busy` when one of the runs gets ready or trains */
  checkIdle(runs: readonly RunId[]): void {
    const busy = runs.find((run) => this.#taken.has(run));
    if (busy === undefined) return;
    throw new CallError('busy', `The run ${busy} is being trained; stop it before deleting it.`);
  }

  /** Starts nothing any more. Runs that wait or get ready stay in the queue for the next time. */
  close(): void {
    this.#isClosed = true;
    if (this.#later !== null) clearTimeout(this.#later);
  }

  async #lookAgain(): Promise<void> {
    while (this.#again && !this.#isClosed) {
      this.#again = false;
      await this.#lookOnce();
    }
  }

  async #lookOnce(): Promise<void> {
    const ids = this.#options.host.store.runs.queue().filter((id) => !this.#starting.has(id));
    this.#needs = new Map(ids.map((id) => [id, this.#needs.get(id) ?? this.#readNeeds(id)]));
    const waiting: Waiting[] = [];
    for (const [id, { engine, bytes }] of this.#needs) {
      const choice = await this.#options.choose(engine ?? this.#options.usualEngine());
      // Anything may have happened meanwhile.
      if (this.#isClosed || this.#again) return;
      if (choice.kind === 'refused') this.#end(id, 'failed', choice.sentence);
      else waiting.push({ id, choice, bytes });
    }
    const full = new Set<Place>();
    for (const [at, run] of waiting.entries()) {
      const place = placeOf(run.choice.id);
      if (full.has(place)) continue;
      if (this.#count(place) >= this.#limit(place)) full.add(place);
      else if (this.#fits(run)) this.#start(run, waiting.slice(at + 1));
      else {
        // Smaller ones behind it must not keep it from its turn for ever.
        this.#lookLater();
        return;
      }
    }
  }

  #start({ id, choice, bytes }: Waiting, behind: readonly Waiting[]): void {
    const place = placeOf(choice.id);
    this.#starting.add(id);
    this.#taken.set(id, { place, bytes, since: Date.now() });
    this.#needs.delete(id);
    const { id: engineId, device } = choice;
    const threads = engineId === 'onnx:cpu' ? { threads: this.#threads(behind) } : {};
    this.#options.changed(id);
    void this.#train(id, { id: engineId, device, ...threads }).catch((error: unknown) => {
      this.#options.failed(error);
    });
  }

  async #train(id: RunId, engine: ChosenEngine): Promise<void> {
    const { host, changed } = this.#options;
    try {
      await host.resumeRun(id, { engine });
      this.#starting.delete(id);
      this.#stopped.delete(id);
      changed(id);
      await host.ended(id);
    } catch (error) {
      this.#starting.delete(id);
      const wasStopped = this.#stopped.delete(id);
      if (wasStopped) this.#end(id, 'interrupted', 'Stopped before anything was trained.');
      else if (!this.#isClosed)
        this.#end(id, 'failed', error instanceof Error ? error.message : String(error));
    } finally {
      this.#taken.delete(id);
      this.#paused.delete(id);
      if (!this.#isClosed) {
        changed(id);
        this.look();
      }
    }
  }

  #end(run: RunId, status: 'interrupted' | 'failed', sentence: string): void {
    this.#needs.delete(run);
    this.#options.host.store.runs.setStatus(run, status, sentence);
    this.#options.changed(run);
    if (status === 'failed') this.#options.refused(run);
  }

  #count(place: Place): number {
    const here = [...this.#taken].filter(([, taken]) => taken.place === place);
    // On a GPU its memory is what is short.
    return here.filter(([id]) => place !== 'processor' || !this.#paused.has(id)).length;
  }

  /** A GPU takes one at a time. A pair on the processor should be seen side by side where it has two cores. */
  #limit(place: Place): number {
    if (place !== 'processor') return 1;
    const wished = this.#options.runsAtOnce();
    return wished > 0 ? wished : Math.min(2, this.#options.processors);
  }

  /** For one run among those that are going to train on the processor at once. */
  #threads(behind: readonly Waiting[]): number {
    const waiting = behind.filter(({ choice }) => placeOf(choice.id) === 'processor').length;
    const atOnce = Math.min(this.#limit('processor'), this.#count('processor') + waiting);
    return Math.max(1, Math.floor(this.#options.processors / atOnce));
  }

  #fits({ bytes }: Waiting): boolean {
    if (this.#taken.size === 0) return true;
    const now = Date.now();
    const promised = [...this.#taken.values()]
      .filter(({ since }) => now - since < settleMs)
      .reduce((sum, taken) => sum + taken.bytes, 0);
    return bytes <= this.#options.freeMemory() - promised;
  }

  #readNeeds(run: RunId): Needs {
    const { requestedEngine, spec } = this.#options.host.store.runs.get(run);
    return { engine: requestedEngine, bytes: estimateMemory(spec) };
  }

  #lookLater(): void {
    this.#later ??= setTimeout(() => {
      this.#later = null;
      this.look();
    }, memoryMs);
  }
}

function placeOf(engine: EngineId): Place {
  switch (engine) {
    case 'onnx:cpu':
    case 'reference':
      return 'processor';
    case 'onnx:webgpu':
    case 'tensorflow':
      return engine;
  }
}
