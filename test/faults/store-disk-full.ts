// Fills a small disk with checkpoints and says how the store took it: `store-disk-full.ts DIRECTORY full|read-only`.
// Prints one line of JSON.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { StoreError } from '../../core/store/errors.ts';
import { openStore } from '../../core/store/store.ts';
import { checkpointAt, grid, metrics, saveCheckpoint, specNamed } from './store-fixtures.ts';

const [directory, mode] = process.argv.slice(2) as [string, 'full' | 'read-only'];

function problemOf(action: () => void): { code: string; message: string } | null {
  try {
    action();
    return null;
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return { code: error.code, message: error.message };
  }
}

function fill(): object {
  const store = openStore(directory);
  const { id } = store.runs.create(specNamed('full'));
  const small = checkpointAt(1, 10_000);
  saveCheckpoint(store, id, { checkpoint: small, reason: 'schedule' });
  store.series.append(id, [metrics(1, { w1: 1 })]);
  const checkpoint = problemOf(() => {
    saveCheckpoint(store, id, { checkpoint: checkpointAt(2, 2_000_000), reason: 'schedule' });
  });
  const files = readdirSync(join(store.runs.folderOf(id), 'checkpoints'));

  // Now to the last byte, with grids; then with metrics, whose log grows inside the database.
  let iteration = 2;
  const samples = problemOf(() => {
    for (; ; iteration += 1) store.samples.save(id, grid(iteration, [4000, 2], new Float32Array(8000)));
  });
  let appended = 2;
  const series = problemOf(() => {
    for (; ; appended += 500) {
      const events = Array.from({ length: 500 }, (_, i) =>
        metrics(appended + i, { w1: appended + i, penalty: 0 }),
      );
      store.series.append(id, events);
    }
  });
  const grids = store.samples.list(id);
  const latest = store.checkpoints.latest(id);
  const answer = {
    checkpoint,
    files,
    samples,
    gridsAreWhole: grids.every((one) => store.samples.read(id, one.iteration).shape[0] === 4000),
    gridCount: grids.length - (iteration - 2),
    series,
    valueCount: store.series.read(id, 'w1').values.length - (appended - 1),
    latest: latest?.checkpoint.iteration,
    skipped: latest?.skipped,
  };

  // Deleting works on the full disk, and makes room for everything else.
  store.runs.delete(id);
  const { id: next } = store.runs.create(specNamed('next'));
  saveCheckpoint(store, next, { checkpoint: checkpointAt(3, 10_000), reason: 'end' });
  store.close();
  const again = openStore(directory);
  const names = again.runs.list().map(({ name }) => name);
  again.close();
  return { ...answer, names };
}

console.log(JSON.stringify(mode === 'full' ? fill() : { opening: problemOf(() => openStore(directory)) }));
