// One run of an unpacked bundle: everything that is said of it is checked before the store gets to see it.

import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { gridSeries } from '../spec/grid-series.ts';
import { presentMetric } from '../spec/metric.ts';
import { parseSpec } from '../spec/schema.ts';
import { mostSteps } from '../spec/run-schema.ts';
import type { RunSpec } from '../spec/run-spec.ts';
import { readCheckpoint } from '../store/checkpoint-file.ts';
import { StoreError, storeError } from '../store/errors.ts';
import { syncFolder, writeDurably } from '../store/files.ts';
import { readGrid } from '../store/grid-file.ts';
import type { Arrival, CarriedEntry, CarriedRun, CarriedStep, CarriedValue } from '../store/transfer.ts';
import {
  damaged,
  isMetric,
  readEntry,
  readLabels,
  readMeasurementsJson,
  readRunJson,
} from './bundle-format.ts';
import { histogramsPath, readHistograms } from './bundle-histograms.ts';
import { unpacked } from './bundle-tables.ts';
import { ImportError } from './errors.ts';
import type { pacer } from './work.ts';

/** A run as it stands in a folder, `run.json` and the rest. */
export interface UnpackedRun {
  /** The bundle, for sentences. */
  readonly file: string;
  readonly folder: string;
  /** Its entries, below the folder. */
  readonly paths: ReadonlySet<string>;
}

const isPlace = (step: number): boolean => Number.isInteger(step) && step >= 0 && step <= mostSteps;
const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;

/**
 * @param pace waited for between files
 * @throws ImportError
 */
export async function checkedArrival(
  { file, folder, paths }: UnpackedRun,
  pace: ReturnType<typeof pacer>,
): Promise<Arrival> {
  const text = (path: string): string => {
    if (!paths.has(path)) throw damaged(file, `a run has no ${path}`);
    return readFileSync(join(folder, path), 'utf8');
  };
  const { spec: rawSpec, ...rest } = readRunJson(text('run.json'), file);
  const run: CarriedRun = { ...rest, spec: checkedSpec(rawSpec, file) };
  const labels = readLabels(text('labels.json'), file);
  const measurements = paths.has('measurements.json')
    ? { measurements: readMeasurementsJson(text('measurements.json'), file) }
    : {};
  requireFiles(file, run, paths);

  const places = [...run.grids, ...run.checkpoints];
  let done = 0;
  for (const { iteration, file: name } of run.grids) {
    proven(file, () => readGrid(join(folder, 'samples', name)));
    if (iteration > run.iteration)
      throw damaged(file, 'a run has samples of an iteration that it never reached');
    await pace((done += 1), places.length);
  }
  for (const { iteration, file: name } of run.checkpoints) {
    proven(file, () => readCheckpoint(join(folder, 'checkpoints', name), iteration));
    await pace((done += 1), places.length);
  }
  const tables = checkedTables(file, folder, paths, run);
  const readAll = () => readHistograms(join(folder, histogramsPath), file, run.iteration);
  const histograms = paths.has(histogramsPath) ? { histograms: readAll } : {};
  // Gone through once before anything is stored.
  const rows = paths.has(histogramsPath) ? readAll() : [][Symbol.iterator]();
  while (rows.next().done !== true) await pace(places.length, places.length);
  return { run, labels, ...measurements, ...histograms, ...tables, folder: runFolder(folder, run.spec) };
}

/** The specification as it was written: checked, but not written anew. */
function checkedSpec(raw: unknown, file: string): RunSpec {
  const parsed = parseSpec(raw);
  if ('problems' in parsed) {
    const [problem] = parsed.problems;
    throw new ImportError(
      `${file} cannot be imported: this version of Critic does not know its specification (${problem.sentence}) Update Critic, or export the run again.`,
    );
  }
  return raw as RunSpec;
}

