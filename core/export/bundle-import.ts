// Imports a run bundle. Until everything in it is proved, nothing of it can be seen; then all of its runs appear at
// once, or none.

import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { presentMetric } from '../spec/metric.ts';
import { StoreError, storeError } from '../store/errors.ts';
import { namesIn } from '../store/files.ts';
import { systemProcesses } from '../store/processes.ts';
import type { Store } from '../store/store.ts';
import type { Arrival } from '../store/transfer.ts';
import { checkedArrival } from './bundle-arrival.ts';
import { damaged, entryPlace, type ManifestEntry } from './bundle-format.ts';
import { histogramsPath } from './bundle-histograms.ts';
import { bundleParts } from './bundle-parts.ts';
import { unpackBundle, type UnpackOptions } from './bundle-unpack.ts';
import { pacer, type Work } from './work.ts';

export interface ImportedRun {
  /** The id it has here. */
  readonly id: string;
  /** The id it had where it comes from. */
  readonly from: string;
  readonly name: string;
  /** `present`: the very same run was here already, and stayed as it is. */
  readonly outcome: 'added' | 'present';
}

/**
 * Imports all runs of a bundle. A run whose id another one has gets a new id.
 * @throws ImportError when the file is not a whole bundle, StoreError when it cannot be stored; as a rejection, with
 * nothing left behind
 */
export async function importBundle(
  store: Store,
  file: string,
  options: UnpackOptions = {},
): Promise<readonly ImportedRun[]> {
  const path = resolve(file);
  const incoming = join(store.directory, 'incoming');
  removeLeftOvers(incoming);
  const folder = join(incoming, `${process.pid}-${Date.now()}-${imports++}`);
  try {
    try {
      mkdirSync(folder, { recursive: true });
    } catch (cause) {
      throw storeError(cause, 'import the bundle', folder);
    }
    const entries = await unpackBundle(path, folder, options);
    const runs = await checkedRuns(path, folder, entries, options);
    const present = new Map<Arrival, boolean>();
    for (const { arrival, digests } of runs) {
      present.set(arrival, await isPresent(store, arrival.run.id, digests, options));
    }
    options.signal?.throwIfAborted();
    const arrivals = runs.map(({ arrival }) => arrival);
    return await put(store, arrivals, present, options);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    removeIfEmpty(incoming);
  }
}

let imports = 0;

async function put(
  store: Store,
  arrivals: readonly Arrival[],
  present: ReadonlyMap<Arrival, boolean>,
  { signal }: Work,
): Promise<readonly ImportedRun[]> {
  const added = arrivals.filter((arrival) => present.get(arrival) !== true);
  const ids = await inTurns(store.transfer.addInSteps(added), signal);
  const idOf = new Map(added.map((arrival, at) => [arrival, ids[at]]));
  return arrivals.map((arrival) => {
    const from = arrival.run.id;
    const id = idOf.get(arrival);
    return id === undefined
      ? { id: from, from, name: store.runs.get(from).name, outcome: 'present' }
      : { id, from, name: arrival.labels.name, outcome: 'added' };
  });
}
/** Takes the steps with pauses as long as they are, in which others, such as runs that train, can write. */
async function inTurns<T>(steps: Generator<void, T>, signal: AbortSignal | undefined): Promise<T> {
  try {
    for (;;) {
      signal?.throwIfAborted();
      const since = performance.now();
      const { done, value } = steps.next();
      if (done === true) return value;
      await setTimeout(performance.now() - since);
    }
  } finally {
    // Nothing where it is over; else it takes back what it has done.
    steps.return(undefined as never);
  }
}

interface CheckedRun {
  readonly arrival: Arrival;
  /** SHA-256 of what it is, labels left out, by path. */
  readonly digests: ReadonlyMap<string, string>;
}

async function checkedRuns(
  file: string,
  folder: string,
  entries: readonly ManifestEntry[],
  { signal }: Work,
): Promise<readonly CheckedRun[]> {
  const byRun = new Map<number, Map<string, string>>();
  for (const { name, sha256 } of entries) {
    const { run, path } = entryPlace(name)!;
    const digests = byRun.get(run) ?? new Map<string, string>();
    byRun.set(run, digests.set(path, sha256));
  }
  const pace = pacer(signal === undefined ? {} : { signal });
  const runs: CheckedRun[] = [];
  for (const [run, digests] of byRun) {
    const paths = new Set(digests.keys());
    const arrival = await checkedArrival({ file, folder: join(folder, 'runs', String(run)), paths }, pace);
    const { objective } = arrival.run.spec;
    for (const [path, digest] of digests) {
      const name = /^metrics\/(.*)$/.exec(path)?.[1];
      const present = name === undefined ? path : `metrics/${presentMetric(name, objective.kind)}`;
      if (present !== path && digests.delete(path)) digests.set(present, digest);
    }
    digests.delete('labels.json');
    digests.delete('measurements.json');
    digests.delete(histogramsPath);
    runs.push({ arrival, digests });
  }
  const ids = new Set(runs.map(({ arrival }) => arrival.run.id));
  if (ids.size < runs.length) throw damaged(file, 'it has two runs of one id');
  return runs;
}

/** Whether the store has the very same run under the id. */
async function isPresent(
  store: Store,
  id: string,
  digests: ReadonlyMap<string, string>,
  { signal }: Work,
): Promise<boolean> {
  const pace = pacer(signal === undefined ? {} : { signal });
  try {
    const { content } = bundleParts(store, id);
    if (content.length !== digests.size) return false;
    for (const part of content) {
      const hash = createHash('sha256');
      for await (const chunk of part.read()) {
        hash.update(chunk);
        await pace(0, 1);
      }
      if (hash.digest('hex') !== digests.get(part.path)) return false;
    }
    return true;
  } catch (error) {
    // There is none, or it trains, or it is damaged: in no case the same.
    if (error instanceof StoreError) return false;
    throw error;
  }
}

/** Folders of imports whose process was killed. */
function removeLeftOvers(incoming: string): void {
  for (const name of namesIn(incoming)) {
    const pid = Number(name.split('-')[0]);
    if (Number.isInteger(pid) && pid !== process.pid && !systemProcesses.exists(pid)) {
      rmSync(join(incoming, name), { recursive: true, force: true });
    }
  }
  removeIfEmpty(incoming);
}

function removeIfEmpty(folder: string): void {
  try {
    if (readdirSync(folder).length === 0) rmdirSync(folder);
  } catch {
    // It is not there, or somebody else imports just now.
  }
}
