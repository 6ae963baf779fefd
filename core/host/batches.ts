// Metrics as windows get them: typed arrays that are built once and shared by all who are told.

import type { MetricsEvent } from '../gan/events.ts';
import type { MetricBatch, RunId } from '../protocol/contract.ts';
import type { MetricKey } from '../spec/metric.ts';
import type { Told } from './told.ts';

/** @param events in order of iteration; none for a batch that only moves the number on */
export function toBatch(run: RunId, seq: number, events: readonly MetricsEvent[]): MetricBatch {
  const columns = new Map<MetricKey, { readonly rows: number[]; readonly values: number[] }>();
  events.forEach(({ scalars }, row) => {
    for (const key in scalars) {
      const name = key as MetricKey;
      let column = columns.get(name);
      if (column === undefined) columns.set(name, (column = { rows: [], values: [] }));
      column.rows.push(row);
      column.values.push(scalars[name]!);
    }
  });
  return {
    run,
    seq,
    iterations: Float64Array.from(events, ({ iteration }) => iteration),
    criticUpdates: Float64Array.from(events, ({ criticUpdates }) => criticUpdates),
    activeSeconds: Float64Array.from(events, ({ activeSeconds }) => activeSeconds),
    columns: [...columns].map(([key, { rows, values }]) => ({
      key,
      rows: Float64Array.from(rows),
      values: Float64Array.from(values),
    })),
  };
}

export function tellMetrics(run: RunId, seq: number, events: readonly MetricsEvent[]): Told {
  const value = toBatch(run, seq, events);
  return { run, seq, name: 'metrics', value, bytes: batchBytes(value) };
}

function batchBytes({ iterations, columns }: MetricBatch): number {
  return columns.reduce((sum, { values }) => sum + 16 * values.length, 24 * iterations.length + 200);
}

/** Batches of one run that follow each other, as one. */
export function joinBatches(batches: readonly MetricBatch[]): MetricBatch {
  const { run, seq } = batches[batches.length - 1];
  const keys = new Set(batches.flatMap(({ columns }) => columns.map(({ key }) => key)));
  /** Of each batch, the row that its first one becomes. */
  const starts: number[] = [];
  let rows = 0;
  for (const { iterations } of batches) {
    starts.push(rows);
    rows += iterations.length;
  }
  return {
    run,
    seq,
    iterations: concatenate(batches.map(({ iterations }) => iterations)),
    criticUpdates: concatenate(batches.map(({ criticUpdates }) => criticUpdates)),
    activeSeconds: concatenate(batches.map(({ activeSeconds }) => activeSeconds)),
    columns: [...keys].map((key) => {
      const parts = batches.flatMap(({ columns }, at) =>
        columns
          .filter((column) => column.key === key)
          .map((column) => ({ values: column.values, rows: column.rows.map((row) => row + starts[at]) })),
      );
      return {
        key,
        rows: concatenate(parts.map((part) => part.rows)),
        values: concatenate(parts.map((part) => part.values)),
      };
    }),
  };
}

function concatenate(arrays: readonly Float64Array[]): Float64Array {
  const whole = new Float64Array(arrays.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const array of arrays) {
    whole.set(array, at);
    at += array.length;
  }
  return whole;
}
