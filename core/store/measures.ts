// The newest and the best value of each metric of a run, kept beside the values so that lists need not look for them.

import type Database from 'better-sqlite3';
import { metricFacts, type MetricKey } from '../spec/metric.ts';
import { statement } from './statements.ts';
import { fromStored, toStored } from './values.ts';

export interface StoredMeasure {
  readonly last: number;
  readonly lastIteration: number;
  /** Of the finite values; the first to reach it. Null where no direction is better, NaN where no value is finite. */
  readonly best: number | null;
  readonly bestIteration: number | null;
}

type MeasureRow = [
  lastStep: number,
  last: number,
  lastFlag: number,
  bestStep: number | null,
  best: number | null,
  count: number,
];

type ListRow = [
  run: number,
  key: number,
  lastStep: number,
  last: number,
  lastFlag: number,
  bestStep: number | null,
  best: number | null,
];

export type Measures = Partial<Record<MetricKey, StoredMeasure>>;

/**
 * Of all runs, or of one, by row number, inside a transaction of the caller. There may be tens of thousands, so
 * nothing is done twice.
 */
export function readMeasures(connection: Database.Database, run?: number): Map<number, Measures> {
  const keys = connection.prepare<[], [number, MetricKey]>('SELECT key, name FROM metric_keys').raw().all();
  const facts = new Map(keys.map(([key, name]) => [key, { name, directed: directionOf(name) !== null }]));
  const select = 'SELECT run, key, last_step, last, last_flag, best_step, best FROM run_measures';
  const rows =
    run === undefined
      ? connection.prepare<[], ListRow>(`${select} ORDER BY run`).raw().all()
      : connection.prepare<[number], ListRow>(`${select} WHERE run = ?`).raw().all(run);
  const all = new Map<number, Measures>();
  let [current, measures]: [number, Measures] = [NaN, {}];
  for (const row of rows) {
    if (row[0] !== current) all.set((current = row[0]), (measures = {}));
    const { name, directed } = facts.get(row[1])!;
    measures[name] = {
      last: fromStored(row[3], row[4]),
      lastIteration: row[2],
      best: directed ? (row[6] ?? NaN) : null,
      bestIteration: row[5],
    };
  }
  return all;
}

/**
 * Takes values into account that have just been stored, inside a transaction of the caller.
 * @param run the run's row number
 * @param added values by iteration
 * @returns how many values the run has more of than before
 */
export function addToMeasure(
  connection: Database.Database,
  run: number,
  key: { readonly number: number; readonly name: string },
  added: ReadonlyMap<number, number>,
): number {
  const before = statement<[number, number], MeasureRow>(
    connection,
    'raw',
    'SELECT last_step, last, last_flag, best_step, best, count FROM run_measures WHERE run = ? AND key = ?',
  ).get(run, key.number);
  const steps = [...added.keys()];
  const inOrder = before === undefined || steps.every((step) => step > before[0]);
  if (!inOrder) return measureAnew(connection, run, key) - before[5];

  const direction = directionOf(key.name);
  let [bestStep, best] = [before?.[3] ?? null, before?.[4] ?? null];
  let lastStep = -Infinity;
  for (const [step, value] of added) {
    lastStep = Math.max(lastStep, step);
    if (direction === null || !Number.isFinite(value)) continue;
    const beats = best === null || (direction === 'lower' ? value < best : value > best);
    const sooner = value === best && step < bestStep!;
    if (beats || sooner) [bestStep, best] = [step, value];
  }
  const count = (before?.[5] ?? 0) + added.size;
  putMeasure(connection, run, key.number, [
    ...([lastStep, ...toStored(added.get(lastStep)!)] as const),
    bestStep,
    best,
    count,
  ]);
  return added.size;
}

/**
 * Looks at all values of a key, inside a transaction of the caller. Of a key without values nothing stays.
 * @returns how many values there are
 */
export function measureAnew(
  connection: Database.Database,
  run: number,
  key: { readonly number: number; readonly name: string },
): number {
  const newest = connection
    .prepare<[number, number], [number, number, number]>(
      'SELECT step, value, flag FROM metrics WHERE run = ? AND key = ? ORDER BY step DESC LIMIT 1',
    )
    .raw()
    .get(run, key.number);
  if (newest === undefined) {
    connection.prepare('DELETE FROM run_measures WHERE run = ? AND key = ?').run(run, key.number);
    return 0;
  }
  const count = connection
    .prepare<[number, number], number>('SELECT count(*) FROM metrics WHERE run = ? AND key = ?')
    .pluck()
    .get(run, key.number)!;
  const direction = directionOf(key.name);
  const best =
    direction === null
      ? undefined
      : connection
          .prepare<[number, number], [number, number]>(
            `SELECT step, value FROM metrics WHERE run = ? AND key = ? AND flag IN (0, 4)
               ORDER BY value ${direction === 'lower' ? 'ASC' : 'DESC'}, step LIMIT 1`,
          )
          .raw()
          .get(run, key.number);
  putMeasure(connection, run, key.number, [...newest, best?.[0] ?? null, best?.[1] ?? null, count]);
  return count;
}

function putMeasure(connection: Database.Database, run: number, key: number, row: MeasureRow): void {
  statement(
    connection,
    'run',
    `INSERT OR REPLACE INTO run_measures (run, key, last_step, last, last_flag, best_step, best, count)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(run, key, ...row);
}

/** Which way of a metric is better; null where neither is, and for those that this version does not know. */
function directionOf(name: string): 'lower' | 'higher' | null {
  return Object.hasOwn(metricFacts, name) ? metricFacts[name as keyof typeof metricFacts].better : null;
}
