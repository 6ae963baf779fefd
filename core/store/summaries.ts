// Runs as lists show them, read with a handful of statements however many there are.

import type Database from 'better-sqlite3';
import type { MetricKey } from '../spec/metric.ts';
import type { DataSpec, ObjectiveKind } from '../spec/run-spec.ts';
import { readMeasures, type Measures, type StoredMeasure } from './measures.ts';
import { queuedIds } from './queue.ts';
import type { EngineRecord, Progress, RunStatus } from './run-record.ts';
import { isEnd } from './run-states.ts';

/** Times are milliseconds since 1970. */
export interface StoredSummary extends Progress {
  readonly id: string;
  readonly name: string;
  readonly status: RunStatus;
  /** A sentence on why it has this status, where there is something to say. */
  readonly statusDetail: string | null;
  readonly objective: ObjectiveKind;
  readonly data: DataSpec['kind'];
  /** For people: "Fashion-MNIST, 28 × 28". */
  readonly dataTitle: string;
  /** `[height, width, channels]` or `[2]`. */
  readonly sampleShape: readonly number[];
  readonly batch: number;
  readonly seed: number;
  /** Generator updates after which it is complete. */
  readonly iterations: number;
  /** Seconds of training after which it ends at the latest; null for no such limit. */
  readonly seconds: number | null;
  /** The engine that was asked for, as it was asked for; null where nobody said. */
  readonly requestedEngine: string | null;
  /** What it was last computed on; null until it starts. */
  readonly engine: Pick<EngineRecord, 'id' | 'device' | 'deterministic'> | null;
  readonly createdAt: number;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly compareGroup: string | null;
  readonly starred: boolean;
  readonly tags: readonly string[];
  readonly note: string;
  /** Of its folder, and about what its values take up in the database; exact once it has ended. */
  readonly bytes: number;
  readonly measures: Readonly<Partial<Record<MetricKey, StoredMeasure>>>;
  /** Iteration of the newest grid; null while there is none. */
  readonly newestGrid: number | null;
  /** 1 for the run that starts next; null unless it waits in the queue. */
  readonly queuePlace: number | null;
  /** Whether it has ended early and can go on: from a checkpoint, or from the start where it never trained. */
  readonly resumable: boolean;
  /** The process that trains it; null unless it is running or paused. */
  readonly pid: number | null;
  /** The number of the newest row of its journal; 0 while that is empty. */
  readonly seq: number;
}

/** A row has most of it under the same names. */
interface Row extends Omit<
  StoredSummary,
  'sampleShape' | 'engine' | 'starred' | 'tags' | 'measures' | 'queuePlace' | 'resumable'
> {
  readonly number: number;
  readonly shapeJson: string;
  readonly engineId: string | null;
  readonly engineDevice: string;
  readonly engineDeterministic: number;
  readonly isStarred: number;
  readonly tagsJson: string;
  readonly hasCheckpoint: number;
}

const summaryColumns = `number, id, name, status, status_detail AS statusDetail, objective, data,
  data_title AS dataTitle, sample_shape AS shapeJson, batch, seed, iterations, seconds,
  requested_engine AS requestedEngine, engine_id AS engineId, engine_device AS engineDevice,
  engine_deterministic AS engineDeterministic, created_at AS createdAt, started_at AS startedAt, ended_at AS endedAt,
  iteration, critic_updates AS criticUpdates, active_seconds AS activeSeconds, compare_group AS compareGroup,
  starred AS isStarred, tags AS tagsJson, note, bytes, pid, seq,
  (SELECT max(step) FROM samples WHERE run = number AND series = 'fixed') AS newestGrid,
  EXISTS (SELECT 1 FROM checkpoints WHERE run = number) AS hasCheckpoint`;

/** All runs that are not in the trash, newest first, inside a transaction of the caller. */
export function readSummaries(connection: Database.Database): StoredSummary[] {
  const rows = connection
    .prepare<[], Row>(`SELECT ${summaryColumns} FROM runs WHERE trashed_at IS NULL ORDER BY number DESC`)
    .all();
  return toSummaries(connection, rows, readMeasures(connection));
}

/** One run, inside a transaction of the caller. @param run its row number */
export function readSummary(connection: Database.Database, run: number): StoredSummary {
  const rows = connection
    .prepare<[number], Row>(`SELECT ${summaryColumns} FROM runs WHERE number = ?`)
    .all(run);
  return toSummaries(connection, rows, readMeasures(connection, run))[0];
}

function toSummaries(
  connection: Database.Database,
  rows: readonly Row[],
  measures: ReadonlyMap<number, Measures>,
): StoredSummary[] {
  const places = new Map(queuedIds(connection).map((id, at) => [id, at + 1]));
  return rows.map((row) => {
    const {
      number,
      shapeJson,
      tagsJson,
      isStarred,
      hasCheckpoint,
      engineId: id,
      engineDevice: device,
      engineDeterministic,
      ...plain
    } = row;
    const measured = measures.get(number) ?? {};
    return {
      ...plain,
      sampleShape: JSON.parse(shapeJson) as number[],
      engine: id === null ? null : { id, device, deterministic: engineDeterministic === 1 },
      starred: isStarred === 1,
      tags: JSON.parse(tagsJson) as string[],
      measures: measured,
      queuePlace: places.get(plain.id) ?? null,
      resumable: canGoOn(plain.status) && (hasCheckpoint === 1 || Object.keys(measured).length === 0),
    };
  });
}

/** Complete runs have nothing left to do, and diverged ones would diverge again. */
function canGoOn(status: RunStatus): boolean {
  return isEnd(status) && status !== 'completed' && status !== 'diverged';
}
