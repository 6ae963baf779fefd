// The contract's calls, answered for one window. Arguments have been checked.

import { statfs } from 'node:fs/promises';
import { availableParallelism, totalmem } from 'node:os';
import { CallError } from '../protocol/call-error.ts';
import type {
  Deleted,
  ExperimentCard,
  HostEvents,
  RunDetail,
  RunId,
  RunMark,
  RunSummary,
  Settings,
} from '../protocol/contract.ts';
import type { HostCalls } from '../protocol/serve.ts';
import type { RunSpec } from '../spec/run-spec.ts';
import type { Store } from '../store/store.ts';
import type { Arrivals } from './arrivals.ts';
import type { Downloads } from './downloads.ts';
import type { Engines } from './engines.ts';
import type { Exports } from './exports.ts';
import { readGrid } from './grids.ts';
import { readMeasurements, type Measurer } from './measurer.ts';
import type { Previews } from './previews.ts';
import type { RunOrders } from './run-orders.ts';
import { readSeries } from './series-parts.ts';
import type { WorkstationOptions } from './shell.ts';
import type { Studios } from './studios.ts';
import type { Trials } from './trials.ts';
import type { Window } from './windows.ts';

export interface CallParts {
  readonly options: WorkstationOptions;
  readonly store: Store;
  readonly window: Window;
  readonly trials: Trials;
  readonly studios: Studios;
  readonly exports: Exports;
  readonly arrivals: Arrivals;
  readonly engines: Engines;
  readonly orders: RunOrders;
  readonly previews: Previews;
  readonly measurer: Measurer;
  readonly downloads: Downloads;
  readonly settings: () => Settings;
  readonly changeSettings: (change: Partial<Settings>) => Settings;
  /** All runs, newest first. */
  readonly list: () => readonly RunSummary[];
  readonly summary: (run: RunId) => RunSummary;
  /** A run is other than it was. */
  readonly changed: (run: RunId) => void;
  /** A note was written anew or removed, which is no new thing in the journal. */
  readonly tellNote: (note: HostEvents['note']) => void;
  /** Runs have other places in the queue. */
  readonly moved: () => void;
  readonly deleteRuns: (runs: readonly RunId[]) => Deleted;
  readonly restoreRuns: (runs: readonly RunId[]) => void;
}

