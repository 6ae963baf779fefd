// What one window is told, at the pace at which it reads: a bounded number of events is on the way, the rest waits by
// the delivery rules of the contract. Of a run that is watched, what a reader that lags cannot be kept for is dropped
// and read again from the store once it has caught up, so that every value arrives exactly once and in order.

import { delivery, type HostEvents, type RunId } from '../protocol/contract.ts';
import type { Message } from '../protocol/rpc.ts';
import { joinBatches } from './batches.ts';
import type { Told, WatchEvents } from './told.ts';

/** Events that may be on the way, and their bytes, roughly. One event always may, whatever its size. */
const mostUnseen = 32;
const mostUnseenBytes = 2 ** 21;
/** Of one run, what waits for a reader that lags; beyond, the store has it. */
const mostWaitingBytes = 2 ** 22;

export interface OutboxOptions {
  readonly post: (message: Message) => void;
  /** Everything stored of a run after a number, in order; it ends when there is nothing more. */
  readonly replay: (run: RunId, afterSeq: number) => Generator<Told, void>;
  /** Gets an error of a replay. Watching goes on with the next thing that happens to the run. */
  readonly failed: (error: unknown) => void;
}

/** A run that the window watches. */
interface Feed {
  /** The number up to which everything is posted or waits. */
  queued: number;
  /** The number up to which everything is posted. */
  posted: number;
  /** Whether the rest is to be read from the store: what happens meanwhile is there, too. */
  behind: boolean;
  replay: Generator<Told, void> | null;
  waitingBytes: number;
}

type Name = keyof HostEvents;

interface Waiting {
  readonly name: Name;
  /** One value, or batches of metrics that are to be joined into one. */
  readonly values: unknown[];
  /** The watched run whose order it keeps; null for other events. */
  readonly run: RunId | null;
  /** Of events of which only the newest counts. */
  readonly key: string | null;
  seq: number;
  bytes: number;
}

export class Outbox {
  readonly #options: OutboxOptions;
  readonly #feeds = new Map<RunId, Feed>();
  #waiting: Waiting[] = [];
  /** On the way: their numbers and bytes, oldest first. */
  #unseen: { readonly number: number; readonly bytes: number }[] = [];
  #unseenBytes = 0;
  #number = 0;
  #reading: NodeJS.Immediate | null = null;
  #isClosed = false;

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  /** Tells of something that is not the journal of a run. */
  tell<K extends Exclude<Name, keyof WatchEvents>>(name: K, value: HostEvents[K]): void {
    this.#enqueue({ name, values: [value], run: null, key: keyOf(name, value), seq: 0, bytes: 500 });
    this.#pump();
  }

