// A run's metrics as CSV (RFC 4180) at full resolution: one row per iteration, one column per metric. A value that an
// iteration does not have is empty; NaN, Infinity and -Infinity are written so.

import type { Store } from '../store/store.ts';
import { writeText } from './file.ts';

/** The file line by line, each with its line end, so that a long run never is in memory as a whole. */
export function* csvLines(store: Store, runId: string): Generator<string> {
  const { batch } = store.runs.get(runId).spec;
  const keys = store.series.keys(runId);
  yield line(['iteration', 'critic_updates', 'images_seen', 'active_seconds', ...keys]);
  for (const { iteration, criticUpdates, activeSeconds, scalars } of store.series.events(runId)) {
    yield line([
      String(iteration),
      String(criticUpdates),
      String(criticUpdates * batch),
      String(activeSeconds),
      ...keys.map((key) => numberText(scalars[key])),
    ]);
  }
}

/** Writes the file; it is there as a whole or not at all. @throws StoreError when it cannot be written */
export function exportCsv(store: Store, runId: string, file: string): void {
  writeText(file, csvLines(store, runId));
}

function numberText(value: number | undefined): string {
  if (value === undefined) return '';
  return Object.is(value, -0) ? '-0' : String(value);
}

function line(fields: readonly string[]): string {
  return `${fields.map(quoted).join(',')}\r\n`;
}

function quoted(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
