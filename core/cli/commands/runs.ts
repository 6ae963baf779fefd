// critic runs list, show and delete.

import { runJson } from '../../export/json.ts';
import { countText, durationText } from '../../export/ticks.ts';
import { dataWords, objectiveWords, trainingWords } from '../../spec/words.ts';
import type { RunRecord } from '../../store/run-record.ts';
import type { Store } from '../../store/store.ts';
import type { Context } from '../context.ts';
import { dataDirectory } from '../directories.ts';
import { isResumable, lastNumbers } from '../ending.ts';
import { exitCodes, type ExitCode } from '../exit.ts';
import { metricName, numberText } from '../measures.ts';
import type { RunsDeleteRequest, RunsListRequest, RunsShowRequest } from '../request.ts';
import { runObject } from '../run-object.ts';
import { hasStore, noRuns, withStore } from '../stored.ts';
import { table } from '../table.ts';

export function listRuns(request: RunsListRequest, { output, environment }: Context): ExitCode {
  const dataDir = dataDirectory(request.data, environment);
  if (!hasStore(dataDir)) {
    output.note(noRuns(dataDir));
    return exitCodes.done;
  }
  return withStore(dataDir, (store) => {
    const runs = store.runs.list();
    for (const run of runs) output.object({ kind: 'run', ...runObject(run) });
    if (runs.length === 0) output.note(noRuns(dataDir));
    else {
      const rows = runs.map((run) => [
        run.id,
        run.name,
        run.status,
        countText(run.iteration),
        durationText(run.activeSeconds),
        localTime(run.createdAt),
        lastNumbers(store, run),
      ]);
      const headings = ['run', 'name', 'status', 'iteration', 'trained', 'created', 'last numbers'];
      for (const line of table([headings, ...rows], ['left', 'left', 'left', 'right', 'right']))
        output.line(line);
    }
    return exitCodes.done;
  });
}

export function showRun(request: RunsShowRequest, { output, environment, program }: Context): ExitCode {
  return withStore(dataDirectory(request.data, environment), (store) => {
    const run = store.runs.get(request.run);
    output.object({ kind: 'run', ...runJson(store, run.id) });
    for (const line of describe(store, run)) output.line(line);
    if (isResumable(store, run)) output.line(`\nGo on with: ${program} resume ${run.id}`);
    return exitCodes.done;
  });
}

export function deleteRuns(request: RunsDeleteRequest, { output, environment }: Context): ExitCode {
  return withStore(dataDirectory(request.data, environment), (store) => {
    // All of them are found before the first is deleted, so that a misspelt one changes nothing.
    const runs = new Map(
      request.runs.map((reference) => [store.runs.get(reference).id, store.runs.get(reference)]),
    );
    for (const run of runs.values()) {
      store.runs.delete(run.id);
      output.object({ kind: 'deleted', id: run.id, name: run.name });
      output.line(`Deleted ${run.id} (${run.name}).`);
    }
    return exitCodes.done;
  });
}

function describe(store: Store, run: RunRecord): string[] {
  const { spec, engine } = run;
  const bits =
    engine?.deterministic === true ? 'the same bits every time' : 'bits may differ from time to time';
  const grids = store.samples.list(run.id);
  const checkpoints = store.checkpoints.list(run.id).map(({ iteration }) => countText(iteration));
  const facts = [
    ['run', run.id],
    ['name', run.name],
    ['status', run.statusDetail === null ? run.status : `${run.status}: ${run.statusDetail}`],
    ['iteration', `${countText(run.iteration)} of ${countText(spec.iterations)}`],
    ['critic updates', countText(run.criticUpdates)],
    ['trained for', durationText(run.activeSeconds)],
    ['created', localTime(run.createdAt)],
    ['engine', engine === null ? 'none yet' : `${engine.id} on ${engine.device}, ${engine.version}; ${bits}`],
    ['data', dataWords(spec.data)],
    ['objective', objectiveWords(spec.objective)],
    ['training', trainingWords(spec)],
    ['seed', String(spec.seed)],
    ['samples', `${countText(grids.length)} grids`],
    ['checkpoints', checkpoints.length === 0 ? 'none' : `at ${checkpoints.join(', ')}`],
    ['on disk', bytesText(store.runs.sizeOnDisk(run.id))],
    ...(run.compareGroup === null ? [] : [['comparison', run.compareGroup]]),
  ];
  return [
    ...table(facts),
    '',
    ...table(numbersTable(store, run), ['left', 'right', 'right', 'right']),
    '',
    JSON.stringify(spec, null, 2),
  ];
}

function numbersTable(store: Store, { id }: RunRecord): string[][] {
  const rows = store.series.keys(id).flatMap((key) => {
    const bucket = store.series.readBuckets(id, key, 1).buckets.at(0);
    if (bucket === undefined) return [];
    return [
      [metricName(key), ...[bucket.tail, bucket.min, bucket.max].map((value) => numberText(key, value))],
    ];
  });
  return rows.length === 0 ? [] : [['', 'last', 'least', 'greatest'], ...rows];
}

function localTime(milliseconds: number): string {
  const time = new Date(milliseconds);
  const two = (value: number): string => String(value).padStart(2, '0');
  const date = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  return `${date} ${two(time.getHours())}:${two(time.getMinutes())}`;
}

function bytesText(bytes: number): string {
  const megabytes = bytes / 2 ** 20;
  return megabytes < 1 ? `${(bytes / 2 ** 10).toFixed(0)} KiB` : `${megabytes.toFixed(1)} MiB`;
}
