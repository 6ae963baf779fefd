// Metrics: every value of every iteration, read whole or through buckets. Chunks that a run has left behind are
// summed up in sizes 16, 64, 256, … so that a picture of a million iterations reads a few thousand rows.

import type { MetricKey, MetricsEvent } from '../gan/events.ts';
import type { StoreDatabase } from './database.ts';
import { StoreError } from './errors.ts';
import type { Runs } from './runs.ts';
import { fromStored, toStored } from './values.ts';

export type { MetricKey };

/** Values in order of iteration; the other arrays say where each stands on the other axes. */
export interface Series {
  readonly iterations: Float64Array;
  readonly values: Float64Array;
  readonly criticUpdates: Float64Array;
  readonly activeSeconds: Float64Array;
}

/** One stretch of a series. */
export interface Bucket {
  /** First and last iteration with a value. */
  readonly first: number;
  readonly last: number;
  /** Of the finite values; NaN when there is none. */
  readonly min: number;
  readonly max: number;
  /** The value at `last`. */
  readonly tail: number;
  readonly count: number;
  readonly nonFinite: number;
  /** At `last`. */
  readonly criticUpdates: number;
  readonly activeSeconds: number;
}

export interface Buckets {
  /** In order; stretches without values are left out. */
  readonly buckets: readonly Bucket[];
  /** Rows of values and chunks that were read: a few thousand at most, however long the run. */
  readonly rowsRead: number;
}

export interface LastValue {
  readonly iteration: number;
  readonly value: number;
}

/** Up to this many iterations, single values are read. */
const rawSpan = 16_384;
/** Beyond, the smallest chunks that are no more than this many. */
const maxChunks = 2048;
const chunkSizes = [16, 64, 256, 1024, 4096, 16_384, 65_536, 262_144] as const;

interface Aggregate {
  first: number;
  last: number;
  /** Infinity and -Infinity while no value is finite. */
  min: number;
  max: number;
  tail: number;
  count: number;
  nonFinite: number;
}

type ChunkRow = [
  first: number,
  last: number,
  min: number | null,
  max: number | null,
  tail: number,
  tailFlag: number,
  count: number,
  nonFinite: number,
];

export class MetricSeries {
  readonly #database: StoreDatabase;
  readonly #runs: Runs;

  constructor(database: StoreDatabase, runs: Runs) {
    this.#database = database;
    this.#runs = runs;
  }