/** Every file that the run names is there, and no other. */
function requireFiles(file: string, run: CarriedRun, paths: ReadonlySet<string>): void {
  const named = [
    ...run.grids.map((grid) => `samples/${grid.file}`),
    ...run.checkpoints.map((checkpoint) => `checkpoints/${checkpoint.file}`),
  ];
  const there = [...paths].filter((path) => /^(samples|checkpoints)\//.test(path));
  const known = new Set(named);
  if (known.size !== named.length || known.size !== there.length || !there.every((path) => known.has(path))) {
    throw damaged(file, 'the grids and checkpoints of a run are not those that it names');
  }
  for (const series of gridSeries) {
    requireRising(
      file,
      run.grids.filter((grid) => grid.series === series),
      ({ iteration }) => iteration,
    );
  }
  requireRising(file, run.checkpoints, ({ iteration }) => iteration);
}

function requireRising<Row>(file: string, rows: Iterable<Row>, numberOf: (row: Row) => number): void {
  let before = -1;
  for (const row of rows) {
    const number = numberOf(row);
    if (!(number > before)) throw damaged(file, 'the rows of a run are out of order');
    before = number;
  }
}

function proven(file: string, read: () => unknown): void {
  try {
    read();
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    throw damaged(file, 'a grid or a checkpoint in it is damaged');
  }
}

function checkedTables(
  file: string,
  folder: string,
  paths: ReadonlySet<string>,
  run: CarriedRun,
): Pick<Arrival, 'steps' | 'values' | 'journal'> {
  const table = (path: string, width: number): Float64Array => {
    const numbers = paths.has(path) ? unpacked(readFileSync(join(folder, path)), width) : null;
    if (numbers === null) throw damaged(file, `the table ${path} of a run is missing or cut off`);
    return numbers;
  };
  const steps = (): Iterable<CarriedStep> => triples(table('steps', 3));
  requireRising(file, steps(), ([iteration]) => iteration);
  const known = new Set<number>();
  for (const [iteration, criticUpdates, activeSeconds] of steps()) {
    const fits =
      isPlace(iteration) && isCount(criticUpdates) && activeSeconds >= 0 && activeSeconds < Infinity;
    if (!fits) throw damaged(file, 'a step of a run makes no sense');
    known.add(iteration);
  }

  const values = new Map<string, () => Iterable<CarriedValue>>();
  for (const path of paths) {
    const name = /^metrics\/(.*)$/.exec(path)?.[1];
    if (name === undefined) continue;
    const key = presentMetric(name, run.spec.objective.kind);
    if (!isMetric(key)) {
      throw new ImportError(
        `${file} has values of "${key}", which this version of Critic does not know; update Critic.`,
      );
    }
    const read = (): Iterable<CarriedValue> => pairs(table(path, 2));
    requireRising(file, read(), ([iteration]) => iteration);
    for (const [iteration] of read()) {
      if (!known.has(iteration)) throw damaged(file, 'a value belongs to no step of its run');
    }
    values.set(key, read);
  }

  const journal = (): CarriedEntry[] => {
    if (!paths.has('journal.jsonl')) throw damaged(file, 'a run has no journal');
    const lines = readFileSync(join(folder, 'journal.jsonl'), 'utf8').split('\n');
    if (lines.pop() !== '') throw damaged(file, 'the journal of a run is cut off');
    return lines.map((line) => readEntry(line, file));
  };
  const entries = journal();
  requireRising(file, entries, ([seq]) => seq);
  if ((entries.at(-1)?.[0] ?? 0) > run.seq)
    throw damaged(file, 'the journal of a run is longer than it says');
  return { steps, values, journal: () => entries };
}

function* triples(numbers: Float64Array): Generator<CarriedStep> {
  for (let at = 0; at < numbers.length; at += 3) yield [numbers[at], numbers[at + 1], numbers[at + 2]];
}

function* pairs(numbers: Float64Array): Generator<CarriedValue> {
  for (let at = 0; at < numbers.length; at += 2) yield [numbers[at], numbers[at + 1]];
}

/** Arranges the files as a data directory has them, in a folder beside the tables. */
function runFolder(folder: string, spec: RunSpec): string {
  const arranged = `${folder}.files`;
  const doing = 'import the bundle';
  try {
    mkdirSync(arranged);
    for (const name of ['samples', 'checkpoints']) {
      const from = join(folder, name);
      if (existsSync(from)) renameSync(from, join(arranged, name));
      else mkdirSync(join(arranged, name));
      syncFolder(join(arranged, name));
    }
    const json = new TextEncoder().encode(`${JSON.stringify(spec, null, 2)}\n`);
    writeDurably(join(arranged, 'spec.json'), [json], doing);
  } catch (cause) {
    throw storeError(cause, doing, arranged);
  }
  return arranged;
}