  /** Begins with everything stored after the number, then follows. A run that is watched already begins anew. */
  watch(run: RunId, afterSeq: number): void {
    this.unwatch(run);
    this.#feeds.set(run, {
      queued: afterSeq,
      posted: afterSeq,
      behind: true,
      replay: null,
      waitingBytes: 0,
    });
    this.#pump();
  }

  unwatch(run: RunId): void {
    const feed = this.#feeds.get(run);
    if (feed === undefined) return;
    feed.replay?.return();
    this.#feeds.delete(run);
    this.#waiting = this.#waiting.filter((event) => event.run !== run);
  }

  watches(run: RunId): boolean {
    return this.#feeds.has(run);
  }

  /** The runs that are watched. */
  get watched(): readonly RunId[] {
    return [...this.#feeds.keys()];
  }

  /** Tells of the next thing in a run's journal, if it is watched. */
  follow(told: Told): void {
    const feed = this.#feeds.get(told.run);
    if (feed === undefined || told.seq <= feed.queued) return;
    // Somebody else wrote in between, or the reader lags: the store knows the order.
    if (feed.behind || told.seq !== feed.queued + 1) {
      this.catchUp(told.run);
      return;
    }
    this.#queue(feed, told);
    if (feed.waitingBytes > mostWaitingBytes) this.#drop(told.run, feed);
    this.#pump();
  }

  /** Something was stored of the run that nobody told of here. */
  catchUp(run: RunId): void {
    const feed = this.#feeds.get(run);
    if (feed === undefined) return;
    feed.behind = true;
    this.#pump();
  }

  /** The window has dealt with all events up to this number. */
  seen(number: number): void {
    const still = this.#unseen.findIndex((event) => event.number > number);
    const gone = this.#unseen.splice(0, still < 0 ? this.#unseen.length : still);
    for (const { bytes } of gone) this.#unseenBytes -= bytes;
    this.#pump();
  }

  close(): void {
    this.#isClosed = true;
    for (const run of this.watched) this.unwatch(run);
    this.#waiting = [];
    if (this.#reading !== null) clearImmediate(this.#reading);
    this.#reading = null;
  }

  #queue(feed: Feed, { run, seq, name, value, bytes }: Told): void {
    feed.queued = seq;
    feed.waitingBytes += countedBytes(name, bytes);
    const last = name === 'metrics' ? this.#waiting.findLast((event) => event.run === run) : undefined;
    if (last?.name === 'metrics') {
      last.values.push(value);
      last.seq = seq;
      last.bytes += bytes;
    } else {
      this.#enqueue({ name, values: [value], run, key: keyOf(name, value), seq, bytes });
    }
  }

  /** Leaves what waits of a run to the store. */
  #drop(run: RunId, feed: Feed): void {
    this.#waiting = this.#waiting.filter((event) => event.run !== run);
    feed.waitingBytes = 0;
    feed.queued = feed.posted;
    feed.behind = true;
  }

  #enqueue(event: Waiting): void {
    if (this.#isClosed) return;
    if (event.key !== null) {
      const at = this.#waiting.findIndex(({ name, key }) => name === event.name && key === event.key);
      if (at >= 0) this.#remove(at);
    }
    this.#waiting.push(event);
  }

  /** Takes out an event that a newer one replaces. The newer one goes to the end, so that it overtakes nothing. */
  #remove(at: number): void {
    const [{ run }] = this.#waiting.splice(at, 1);
    if (run === null) return;
    // What it kept apart can be joined now.
    const before = this.#waiting.findLastIndex((event, i) => i < at && event.run === run);
    const after = this.#waiting.findIndex((event, i) => i >= at && event.run === run);
    if (before < 0 || after < 0) return;
    const [first, second] = [this.#waiting[before], this.#waiting[after]];
    if (first.name !== 'metrics' || second.name !== 'metrics') return;
    first.values.push(...second.values);
    first.seq = second.seq;
    first.bytes += second.bytes;
    this.#waiting.splice(after, 1);
  }

  #hasRoom(): boolean {
    const count = this.#unseen.length;
    return count === 0 || (count < mostUnseen && this.#unseenBytes < mostUnseenBytes);
  }

  #pump(): void {
    while (!this.#isClosed && this.#hasRoom()) {
      const event = this.#waiting.shift();
      if (event === undefined) {
        this.#readLater();
        return;
      }
      this.#post(event);
    }
  }

  #post({ name, values, run, seq, bytes }: Waiting): void {
    const feed = run === null ? undefined : this.#feeds.get(run);
    if (feed !== undefined) {
      feed.posted = seq;
      feed.waitingBytes -= countedBytes(name, bytes);
    }
    this.#number += 1;
    this.#unseen.push({ number: this.#number, bytes });
    this.#unseenBytes += bytes;
    const value = values.length === 1 ? values[0] : joinBatches(values as HostEvents['metrics'][]);
    this.#options.post({ kind: 'event', number: this.#number, name, value });
  }

  /** Reads from the store one event at a time, with room for others in between. */
  #readLater(): void {
    if (this.#reading !== null || this.#isClosed) return;
    if (![...this.#feeds.values()].some(({ behind }) => behind)) return;
    this.#reading = setImmediate(() => {
      this.#reading = null;
      if (this.#hasRoom() && this.#waiting.length === 0) this.#readNext();
      this.#pump();
    });
  }

  #readNext(): void {
    for (const [run, feed] of this.#feeds) {
      if (!feed.behind) continue;
      try {
        feed.replay ??= this.#options.replay(run, feed.queued);
        const { done, value } = feed.replay.next();
        if (done === true) {
          // It found nothing more just now, and nothing can have been stored since.
          feed.replay = null;
          feed.behind = false;
          continue;
        }
        this.#queue(feed, value);
      } catch (error) {
        feed.replay = null;
        feed.behind = false;
        this.#options.failed(error);
        continue;
      }
      // The next one's turn.
      this.#feeds.delete(run);
      this.#feeds.set(run, feed);
      return;
    }
  }
}

/** Of a grid only one can wait, so it does not count towards what may. */
function countedBytes(name: Name, bytes: number): number {
  return name === 'grid' ? 0 : bytes;
}

/** What makes a later event replace it; null where every event counts. */
function keyOf<K extends Name>(name: K, value: HostEvents[K]): string | null {
  const rule = delivery[name];
  return rule.rule === 'every' ? null : rule.key(value as never);
}
