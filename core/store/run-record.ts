// A run's row: what is known of a run besides its values, grids and checkpoints.

import { sampleShape } from '../spec/data-facts.ts';
import type { RunSpec } from '../spec/run-spec.ts';
import { storedSpec } from '../spec/whole.ts';
import { dataWords } from '../spec/words.ts';
import { StoreError } from './errors.ts';

/**
 * `interrupted` saved and stopped on request; `crashed` its process vanished; `diverged` something became NaN or
 * infinite; `failed` an error ended it.
 */
export type RunStatus =
  'queued' | 'running' | 'paused' | 'completed' | 'interrupted' | 'diverged' | 'crashed' | 'failed';

export interface EngineRecord {
  readonly id: string;
  readonly device: string;
  readonly version: string;
  readonly deterministic: boolean;
}

export interface Progress {
  readonly iteration: number;
  readonly criticUpdates: number;
  readonly activeSeconds: number;
}

/** Times are milliseconds since 1970. */
export interface RunRecord extends Progress {
  readonly id: string;
  /** The name it is shown by; `spec.name` is what it was at first. */
  readonly name: string;
  readonly spec: RunSpec;
  readonly status: RunStatus;
  /** A sentence on why it has this status, where there is something to say. */
  readonly statusDetail: string | null;
  /** The engine that was asked for, as it was asked for; null where nobody said. */
  readonly requestedEngine: string | null;
  /** Null until it starts. */
  readonly engine: EngineRecord | null;
  readonly createdAt: number;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  /** Seconds of training after which it ends at the latest; null for no such limit. */
  readonly seconds: number | null;
  /** The process that trains it; null unless it is running or paused. */
  readonly pid: number | null;
  readonly bootId: string | null;
  readonly processStart: string | null;
  /** Runs of one comparison share this. */
  readonly compareGroup: string | null;
  /** `Dataset.fingerprint`; null until it starts. */
  readonly dataFingerprint: string | null;
  /** The number of the newest row of its journal; 0 while that is empty. */
  readonly seq: number;
}

/** As the database gives it. */
export interface RunRow {
  readonly number: number;
  readonly id: string;
  readonly name: string;
  readonly spec: string;
  readonly status: RunStatus;
  readonly status_detail: string | null;
  readonly requested_engine: string | null;
  readonly engine_id: string | null;
  readonly engine_device: string;
  readonly engine_version: string;
  readonly engine_deterministic: number;
  readonly created_at: number;
  readonly started_at: number | null;
  readonly ended_at: number | null;
  readonly iteration: number;
  readonly critic_updates: number;
  readonly active_seconds: number;
  readonly seconds: number | null;
  readonly pid: number | null;
  readonly boot_id: string | null;
  readonly process_start: string | null;
  readonly compare_group: string | null;
  readonly data_fingerprint: string | null;
  readonly trashed_at: number | null;
  readonly seq: number;
}

export function toRecord(row: RunRow): RunRecord {
  return {
    id: row.id,
    name: row.name,
    spec: storedSpec(row.spec),
    status: row.status,
    statusDetail: row.status_detail,
    requestedEngine: row.requested_engine,
    engine:
      row.engine_id === null
        ? null
        : {
            id: row.engine_id,
            device: row.engine_device,
            version: row.engine_version,
            deterministic: row.engine_deterministic === 1,
          },
    createdAt: row.created_at,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    iteration: row.iteration,
    criticUpdates: row.critic_updates,
    activeSeconds: row.active_seconds,
    seconds: row.seconds,
    pid: row.pid,
    bootId: row.boot_id,
    processStart: row.process_start,
    compareGroup: row.compare_group,
    dataFingerprint: row.data_fingerprint,
    seq: row.seq,
  };
}

export function unknownRun(id: string): StoreError {
  return new StoreError('unknown', `There is no run with the id ${id}; it may have been deleted.`);
}

/** What lists show of a specification: objective, data, data_title, sample_shape, batch, seed, iterations. */
export function specValues({ objective, data, batch, seed, iterations }: RunSpec): (string | number)[] {
  const shape = JSON.stringify(sampleShape(data));
  return [objective.kind, data.kind, dataWords(data), shape, batch, seed, iterations];
}