export function callsOf(parts: CallParts): HostCalls {
  const { options, store, window, trials, studios, exports, arrivals, engines, orders, previews } = parts;
  return {
    hello: () => ({
      version: options.version,
      shell: options.shell,
      platform: process.platform,
      processors: options.processors ?? availableParallelism(),
      memoryBytes: totalmem(),
      settings: parts.settings(),
    }),
    listRuns() {
      window.lists = true;
      return parts.list();
    },
    readRun: (run) => readRun(parts, run),
    startRuns: (request) => orders.start(request),
    controlRun(run, command) {
      orders.control(run, command);
    },
    resumeRun(run) {
      orders.resume(run);
    },
    moveInQueue(run, place) {
      store.runs.moveInQueue(run, place);
      parts.moved();
    },
    editRun(run, edit) {
      store.runs.edit(run, edit);
      parts.changed(run);
    },
    deleteRuns: (runs) => parts.deleteRuns(runs),
    restoreRuns(runs) {
      parts.restoreRuns(runs);
    },
    watchRun(run, afterSeq) {
      // Throws where there is no such run.
      store.runs.summary(run);
      window.outbox.watch(run, afterSeq);
    },
    unwatchRun(run) {
      window.outbox.unwatch(run);
    },
    readSeries: (run, request) => readSeries(store, run, request),
    readGrid: (run, iteration, series) =>
      readGrid(store, run, iteration, store.runs.summary(run).seq, series),
    readHistograms: (run) => store.histograms.read(run),
    changeRun(run, path, value) {
      orders.change(run, path, value);
    },
    noteRun: (run, iteration, text) => noteRun(parts, run, iteration, text),
    editNote(run, seq, text) {
      store.marks.rewriteNote(run, seq, text);
      parts.tellNote({ run, seq, text });
    },
    readSpecs: (runs) => runs.map((run) => readSpec(store, run)),
    openStudio: (run, iteration) => studios.open(run, iteration),
    closeStudio(studio) {
      studios.close(studio);
    },
    drawLatents: (studio, from, count) => studios.latents(studio, from, count),
    drawSamples: (studio, latents) => studios.samples(studio, latents),
    findNearest: (studio, samples) => studios.nearest(studio, samples),
    async measureRun(run, request) {
      const { problems } = await parts.measurer.measure({ run, ...request });
      return { problems };
    },
    cancelMeasuring(run) {
      parts.measurer.cancel(run);
    },
    readMeasurements: (run) => readMeasurements(store, run),
    makeExport: (request) => exports.make(request),
    cancelExport() {
      exports.cancel();
    },
    beginImport: (name, bytes) => arrivals.begin(name, bytes),
    addToImport: (id, part) => arrivals.add(id, part),
    finishImport: (id) => arrivals.finish(id),
    previewData: (data, count) =>
      previews.read(data, count, (step, done, of) => {
        window.outbox.tell('busy', { what: 'preview', step, done, of });
      }),
    cancelPreview(data) {
      previews.cancel(data);
    },
    downloadData: (name) =>
      parts.downloads.fetch(name, (step, done, of) => {
        window.outbox.tell('busy', { what: 'download', step, done, of });
      }),
    cancelDownload() {
      parts.downloads.cancel();
    },
    tryOut: (spec, engine) => trials.run(spec, engine),
    listExperiments,
    listEngines: (refresh) => engines.list(refresh),
    changeSettings: (change) => parts.changeSettings(change),
    async readStorage() {
      const { bavail, bsize } = await statfs(store.directory);
      const runBytes = store.runs.summaries().reduce((sum, { bytes }) => sum + bytes, 0);
      const databaseBytes = store.databaseBytes();
      return { dataDir: store.directory, runBytes, databaseBytes, freeBytes: bavail * bsize };
    },
  };
}

/** They bring what draws their figures with them, so they are loaded when somebody asks. */
async function listExperiments(): Promise<readonly ExperimentCard[]> {
  const { experiments, experimentGroup } = await import('../experiments/catalog.ts');
  return experiments.map((experiment) => {
    const { id, title, paper, figure, question, expect, arms } = experiment;
    return {
      ...{ id, title, paper, figure, question, expect },
      group: experimentGroup(experiment, 'desk'),
      arms: arms('desk').map(({ title: name, spec }) => ({ title: name, spec })),
    };
  });
}

/** @throws StoreError */
function readRun({ store, summary }: CallParts, run: RunId): RunDetail {
  // First, so that what is stored while the rest is read comes again rather than not at all.
  const { seq } = store.runs.summary(run);
  return {
    summary: summary(run),
    spec: readSpec(store, run),
    marks: store.marks.list(run),
    grids: store.samples.steps(run),
    checkpoints: store.checkpoints.list(run),
    keys: store.series.keys(run),
    seq,
  };
}

/** By its id only. @throws StoreError */
function readSpec({ runs }: Store, run: RunId): RunSpec {
  runs.numberOf(run);
  return runs.get(run).spec;
}

/** @throws CallError, StoreError */
function noteRun({ store, changed }: CallParts, run: RunId, iteration: number, text: string): RunMark {
  const { iteration: last } = store.runs.summary(run);
  if (iteration > last) {
    throw new CallError(
      'refused',
      `The run ${run} is at iteration ${last}; a note can be at any one up to there, not at ${iteration}.`,
    );
  }
  const mark = store.marks.add(run, { kind: 'note', iteration, text });
  changed(run);
  return mark;
}
