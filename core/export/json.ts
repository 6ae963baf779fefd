// A run as JSON: its record, its spec and a summary, for scripts. JSON knows no NaN and no infinities: those numbers
// are the strings "NaN", "Infinity" and "-Infinity". Times are ISO 8601 in UTC.

import type { RunSpec } from '../spec/run-spec.ts';
import type { RunRecord } from '../store/runs.ts';
import type { Store } from '../store/store.ts';
import { writeText } from './file.ts';

export type JsonNumber = number | 'NaN' | 'Infinity' | '-Infinity';

export interface RunJson {
  /** Version of this format. */
  readonly format: 1;
  readonly run: Omit<
    RunRecord,
    'spec' | 'pid' | 'bootId' | 'processStart' | 'createdAt' | 'startedAt' | 'endedAt'
  > & {
    readonly createdAt: string;
    readonly startedAt: string | null;
    readonly endedAt: string | null;
    /** Real samples that the critic has seen: critic updates times the batch. */
    readonly imagesSeen: number;
  };
  readonly spec: RunSpec;
  readonly summary: {
    readonly metrics: Readonly<Record<string, MetricSummary>>;
    /** Iterations with a grid of samples. */
    readonly samples: readonly number[];
    /** Iterations with a checkpoint. */
    readonly checkpoints: readonly number[];
  };
}

export interface MetricSummary {
  readonly count: number;
  /** How many values are NaN or infinite. */
  readonly nonFinite: number;
  readonly last: { readonly iteration: number; readonly value: JsonNumber };
  /** Of the finite values; null when there is none. */
  readonly min: number | null;
  readonly max: number | null;
}

/** @throws StoreError when there is no such run */
export function runJson(store: Store, runId: string): RunJson {
  const {
    spec,
    pid: _pid,
    bootId: _bootId,
    processStart: _processStart,
    createdAt,
    startedAt,
    endedAt,
    ...record
  } = store.runs.get(runId);
  const metrics = store.series.keys(runId).map((key) => {
    const { count, nonFinite, last, tail, min, max } = store.series.readBuckets(runId, key, 1).buckets[0]!;
    const finite = count > nonFinite;
    const summary: MetricSummary = {
      count,
      nonFinite,
      last: { iteration: last, value: jsonNumber(tail) },
      min: finite ? min : null,
      max: finite ? max : null,
    };
    return [key, summary] as const;
  });
  return {
    format: 1,
    run: {
      ...record,
      createdAt: isoTime(createdAt),
      startedAt: startedAt === null ? null : isoTime(startedAt),
      endedAt: endedAt === null ? null : isoTime(endedAt),
      imagesSeen: record.criticUpdates * spec.batch,
    },
    spec,
    summary: {
      metrics: Object.fromEntries(metrics),
      samples: store.samples.list(runId).map(({ iteration }) => iteration),
      checkpoints: store.checkpoints.list(runId).map(({ iteration }) => iteration),
    },
  };
}

/** Writes the file; it is there as a whole or not at all. @throws StoreError */
export function exportJson(store: Store, runId: string, file: string): void {
  writeText(file, [`${JSON.stringify(runJson(store, runId), null, 2)}\n`]);
}

function jsonNumber(value: number): JsonNumber {
  if (Number.isFinite(value)) return value;
  return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity';
}

function isoTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
