// Measures one run: a process of its own does the work, and what it says goes into the store.

import { join } from 'node:path';
import type { EngineChoice } from '../executors/choose.ts';
import { automatic } from '../executors/choose.ts';
import { measurementFacts } from '../spec/measurement.ts';
import type { RunRecord } from '../store/run-record.ts';
import type { Store } from '../store/store.ts';
import type { ChosenEngine, FromTrainer } from '../trainer/messages.ts';
import type { MeasureMessage } from '../trainer/measure-messages.ts';
import { HostError } from './errors.ts';
import type { ForkTrainer } from './run-process.ts';
import { endWords } from './sentences.ts';

export interface MeasuringOptions {
  readonly store: Store;
  readonly fork: ForkTrainer;
  readonly trainerEntry: string;
  readonly resourcesDir: string;
  readonly choose: (requested: string) => Promise<EngineChoice>;
}

/** Iterations with a checkpoint, or words for them. */
export type CheckpointWish = 'newest' | 'all' | readonly number[];

export interface MeasuringWish {
  readonly run: string;
  readonly checkpoints: CheckpointWish;
  /** Generated samples; null for as many as usual. */
  readonly samples: number | null;
}

export interface MeasuringWork {
  readonly signal?: AbortSignal;
  readonly onProgress?: (step: string, done: number, of: number) => void;
  /** Something was stored. */
  readonly onStored?: () => void;
}

/** Sentences on checkpoints that could not be measured; the others were. */
export interface MeasuringOutcome {
  readonly iterations: readonly number[];
  readonly problems: readonly string[];
}

/**
 * Resolves when everything is in the store.
 * @throws HostError, StoreError, as a rejection; what was measured before stays
 */
export async function measureRun(
  options: MeasuringOptions,
  wish: MeasuringWish,
  work: MeasuringWork = {},
): Promise<MeasuringOutcome> {
  const { store, fork, trainerEntry } = options;
  const run = store.runs.get(wish.run);
  const message = await messageFor(options, run, wish);
  work.signal?.throwIfAborted();
  const iterations: number[] = [];
  const problems: string[] = [];
  let resolve: () => void = () => undefined;
  let reject: (reason: unknown) => void = () => undefined;
  const over = new Promise<void>((whenOver, whenFailed) => {
    resolve = whenOver;
    reject = whenFailed;
  });
  const take = (said: FromTrainer): void => {
    switch (said.kind) {
      case 'progress':
        work.onProgress?.(said.step, said.done, said.of);
        break;
      case 'measured': {
        const { iteration, values } = said;
        const at = Date.now();
        const measured = values.map((one) => ({
          ...{ ...one, iteration, protocol: measurementFacts[one.key].version, at },
        }));
        store.measurements.put(run.id, measured);
        iterations.push(iteration);
        work.onStored?.();
        break;
      }
      case 'floors':
        store.measurements.putFloors(message.dataFingerprint, said.floors);
        work.onStored?.();
        break;
      case 'unmeasured':
        problems.push(said.message);
        break;
      case 'measuring-done':
        resolve();
        break;
      case 'refused':
        reject(new HostError('refused', said.message));
        break;
      case 'failed':
        reject(new HostError('failed', `Measuring failed: ${said.message}`, { cause: said.detail }));
        break;
      default:
        // Only trainers of another kind say the rest.
        break;
    }
  };
  const child = fork(trainerEntry, (said) => {
    try {
      take(said);
    } catch (error) {
      // The store cannot take it, or the run has been deleted.
      reject(error);
    }
  });
  void child.ended.then((end) => {
    reject(new HostError('failed', `Measuring failed: its process ${endWords(end)}.`));
  });
  const giveUp = (): void => {
    reject(new HostError('aborted', 'Measuring was given up; what had been measured is kept.'));
  };
  work.signal?.addEventListener('abort', giveUp, { once: true });
  child.send(message);
  try {
    await over;
  } finally {
    work.signal?.removeEventListener('abort', giveUp);
    child.kill();
    await child.ended;
  }
  return { iterations, problems };
}

/** @throws HostError, StoreError, as a rejection */
async function messageFor(
  { store, resourcesDir, choose }: MeasuringOptions,
  run: RunRecord,
  { checkpoints, samples }: MeasuringWish,
): Promise<MeasureMessage> {
  const { id, spec, dataFingerprint } = run;
  const there = store.checkpoints.list(id).map(({ iteration }) => iteration);
  if (dataFingerprint === null || there.length === 0) {
    throw new HostError(
      'refused',
      `The run ${id} has no checkpoint to measure; save one while it trains, or let it end.`,
    );
  }
  const wanted = wantedOf(checkpoints, there);
  const missing = wanted.find((iteration) => !there.includes(iteration));
  if (missing !== undefined) {
    throw new HostError(
      'refused',
      `The run ${id} has no checkpoint of iteration ${missing}; there ${there.length === 1 ? 'is one' : 'are some'} at ${there.join(', ')}.`,
    );
  }
  return {
    kind: 'measure',
    spec,
    checkpoints: wanted.map((iteration) => ({ iteration, path: store.checkpoints.pathOf(id, iteration) })),
    dataFingerprint,
    engine: await engineFor(run, choose),
    resourcesDir,
    samples,
    known: store.measurements.floors(dataFingerprint),
    cacheDir: join(store.directory, 'classifiers'),
  };
}

function wantedOf(wish: CheckpointWish, there: readonly number[]): readonly number[] {
  switch (wish) {
    case 'newest':
      return there.slice(-1);
    case 'all':
      return there;
    default:
      return [...new Set(wish)].sort((a, b) => a - b);
  }
}

/** The one that the run was computed on, where it is to be had; one thread, as others may want the rest. */
async function engineFor(
  { engine, requestedEngine }: RunRecord,
  choose: MeasuringOptions['choose'],
): Promise<ChosenEngine> {
  const first = await choose(engine?.id ?? requestedEngine ?? automatic);
  const choice = first.kind === 'chosen' ? first : await choose(automatic);
  if (choice.kind === 'refused') throw new HostError('refused', choice.sentence);
  const { id, device } = choice;
  return { id, device, ...(id === 'onnx:cpu' ? { threads: 1 } : {}) };
}
