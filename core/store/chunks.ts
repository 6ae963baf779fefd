// Values summed up: a run's metrics in chunks of 16, 64, 256, … iterations, so that a picture of a million iterations
// reads a few thousand rows. Minimum and maximum are kept, so no spike is lost. Everything is inside a transaction of
// the caller.

import type Database from 'better-sqlite3';
import { statement } from './statements.ts';
import { fromStored, toStored } from './values.ts';

/** Up to this many iterations, single values are read. */
const rawSpan = 8192;
/** Beyond, the smallest chunks that are no more than this many. */
const maxChunks = 2048;
export const chunkSizes = [16, 64, 256, 1024, 4096, 16_384, 65_536, 262_144] as const;

/** One value, or some in a row. */
export interface Aggregate {
  first: number;
  last: number;
  /** Of the finite values; Infinity, -Infinity and 0 while there is none. */
  min: number;
  max: number;
  mean: number;
  /** The value at `last`. */
  tail: number;
  count: number;
  nonFinite: number;
}

/** Adds a later part to an earlier one. */
export function merge(into: Aggregate, part: Aggregate): void {
  const [before, added] = [into.count - into.nonFinite, part.count - part.nonFinite];
  // Weighted rather than summed up: a sum of finite values need not be finite.
  if (added > 0) {
    const all = before + added;
    into.mean = into.mean * (before / all) + part.mean * (added / all);
  }
  into.last = part.last;
  into.min = Math.min(into.min, part.min);
  into.max = Math.max(into.max, part.max);
  into.tail = part.tail;
  into.count += part.count;
  into.nonFinite += part.nonFinite;
}

/**
 * Writes the chunks that lie wholly at or before the last step and hold one of the added steps, or the step that
 * was last before: every chunk left behind then is right, in whatever order the values came.
 * @param last the last step with a value, after the addition
 */
export function sumUp(
  connection: Database.Database,
  run: number,
  key: number,
  added: Iterable<number>,
  last: number,
  lastBefore: number | null,
): void {
  const touched = lastBefore === null ? [...added] : [lastBefore, ...added];
  const put = statement(
    connection,
    'run',
    `INSERT OR REPLACE INTO chunks (run, key, size, start, first, last, min, max, tail, tail_flag, count, non_finite, mean)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  chunkSizes.forEach((size, level) => {
    const starts = new Set(touched.map((step) => Math.floor(step / size) * size));
    for (const start of starts) {
      const end = start + size - 1;
      if (end > last) continue;
      const parts =
        level === 0
          ? readValues(connection, run, key, start, end)
          : readChunks(connection, run, key, chunkSizes[level - 1], start, end);
      const whole = parts.shift();
      if (whole === undefined) continue;
      for (const part of parts) merge(whole, part);
      const { first, min, max, mean, count, nonFinite } = whole;
      const finite = count > nonFinite;
      put.run(
        ...[run, key, size, start, first, whole.last, finite ? min : null, finite ? max : null],
        ...[...toStored(whole.tail), count, nonFinite, finite ? mean : null],
      );
    }
  });
}

/**
 * The values from one iteration to another in order, as chunks in the middle where they would be too many one by one.
 * @param last the last step with a value
 * @returns `size`: iterations of a chunk; 1 where there are none
 */
export function cover(
  connection: Database.Database,
  run: number,
  key: number,
  from: number,
  to: number,
  last: number,
): { readonly parts: Aggregate[]; readonly size: number } {
  const span = to - from + 1;
  if (span <= rawSpan) return { parts: readValues(connection, run, key, from, to), size: 1 };
  const size = chunkSizes.find((one) => span / one <= maxChunks) ?? chunkSizes.at(-1)!;
  const start = Math.ceil(from / size) * size;
  const end = Math.floor((Math.min(to, last) + 1) / size) * size - 1;
  const parts = [
    ...readValues(connection, run, key, from, start - 1),
    ...readChunks(connection, run, key, size, start, end),
    ...readValues(connection, run, key, end + 1, to),
  ];
  return { parts, size };
}

function readValues(
  connection: Database.Database,
  run: number,
  key: number,
  from: number,
  to: number,
): Aggregate[] {
  return statement<[number, number, number, number], [number, number, number]>(
    connection,
    'raw',
    'SELECT step, value, flag FROM metrics WHERE run = ? AND key = ? AND step BETWEEN ? AND ? ORDER BY step',
  )
    .all(run, key, from, to)
    .map(([step, value, flag]) => {
      const tail = fromStored(value, flag);
      const finite = Number.isFinite(tail);
      return {
        first: step,
        last: step,
        min: finite ? tail : Infinity,
        max: finite ? tail : -Infinity,
        mean: finite ? tail : 0,
        tail,
        count: 1,
        nonFinite: finite ? 0 : 1,
      };
    });
}

type ChunkRow = [
  first: number,
  last: number,
  min: number | null,
  max: number | null,
  mean: number | null,
  tail: number,
  tailFlag: number,
  count: number,
  nonFinite: number,
];

function readChunks(
  connection: Database.Database,
  run: number,
  key: number,
  size: number,
  from: number,
  to: number,
): Aggregate[] {
  return statement<[number, number, number, number, number], ChunkRow>(
    connection,
    'raw',
    `SELECT first, last, min, max, mean, tail, tail_flag, count, non_finite FROM chunks
       WHERE run = ? AND key = ? AND size = ? AND start BETWEEN ? AND ? ORDER BY start`,
  )
    .all(run, key, size, from, to)
    .map(([first, last, min, max, mean, tail, tailFlag, count, nonFinite]) => ({
      first,
      last,
      min: min ?? Infinity,
      max: max ?? -Infinity,
      mean: mean ?? 0,
      tail: fromStored(tail, tailFlag),
      count,
      nonFinite,
    }));
}
