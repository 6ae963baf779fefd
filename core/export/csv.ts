// Metrics as CSV (RFC 4180) at full resolution: one row per iteration, one column per metric, and columns for the run
// where there are several, then `measured_` columns of what was measured at checkpoints afterwards. A value that an iteration does not have is empty; NaN, Infinity and -Infinity are written so.

import type { MeasurementKey } from '../spec/measurement.ts';
import type { MetricKey } from '../store/series.ts';
import type { Store } from '../store/store.ts';
import { encoded } from './file.ts';
import { pacer, type Work } from './work.ts';

/** The file line by line, each with its line end, so that a long run never is in memory as a whole. */
export function* csvLines(store: Store, runId: string): Generator<string> {
  const { id } = store.runs.get(runId);
  const keys = store.series.keys(id);
  const measured = measuredKeys(store, [id]);
  yield line([...places, ...keys, ...measured.map(measuredColumn)]);
  yield* rows(store, id, { keys, measured }, []);
}

/** The same for several runs, one after another; a metric that a run does not have is empty in its rows. */
export function* csvLinesOf(store: Store, runIds: readonly string[]): Generator<string> {
  const runs = runIds.map((id) => store.runs.get(id));
  const keys = [...new Set(runs.flatMap(({ id }) => store.series.keys(id)))].sort();
  const measured = measuredKeys(
    store,
    runs.map(({ id }) => id),
  );
  yield line(['run', 'name', ...places, ...keys, ...measured.map(measuredColumn)]);
  for (const { id, name } of runs) yield* rows(store, id, { keys, measured }, [id, name]);
}

const measuredColumn = (key: MeasurementKey): string => `measured_${key}`;

function measuredKeys(store: Store, runIds: readonly string[]): readonly MeasurementKey[] {
  return [...new Set(runIds.flatMap((id) => store.measurements.list(id).map(({ key }) => key)))];
}

interface Columns {
  readonly keys: readonly MetricKey[];
  readonly measured: readonly MeasurementKey[];
}

/** The bytes of the file: of one run without columns for it. @throws StoreError when there is no such run */
export async function* csvChunks(
  store: Store,
  runIds: readonly string[],
  work: Work = {},
): AsyncGenerator<Uint8Array> {
  const ids = [...new Set(runIds.map((id) => store.runs.get(id).id))];
  const lines = ids.length === 1 ? csvLines(store, ids[0]) : csvLinesOf(store, ids);
  const all = ids.reduce((sum, id) => sum + Math.max(1, store.runs.get(id).iteration + 1), 0);
  const pace = pacer(work);
  let done = 0;
  // Counted where lines are made, and waited for where they are taken.
  const counted = function* (): Generator<string> {
    for (const one of lines) {
      done += 1;
      yield one;
    }
  };
  for (const part of encoded(counted())) {
    yield part;
    await pace(Math.min(done, all), all);
  }
  work.onProgress?.(all, all);
}

const places = ['iteration', 'critic_updates', 'images_seen', 'active_seconds'] as const;

function* rows(
  store: Store,
  runId: string,
  { keys, measured }: Columns,
  before: readonly string[],
): Generator<string> {
  const { batch } = store.runs.get(runId).spec;
  const values = new Map(
    store.measurements.list(runId).map(({ iteration, key, value }) => [`${iteration}/${key}`, value]),
  );
  for (const { iteration, criticUpdates, activeSeconds, scalars } of store.series.events(runId)) {
    yield line([
      ...before,
      String(iteration),
      String(criticUpdates),
      String(criticUpdates * batch),
      String(activeSeconds),
      ...keys.map((key) => numberText(scalars[key])),
      ...measured.map((key) => numberText(values.get(`${iteration}/${key}`))),
    ]);
  }
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