  /** Stores the scalars of some iterations, all or none. A value that is there already is replaced. @throws StoreError */
  append(runId: string, events: readonly MetricsEvent[]): void {
    if (events.length === 0) return;
    this.#database.batch(`store the metrics of iteration ${events[0]?.iteration ?? 0} and after`, () => {
      const run = this.#runs.numberOf(runId);
      const keys = this.#keysFor(events);
      const lastBefore = new Map([...keys.values()].map((key) => [key, this.#lastStep(run, key)]));
      const addStep = this.#database.connection.prepare(
        `INSERT INTO steps VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE
           SET critic_updates = excluded.critic_updates, active_seconds = excluded.active_seconds`,
      );
      const addValue = this.#database.connection.prepare(
        'INSERT OR REPLACE INTO metrics VALUES (?, ?, ?, ?, ?)',
      );
      const steps = new Map<number, number[]>();
      for (const { iteration, criticUpdates, activeSeconds, scalars } of events) {
        addStep.run(run, iteration, criticUpdates, activeSeconds);
        for (const [name, value] of Object.entries(scalars)) {
          const key = keys.get(name)!;
          addValue.run(run, key, iteration, ...toStored(value));
          const of = steps.get(key);
          if (of === undefined) steps.set(key, [iteration]);
          else of.push(iteration);
        }
      }
      for (const [key, added] of steps) this.#sumUp(run, key, added, lastBefore.get(key) ?? null);
    });
  }

  /** All values of a key; empty when the run has none. */
  read(runId: string, key: MetricKey): Series {
    return this.#database.read(`read "${key}" of the run ${runId}`, () => {
      const rows = this.#database.connection
        .prepare<[number, string], [number, number, number, number, number]>(
          `SELECT step, value, flag, critic_updates, active_seconds FROM metrics JOIN steps USING (run, step)
             WHERE run = ? AND key = (SELECT key FROM metric_keys WHERE name = ?) ORDER BY step`,
        )
        .raw()
        .all(this.#runs.numberOf(runId), key);
      return {
        iterations: Float64Array.from(rows, (row) => row[0]),
        values: Float64Array.from(rows, (row) => fromStored(row[1], row[2])),
        criticUpdates: Float64Array.from(rows, (row) => row[3]),
        activeSeconds: Float64Array.from(rows, (row) => row[4]),
      };
    });
  }

  /**
   * A key's values between two iterations, both included, in at most `buckets` stretches of equal width. Of a long
   * span whole chunks are read, and a chunk falls into the bucket of its first value.
   * @param from 0 unless given
   * @param to the last iteration with a value unless given
   * @throws StoreError unless there is at least one bucket
   */
  readBuckets(runId: string, key: MetricKey, buckets: number, from = 0, to?: number): Buckets {
    if (!Number.isInteger(buckets) || buckets < 1) {
      throw new StoreError('invalid', `${buckets} is not a number of buckets; ask for at least one.`);
    }
    return this.#database.read(`read "${key}" of the run ${runId}`, () => {
      const run = this.#runs.numberOf(runId);
      const number = this.#keyNumber(key);
      const last = number === undefined ? null : this.#lastStep(run, number);
      if (number === undefined || last === null) return { buckets: [], rowsRead: 0 };
      const end = Math.min(to ?? last, last);
      const parts = this.#cover(run, number, from, end, last);
      const width = Math.max(1, ((to ?? last) - from + 1) / buckets);
      const merged: Aggregate[] = [];
      let current = -1;
      for (const part of parts) {
        const bucket = Math.floor((part.first - from) / width);
        if (bucket === current) merge(merged.at(-1)!, part);
        else merged.push({ ...part });
        current = bucket;
      }
      return { buckets: merged.map((part) => this.#toBucket(run, part)), rowsRead: parts.length };
    });
  }

  /** Keys the run has values of, by name. */
  keys(runId: string): MetricKey[] {
    return this.#database.read(`read the metrics of the run ${runId}`, () =>
      this.#database.connection
        .prepare<[number], MetricKey>(
          `SELECT name FROM metric_keys k WHERE EXISTS (SELECT 1 FROM metrics WHERE run = ? AND key = k.key)
             ORDER BY name`,
        )
        .pluck()
        .all(this.#runs.numberOf(runId)),
    );
  }

  /** The newest value of each key. */
  lastValues(runId: string): Partial<Record<MetricKey, LastValue>> {
    return this.#database.read(`read the metrics of the run ${runId}`, () => {
      const run = this.#runs.numberOf(runId);
      const newest = this.#database.connection
        .prepare<[number, string], [number, number, number]>(
          `SELECT step, value, flag FROM metrics WHERE run = ? AND key = (SELECT key FROM metric_keys WHERE name = ?) ORDER BY step DESC LIMIT 1`,
        )
        .raw();
      const values: Partial<Record<MetricKey, LastValue>> = {};
      for (const key of this.keys(runId)) {
        const [iteration, value, flag] = newest.get(run, key)!;
        values[key] = { iteration, value: fromStored(value, flag) };
      }
      return values;
    });
  }

  /** What was appended, iteration by iteration, in pages so that a long run never is in memory as a whole. */
  *events(runId: string): Generator<MetricsEvent> {
    const pageSteps = 2048;
    const names = this.keys(runId);
    for (let after = -1; ;) {
      const page = this.#page(runId, names, after, pageSteps);
      yield* page;
      const last = page.at(-1);
      if (last === undefined) return;
      after = last.iteration;
    }
  }

  #page(runId: string, names: readonly MetricKey[], after: number, length: number): MetricsEvent[] {
    return this.#database.read(`read the metrics of the run ${runId}`, () => {
      const run = this.#runs.numberOf(runId);
      const { connection } = this.#database;
      const steps = connection
        .prepare<[number, number, number], [number, number, number]>(
          'SELECT step, critic_updates, active_seconds FROM steps WHERE run = ? AND step > ? ORDER BY step LIMIT ?',
        )
        .raw()
        .all(run, after, length);
      const scalars = new Map<number, Partial<Record<MetricKey, number>>>(steps.map(([step]) => [step, {}]));
      const values = connection
        .prepare<[number, string, number, number], [number, number, number]>(
          'SELECT step, value, flag FROM metrics WHERE run = ? AND key = (SELECT key FROM metric_keys WHERE name = ?) AND step > ? AND step <= ?',
        )
        .raw();
      const last = steps.at(-1)?.[0] ?? after;
      for (const name of names) {
        for (const [step, value, flag] of values.all(run, name, after, last)) {
          scalars.get(step)![name] = fromStored(value, flag);
        }
      }
      return steps.map(([iteration, criticUpdates, activeSeconds]) => ({
        kind: 'metrics',
        iteration,
        criticUpdates,
        activeSeconds,
        scalars: scalars.get(iteration)!,
      }));
    });
  }

  /** The numbers of all keys in some events; new ones are added. */
  #keysFor(events: readonly MetricsEvent[]): Map<string, number> {
    const names = new Set(events.flatMap(({ scalars }) => Object.keys(scalars)));
    const add = this.#database.connection.prepare('INSERT INTO metric_keys (name) VALUES (?)');
    return new Map(
      [...names].map((name) => [name, this.#keyNumber(name) ?? Number(add.run(name).lastInsertRowid)]),
    );
  }

  #keyNumber(name: string): number | undefined {
    return this.#database.connection
      .prepare<[string], number>('SELECT key FROM metric_keys WHERE name = ?')
      .pluck()
      .get(name);
  }

  #lastStep(run: number, key: number): number | null {
    return (
      this.#database.connection
        .prepare<[number, number], number | null>('SELECT max(step) FROM metrics WHERE run = ? AND key = ?')
        .pluck()
        .get(run, key) ?? null
    );
  }

  /**
   * Writes the chunks that lie wholly at or before the last step and hold one of the added steps, or the step that
   * was last before: every chunk left behind then is right, in whatever order the values came.
   */
  #sumUp(run: number, key: number, added: readonly number[], lastBefore: number | null): void {
    const last = this.#lastStep(run, key)!;
    const touched = lastBefore === null ? added : [lastBefore, ...added];
    const put = this.#database.connection.prepare(
      'INSERT OR REPLACE INTO chunks VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    );
    chunkSizes.forEach((size, level) => {
      const starts = new Set(touched.map((step) => Math.floor(step / size) * size));
      for (const start of starts) {
        const end = start + size - 1;
        if (end > last) continue;
        const parts =
          level === 0
            ? this.#raw(run, key, start, end)
            : this.#chunks(run, key, chunkSizes[level - 1], start, end);
        const whole = parts.shift();
        if (whole === undefined) continue;
        for (const part of parts) merge(whole, part);
        const { first, min, max, count, nonFinite } = whole;
        const finite = count > nonFinite;
        put.run(
          ...[run, key, size, start, first, whole.last, finite ? min : null, finite ? max : null],
          ...[...toStored(whole.tail), count, nonFinite],
        );
      }
    });
  }

  /** The values of a span in order, as chunks in the middle where they would be too many one by one. */
  #cover(run: number, key: number, from: number, to: number, last: number): Aggregate[] {
    const span = to - from + 1;
    const size =
      span <= rawSpan ? undefined : (chunkSizes.find((one) => span / one <= maxChunks) ?? chunkSizes.at(-1));
    if (size === undefined) return this.#raw(run, key, from, to);
    const start = Math.ceil(from / size) * size;
    const end = Math.floor((Math.min(to, last) + 1) / size) * size - 1;
    return [
      ...this.#raw(run, key, from, start - 1),
      ...this.#chunks(run, key, size, start, end),
      ...this.#raw(run, key, end + 1, to),
    ];
  }

  #raw(run: number, key: number, from: number, to: number): Aggregate[] {
    return this.#database.connection
      .prepare<[number, number, number, number], [number, number, number]>(
        'SELECT step, value, flag FROM metrics WHERE run = ? AND key = ? AND step BETWEEN ? AND ? ORDER BY step',
      )
      .raw()
      .all(run, key, from, to)
      .map(([step, value, flag]) => {
        const tail = fromStored(value, flag);
        const finite = Number.isFinite(tail);
        return {
          first: step,
          last: step,
          min: finite ? tail : Infinity,
          max: finite ? tail : -Infinity,
          tail,
          count: 1,
          nonFinite: finite ? 0 : 1,
        };
      });
  }

  #chunks(run: number, key: number, size: number, from: number, to: number): Aggregate[] {
    return this.#database.connection
      .prepare<[number, number, number, number, number], ChunkRow>(
        `SELECT first, last, min, max, tail, tail_flag, count, non_finite FROM chunks
           WHERE run = ? AND key = ? AND size = ? AND start BETWEEN ? AND ? ORDER BY start`,
      )
      .raw()
      .all(run, key, size, from, to)
      .map(([first, last, min, max, tail, tailFlag, count, nonFinite]) => ({
        first,
        last,
        min: min ?? Infinity,
        max: max ?? -Infinity,
        tail: fromStored(tail, tailFlag),
        count,
        nonFinite,
      }));
  }

  #toBucket(run: number, part: Aggregate): Bucket {
    const [criticUpdates, activeSeconds] = this.#database.connection
      .prepare<[number, number], [number, number]>(
        'SELECT critic_updates, active_seconds FROM steps WHERE run = ? AND step = ?',
      )
      .raw()
      .get(run, part.last)!;
    const finite = part.count > part.nonFinite;
    return {
      ...part,
      min: finite ? part.min : NaN,
      max: finite ? part.max : NaN,
      criticUpdates,
      activeSeconds,
    };
  }
}

/** Adds a later part to an earlier one. */
function merge(into: Aggregate, part: Aggregate): void {
  into.last = part.last;
  into.min = Math.min(into.min, part.min);
  into.max = Math.max(into.max, part.max);
  into.tail = part.tail;
  into.count += part.count;
  into.nonFinite += part.nonFinite;
}
