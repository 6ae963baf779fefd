// What a run says, stored first and announced then: whatever somebody was shown is on the disk, and has the number
// that the store gave it. Metrics wait for a moment and are stored together; everything else is stored at once, after
// the metrics that came before it.

import type { ChangedEvent, HistogramsEvent, MetricsEvent, SamplesEvent } from '../gan/events.ts';
import type { RunRecord, RunStatus } from '../store/run-record.ts';
import type { Store } from '../store/store.ts';
import type { SavedCheckpoint } from '../trainer/messages.ts';
import type { HostEvent } from './events.ts';

const flushMs = 200;
const flushRows = 500;

export class Journal {
  readonly #store: Store;
  readonly #runId: string;
  readonly #announce: (event: HostEvent) => void;
  readonly #failed: (error: unknown) => void;
  #waiting: MetricsEvent[] = [];
  #timer: NodeJS.Timeout | null = null;

  /** `failed` gets an error of the store that came while nobody was calling. */
  constructor(
    store: Store,
    runId: string,
    announce: (event: HostEvent) => void,
    failed: (error: unknown) => void,
  ) {
    this.#store = store;
    this.#runId = runId;
    this.#announce = announce;
    this.#failed = failed;
  }

  /** @throws StoreError */
  metrics(event: MetricsEvent): void {
    this.#waiting.push(event);
    if (this.#waiting.length >= flushRows) {
      this.flush();
      return;
    }
    this.#timer ??= setTimeout(() => {
      try {
        this.flush();
      } catch (error) {
        this.#failed(error);
      }
    }, flushMs);
  }

  /** @throws StoreError */
  samples(event: SamplesEvent): void {
    this.flush();
    const seq = this.#store.samples.save(this.#runId, event);
    const { iteration, criticUpdates, activeSeconds } = event;
    const place = { iteration, criticUpdates, activeSeconds };
    if (seq !== null) this.#announce({ kind: 'samples', run: this.#runId, seq, ...place });
  }

  /** Nobody is told: windows read them when they show them. @throws StoreError */
  histograms(event: HistogramsEvent): void {
    this.flush();
    this.#store.histograms.save(this.#runId, event);
  }

  /** The trainer has written the file already. @throws StoreError */
  checkpoint(event: SavedCheckpoint): void {
    this.flush();
    const { iteration, criticUpdates, activeSeconds, reason, file, bytes } = event;
    const place = { iteration, criticUpdates, activeSeconds };
    this.#store.checkpoints.adopt(this.#runId, { ...place, reason, file, bytes });
    this.#announce({ kind: 'checkpoint', run: this.#runId, ...place, reason });
  }

  /** A setting that was changed while it trains. @throws StoreError */
  changed({ iteration, path, from, to }: ChangedEvent): void {
    this.flush();
    const text = `${path} changed from ${from} to ${to}.`;
    this.#store.marks.add(this.#runId, { kind: 'changed', iteration, text });
    this.#announce({ kind: 'mark', run: this.#runId, sentence: text });
  }

  /** @throws StoreError */
  status(status: RunStatus, detail: string | null = null): RunRecord {
    this.flush();
    const run = this.#store.runs.setStatus(this.#runId, status, detail);
    this.#announce({ kind: 'run', run });
    return run;
  }

  /** Stores the metrics that wait. @throws StoreError; they are lost then */
  flush(): void {
    this.#dropTimer();
    const events = this.#waiting;
    this.#waiting = [];
    const last = events.at(-1);
    if (last === undefined) return;
    const seq = this.#store.series.append(this.#runId, events);
    const { iteration, criticUpdates, activeSeconds } = last;
    this.#store.runs.heartbeat(this.#runId, { iteration, criticUpdates, activeSeconds });
    this.#announce({ kind: 'metrics', run: this.#runId, seq, events });
  }

  /** Forgets what waits: the store cannot take it. */
  abandon(): void {
    this.#dropTimer();
    this.#waiting = [];
  }

  #dropTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
