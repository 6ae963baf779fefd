// What a bundle holds of a run, part by part, as the store has it. The same run gives the same bytes every time.

import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { readContainer } from '../store/container.ts';
import { StoreError, storeError } from '../store/errors.ts';
import { bytesOf } from '../store/files.ts';
import type { Store } from '../store/store.ts';
import { histogramsPart } from './bundle-histograms.ts';
import { packed, packedBytes } from './bundle-tables.ts';
import { encoded } from './file.ts';

export interface BundlePart {
  /** Below the run's folder. */
  readonly path: string;
  /** About; for progress and for the limits of the archive. */
  readonly bytes: number;
  /** Whether it is worth being compressed. */
  readonly loose: boolean;
  readonly read: () => Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
}

export interface PartedRun {
  readonly id: string;
  /** The last number of its journal when this was read: it grows when the run does. */
  readonly seq: number;
  /** Everything but the labels, and nothing of it changes unless the run is another one. */
  readonly content: readonly BundlePart[];
  readonly labels: BundlePart;
  /** What was measured of it; null where nothing was. */
  readonly measurements: BundlePart | null;
  /** Null where it has none. They follow from the rest: without them it is the same run. */
  readonly histograms: BundlePart | null;
}

/** All of them, in the order of the archive. */
export const partsOf = ({ content, labels, measurements, histograms }: PartedRun): readonly BundlePart[] => [
  ...[...content, labels],
  ...(measurements === null ? [] : [measurements]),
  ...(histograms === null ? [] : [histograms]),
];

/** Rough sizes, before anything is written. */
const journalRowBytes = 64;

/** @throws StoreError when there is no such run, or it has not ended */
export function bundleParts(store: Store, runId: string): PartedRun {
  const { transfer } = store;
  const { run, labels } = transfer.read(runId);
  const { id } = run;
  const folder = store.runs.folderOf(id);
  const file = (path: string, loose: boolean): BundlePart => {
    const full = join(folder, path);
    return { path, bytes: bytesOf(full), loose, read: () => provenFile(full) };
  };
  const keys = [...transfer.counts(id)];
  const content: BundlePart[] = [
    json('run.json', run),
    {
      path: 'steps',
      // Nearly every step has the values of the longest metric, and some have none.
      bytes: packedBytes(Math.max(0, ...keys.map(([, rows]) => rows)), 3),
      loose: true,
      read: () => packed(transfer.steps(id), 3),
    },
    ...keys.map(([key, rows]) => ({
      path: `metrics/${key}`,
      bytes: packedBytes(rows, 2),
      loose: true,
      read: () => packed(transfer.values(id, key), 2),
    })),
    {
      path: 'journal.jsonl',
      bytes: run.seq * journalRowBytes,
      loose: true,
      read: () => encoded(lines(transfer.journal(id))),
    },
    ...run.grids.map((grid) => file(`samples/${grid.file}`, true)),
    ...run.checkpoints.map((checkpoint) => file(`checkpoints/${checkpoint.file}`, false)),
  ];
  return {
    ...{ id, seq: run.seq, content, labels: json('labels.json', labels) },
    measurements: measurementsPart(store, id, run.dataFingerprint),
    histograms: histogramsPart(store, id),
  };
}

function measurementsPart(store: Store, id: string, dataFingerprint: string | null): BundlePart | null {
  const values = store.measurements.list(id);
  if (values.length === 0) return null;
  const floors = dataFingerprint === null ? [] : store.measurements.floors(dataFingerprint);
  // JSON has neither NaN nor infinities; nothing that is measured is negative zero.
  const written = values.map((one) => ({
    ...one,
    value: Number.isFinite(one.value) ? one.value : String(one.value),
  }));
  return json('measurements.json', { values: written, floors });
}

function json(path: string, value: object): BundlePart {
  const bytes = new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);
  return { path, bytes: bytes.length, loose: true, read: () => [bytes] };
}

function* lines(rows: Iterable<readonly unknown[]>): Generator<string> {
  for (const row of rows) yield `${JSON.stringify(row)}\n`;
}

const chunkBytes = 1 << 18;

/** A file of the store, which must be as it was written: nobody wants to find out after a move. */
async function* provenFile(path: string): AsyncGenerator<Uint8Array> {
  readContainer(path);
  try {
    const handle = await open(path);
    try {
      for (;;) {
        const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(chunkBytes), 0, chunkBytes);
        if (bytesRead === 0) return;
        yield buffer.subarray(0, bytesRead);
      }
    } finally {
      await handle.close();
    }
  } catch (cause) {
    if (cause instanceof StoreError) throw cause;
    throw storeError(cause, 'read it', path);
  }
}
