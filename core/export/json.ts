// A run as JSON: its record, its spec and a summary, for scripts. JSON knows no NaN and no infinities: those numbers
// are the strings "NaN", "Infinity" and "-Infinity". Times are ISO 8601 in UTC.

import type { MeasurementKey } from '../spec/measurement.ts';
import type { RunSpec } from '../spec/run-spec.ts';
import type { RunRecord } from '../store/run-record.ts';
import type { NoiseFloor } from '../store/measurements.ts';
import type { Store } from '../store/store.ts';
import { writeBytes } from './file.ts';

export type JsonNumber = number | 'NaN' | 'Infinity' | '-Infinity';

export interface RunJson {
  /** Version of this format. */
  readonly format: 1;
  readonly run: Pick<
    RunRecord,
    | 'id'
    | 'name'
    | 'status'
    | 'statusDetail'
    | 'engine'
    | 'iteration'
    | 'criticUpdates'
    | 'activeSeconds'
    | 'compareGroup'
    | 'dataFingerprint'
  > & {
    /** Real samples that the critic has seen: critic updates times the batch. */
    readonly imagesSeen: number;
    readonly createdAt: string;
    readonly startedAt: string | null;
    readonly endedAt: string | null;
  };
  readonly spec: RunSpec;
  readonly summary: {
    readonly metrics: Readonly<Record<string, MetricSummary>>;
    /** Iterations with a grid of samples. */
    readonly samples: readonly number[];
    /** Iterations with a checkpoint. */
    readonly checkpoints: readonly number[];
    /** What was measured at checkpoints after training; absent where nothing was. */
    readonly measurements?: readonly MeasurementJson[];
    /** What metrics get for two sets of real data; absent with `measurements`. */
    readonly noiseFloors?: readonly NoiseFloor[];
  };
}

export interface MeasurementJson {
  readonly iteration: number;
  readonly key: MeasurementKey;
  readonly value: JsonNumber;
  readonly samples: number;
  /** Version of the key's protocol. */
  readonly protocol: number;
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
  const run = store.runs.get(runId);
  const metrics = store.series.keys(runId).map((key) => {
    const { count, nonFinite, last, tail, min, max } = store.series.readBuckets(runId, key, 1).buckets[0];
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
      id: run.id,
      name: run.name,
      status: run.status,
      statusDetail: run.statusDetail,
      engine: run.engine,
      iteration: run.iteration,
      criticUpdates: run.criticUpdates,
      imagesSeen: run.criticUpdates * run.spec.batch,
      activeSeconds: run.activeSeconds,
      createdAt: isoTime(run.createdAt),
      startedAt: run.startedAt === null ? null : isoTime(run.startedAt),
      endedAt: run.endedAt === null ? null : isoTime(run.endedAt),
      compareGroup: run.compareGroup,
      dataFingerprint: run.dataFingerprint,
    },
    spec: run.spec,
    summary: {
      metrics: Object.fromEntries(metrics),
      samples: store.samples.list(runId).map(({ iteration }) => iteration),
      checkpoints: store.checkpoints.list(runId).map(({ iteration }) => iteration),
      ...measurementsOf(store, run),
    },
  };
}

function measurementsOf(store: Store, { id, dataFingerprint }: RunRecord): Partial<RunJson['summary']> {
  const measured = store.measurements.list(id);
  if (measured.length === 0) return {};
  return {
    measurements: measured.map(({ iteration, key, value, samples, protocol }) => ({
      ...{ iteration, key, value: jsonNumber(value), samples, protocol },
    })),
    noiseFloors: dataFingerprint === null ? [] : store.measurements.floors(dataFingerprint),
  };
}

/** Writes the file; it is there as a whole or not at all. @throws StoreError */
export function exportJson(store: Store, runId: string, file: string): void {
  writeBytes(file, new TextEncoder().encode(`${JSON.stringify(runJson(store, runId), null, 2)}\n`));
}

function jsonNumber(value: number): JsonNumber {
  if (Number.isFinite(value)) return value;
  return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity';
}

function isoTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
