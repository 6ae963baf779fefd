// Runs that are put into a store step by step: hidden until all of them is there, and gone where it is cut short.

import Database from 'better-sqlite3';
import { cpSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Store } from '../../../core/store/store.ts';
import type { Arrival } from '../../../core/store/transfer.ts';
import {
  grid,
  metrics,
  openAt,
  specNamed,
  start,
  temporaryFolder,
  temporaryStore,
} from '../../unit/store/support.ts';

const iterations = 5000;

/** A run elsewhere, as it would arrive in a folder. */
function arrivalIn(folder: string, name = 'a'): Arrival {
  const store = temporaryStore();
  const { id } = store.runs.create(specNamed(name));
  store.runs.start(id, start);
  store.series.append(
    id,
    Array.from({ length: iterations }, (_, i) =>
      metrics(i + 1, { critic_loss: i % 7 === 0 ? Number.NaN : Math.sin(i), w1: -0 }),
    ),
  );
  store.runs.heartbeat(id, { iteration: iterations, criticUpdates: 5, activeSeconds: 1 });
  store.samples.save(id, grid(iterations, [1, 2], Float32Array.of(1, 2)));
  store.runs.setStatus(id, 'interrupted');
  cpSync(store.runs.folderOf(id), folder, { recursive: true });
  const { transfer } = store;
  const keys = [...transfer.counts(id).keys()];
  return {
    ...transfer.read(id),
    steps: () => transfer.steps(id),
    values: new Map(keys.map((key) => [key, () => transfer.values(id, key)])),
    journal: () => transfer.journal(id),
    folder,
  };
}

function rowsOf(store: Store): Record<string, unknown> {
  const database = new Database(join(store.directory, 'critic.db'), { readonly: true });
  const tables = ['runs', 'steps', 'metrics', 'chunks', 'journal', 'samples', 'run_measures'];
  const counts = tables.map((table) => [
    table,
    database.prepare(`SELECT count(*) FROM ${table}`).pluck().get(),
  ]);
  database.close();
  return Object.fromEntries(counts) as Record<string, unknown>;
}

it('shows them at the last step, with everything summed up as if it had been trained here', () => {
  const store = temporaryStore();
  const arrival = arrivalIn(join(temporaryFolder(), 'in'));
  const other = openAt(store.directory);
  const { id: mine } = other.runs.create(specNamed('mine'));
  const steps = store.transfer.addInSteps([arrival]);
  let count = 0;
  let result = steps.next();
  for (; result.done !== true; result = steps.next()) {
    count += 1;
    expect(other.runs.list().map(({ id }) => id)).toEqual([mine]);
    expect(() => other.runs.summary(arrival.run.id)).toThrow(/no run/);
    // Others have their turn.
    other.runs.heartbeat(mine, { iteration: count, criticUpdates: count, activeSeconds: 1 });
    // Whoever opens the store now does not take it for something that was left behind.
    if (count === 2) openAt(store.directory);
  }
  expect(count).toBeGreaterThan(8);
  const [id] = result.value;
  expect(id).toBe(arrival.run.id);
  expect(other.runs.list()).toHaveLength(2);
  expect(store.runs.summary(id)).toMatchObject({ iteration: iterations, newestGrid: iterations });
  expect(existsSync(join(store.runs.folderOf(id), 'spec.json'))).toBe(true);

  // The same rows come of values that are appended.
  const again = temporaryStore();
  const trained = again.runs.create(specNamed('a')).id;
  again.series.append(trained, [...store.series.events(id)]);
  for (const key of ['critic_loss', 'w1'] as const) {
    for (const buckets of [1, 10, 300]) {
      expect(store.series.readBuckets(id, key, buckets)).toEqual(
        again.series.readBuckets(trained, key, buckets),
      );
    }
  }
  expect(store.runs.summary(id).measures).toEqual(again.runs.summary(trained).measures);
});

it('leaves nothing where it is given up, at whatever step', () => {
  const store = temporaryStore();
  const before = rowsOf(store);
  for (const after of [1, 4, 9]) {
    const folder = join(temporaryFolder(), 'in');
    const steps = store.transfer.addInSteps([
      arrivalIn(folder),
      arrivalIn(join(temporaryFolder(), 'b'), 'b'),
    ]);
    for (let i = 0; i < after; i += 1) expect(steps.next().done).toBe(false);
    steps.return([]);
    expect(rowsOf(store)).toEqual(before);
    expect(existsSync(join(folder, 'spec.json'))).toBe(true);
    expect(readdirSync(join(store.directory, 'runs'))).toEqual([]);
  }
});

it('leaves nothing where a folder cannot be moved to its place', () => {
  const store = temporaryStore();
  const before = rowsOf(store);
  const [good, bad] = [join(temporaryFolder(), 'a'), join(temporaryFolder(), 'b')];
  const arrivals = [arrivalIn(good), arrivalIn(bad, 'b')];
  const inTheWay = store.runs.folderOf(arrivals[1].run.id);
  mkdirSync(join(inTheWay, 'x'), { recursive: true });
  expect(() => {
    const steps = store.transfer.addInSteps(arrivals);
    while (steps.next().done !== true);
  }).toThrow(/move the files/);
  expect(rowsOf(store)).toEqual(before);
  expect(existsSync(join(good, 'spec.json'))).toBe(true);
});

it('is removed when the store is opened next after its process was killed', () => {
  const store = temporaryStore();
  const steps = store.transfer.addInSteps([arrivalIn(join(temporaryFolder(), 'in'))]);
  steps.next();
  const database = new Database(join(store.directory, 'critic.db'));
  // No process has this id.
  database.prepare('UPDATE runs SET trashed_at = -99999999').run();
  database.close();
  openAt(store.directory);
  expect(rowsOf(store)).toMatchObject({ runs: 0, steps: 0 });
  expect(() => steps.next()).toThrow(/Another process has removed the run/);
});
