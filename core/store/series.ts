// Metrics: every value of every iteration, read whole, iteration by iteration, or through buckets.

import type { MetricKey, MetricsEvent } from '../gan/events.ts';
import { cover, merge, sumUp, type Aggregate } from './chunks.ts';
import type { StoreDatabase } from './database.ts';
import { StoreError } from './errors.ts';
import { addBatch } from './journal.ts';
import { addToMeasure } from './measures.ts';
import type { Runs } from './runs.ts';
import { addBytes, bytesPerValue } from './sizes.ts';
import { statement } from './statements.ts';
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
  readonly mean: number;
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
  /** About how many iterations each stands for; 1 when every value is there. */
  readonly width: number;
  /** Rows of values and chunks that were read: a few thousand at most, however long the run. */
  readonly rowsRead: number;
}

export interface LastValue {
  readonly iteration: number;
  readonly value: number;
}

export class MetricSeries {
  readonly #database: StoreDatabase;
  readonly #runs: Runs;

  constructor(database: StoreDatabase, runs: Runs) {
    this.#database = database;
    this.#runs = runs;
  }

  /**
   * Stores the scalars of some iterations, all or none. A value that is there already is replaced.
   * @returns the batch's number in the run's journal; of an empty batch, the newest one
   * @throws StoreError
   */
  append(runId: string, events: readonly MetricsEvent[]): number {
    if (events.length === 0) return this.#newestSeq(runId);
    const { connection } = this.#database;
    const begin = events.reduce((least, { iteration }) => Math.min(least, iteration), Infinity);
    return this.#database.batch(`store the metrics of iteration ${begin} and after`, () => {
      const run = this.#runs.numberOf(runId);
      const addStep = statement(
        connection,
        'run',
        `INSERT INTO steps VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE
           SET critic_updates = excluded.critic_updates, active_seconds = excluded.active_seconds`,
      );
      const addValue = statement(connection, 'run', 'INSERT OR REPLACE INTO metrics VALUES (?, ?, ?, ?, ?)');
      const columns = new Map<string, { readonly key: number; readonly values: Map<number, number> }>();
      for (const { iteration, criticUpdates, activeSeconds, scalars } of events) {
        addStep.run(run, iteration, criticUpdates, activeSeconds);
        for (const [name, value] of Object.entries(scalars)) {
          let column = columns.get(name);
          if (column === undefined) {
            column = { key: this.#keyFor(name), values: new Map() };
            columns.set(name, column);
          }
          column.values.set(iteration, value);
          addValue.run(run, column.key, iteration, ...toStored(value));
        }
      }
      let added = 0;
      for (const [name, { key, values }] of columns) {
        const before = this.#lastStep(run, key);
        added += addToMeasure(connection, run, { number: key, name }, values);
        sumUp(connection, run, key, values.keys(), this.#lastStep(run, key)!, before);
      }
      addBytes(connection, run, added * bytesPerValue);
      return addBatch(connection, run, begin);
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
      if (number === undefined || last === null) return { buckets: [], width: 1, rowsRead: 0 };
      const end = Math.min(to ?? last, last);
      const { parts, size } = cover(this.#database.connection, run, number, from, end, last);
      const width = Math.max(1, ((to ?? last) - from + 1) / buckets);
      const merged: Aggregate[] = [];
      let current = -1;
      for (const part of parts) {
        const bucket = Math.floor((part.first - from) / width);
        if (bucket === current) merge(merged.at(-1)!, part);
        else merged.push(part);
        current = bucket;
      }
      return {
        buckets: this.#toBuckets(run, merged),
        width: Math.max(width, size),
        rowsRead: parts.length,
      };
    });
  }

  /** Keys the run has values of, by name. */
  keys(runId: string): MetricKey[] {
    return this.#measured(runId).map(({ key }) => key);
  }

  /** The newest value of each key. */
  lastValues(runId: string): Partial<Record<MetricKey, LastValue>> {
    return Object.fromEntries(
      this.#measured(runId).map(({ key, iteration, value, flag }) => [
        key,
        { iteration, value: fromStored(value, flag) },
      ]),
    );
  }

  /** What was appended, iteration by iteration. */
  events(runId: string): Generator<MetricsEvent> {
    return this.eventsFrom(runId, 0);
  }

  /** The same from an iteration on, in pages so that a long run never is in memory as a whole. */
  *eventsFrom(runId: string, iteration: number): Generator<MetricsEvent> {
    const pageSteps = 2048;
    for (let after = iteration - 1; ;) {
      const page = this.#page(runId, after, pageSteps);
      yield* page;
      const last = page.at(-1);
      if (last === undefined) return;
      after = last.iteration;
    }
  }

  #page(runId: string, after: number, length: number): MetricsEvent[] {
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
      for (const name of this.keys(runId)) {
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

  #newestSeq(runId: string): number {
    return this.#database.read(`read the journal of the run ${runId}`, () =>
      this.#database.connection
        .prepare<[number], number>('SELECT seq FROM runs WHERE number = ?')
        .pluck()
        .get(this.#runs.numberOf(runId))!,
    );
  }

  #measured(runId: string): { key: MetricKey; iteration: number; value: number; flag: number }[] {
    return this.#database.read(`read the metrics of the run ${runId}`, () =>
      this.#database.connection
        .prepare<[number], { key: MetricKey; iteration: number; value: number; flag: number }>(
          `SELECT name AS key, last_step AS iteration, last AS value, last_flag AS flag
             FROM run_measures JOIN metric_keys USING (key) WHERE run = ? ORDER BY name`,
        )
        .all(this.#runs.numberOf(runId)),
    );
  }

  /** The number of a key; a new one is added. */
  #keyFor(name: string): number {
    const add = this.#database.connection.prepare('INSERT INTO metric_keys (name) VALUES (?)');
    return this.#keyNumber(name) ?? Number(add.run(name).lastInsertRowid);
  }

  #keyNumber(name: string): number | undefined {
    const sql = 'SELECT key FROM metric_keys WHERE name = ?';
    return statement<[string], number>(this.#database.connection, 'pluck', sql).get(name);
  }

  #lastStep(run: number, key: number): number | null {
    const sql = 'SELECT last_step FROM run_measures WHERE run = ? AND key = ?';
    const { connection } = this.#database;
    return statement<[number, number], number>(connection, 'pluck', sql).get(run, key) ?? null;
  }

  #toBuckets(run: number, parts: readonly Aggregate[]): Bucket[] {
    const place = this.#database.connection
      .prepare<[number, number], [number, number]>(
        'SELECT critic_updates, active_seconds FROM steps WHERE run = ? AND step = ?',
      )
      .raw();
    return parts.map((part) => {
      const [criticUpdates, activeSeconds] = place.get(run, part.last)!;
      const { min, max, mean } = part;
      const finite = part.count > part.nonFinite;
      return {
        ...part,
        min: finite ? min : NaN,
        max: finite ? max : NaN,
        // Rounding must not push it past either end.
        mean: finite ? Math.min(max, Math.max(min, mean)) : NaN,
        criticUpdates,
        activeSeconds,
      };
    });
  }
}
