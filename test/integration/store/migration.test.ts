import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../../core/store/database.ts';
import { migrations } from '../../../core/store/migrations.ts';
import { bytesPerValue } from '../../../core/store/sizes.ts';
import { toStored } from '../../../core/store/values.ts';
import { openAt, specNamed, temporaryFolder } from '../../unit/store/support.ts';

/** Values of `w1` at iterations 0 to 299: a spike, NaN, and the lowest one at 200. */
const values = Array.from({ length: 300 }, (_, i) =>
  i === 40 ? 1000 : i % 50 === 7 ? NaN : i === 200 ? -3 : Math.cos(i),
);

/** A store as the first version left it, written with its own SQL. */
function firstVersion(): string {
  const directory = join(temporaryFolder(), 'data');
  for (const [id, folder] of [
    ['a000000000', 'samples'],
    ['a000000000', 'checkpoints'],
    ['b000000000', 'samples'],
  ]) {
    mkdirSync(join(directory, 'runs', id, folder), { recursive: true });
  }
  writeFileSync(join(directory, 'runs', 'a000000000', 'samples', 'fixed-000000100.grid'), 'x'.repeat(700));
  const database = openDatabase(join(directory, 'critic.db'), migrations.slice(0, 1));
  const { connection } = database;
  const addRun = connection.prepare(
    `INSERT INTO runs (id, name, spec, status, status_detail, created_at, started_at, ended_at, iteration, compare_group)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const spec = JSON.stringify(specNamed('old'));
  addRun.run('a000000000', 'old', spec, 'crashed', 'It crashed.', 1, 2, 3, 299, 'seconds=12.5/abc');
  addRun.run('b000000000', 'new', spec, 'queued', null, 5, null, null, 0, 'iterations/xyz');
  connection.prepare(`INSERT INTO metric_keys (name) VALUES ('critic_loss'), ('w1'), ('of_long_ago')`).run();
  values.forEach((value, step) => {
    connection.prepare('INSERT INTO steps VALUES (1, ?, ?, ?)').run(step, step * 5, step / 8);
    connection.prepare('INSERT INTO metrics VALUES (1, 2, ?, ?, ?)').run(step, ...toStored(value));
  });
  connection.prepare('INSERT INTO metrics VALUES (1, 3, 0, 5, 0)').run();
  for (const size of [16, 64, 256]) {
    for (let start = 0; start + size <= values.length; start += size) {
      const part = values.slice(start, start + size);
      const finite = part.filter(Number.isFinite);
      connection
        .prepare('INSERT INTO chunks VALUES (1, 2, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
        .run(
          ...[size, start, start, start + size - 1, Math.min(...finite), Math.max(...finite)],
          ...[...toStored(part.at(-1)!), size, size - finite.length],
        );
    }
  }
  connection.prepare(`INSERT INTO samples VALUES (1, 'fixed', 100, 500, 12, 'fixed-000000100.grid')`).run();
  connection
    .prepare(`INSERT INTO checkpoints VALUES (1, 50, 250, 6, 'schedule', '000000050.checkpoint')`)
    .run();
  database.close();
  return directory;
}

describe('a store of the first version', () => {
  it('has what LSGAN and hinge called an EM estimate under its name, with every value', () => {
    const directory = firstVersion();
    const old = openDatabase(join(directory, 'critic.db'), migrations.slice(0, 4));
    const write = old.connection;
    const { number } = write.prepare("SELECT key AS number FROM metric_keys WHERE name = 'w1'").get() as {
      number: number;
    };
    // The metric of the first run becomes an estimate, of a hinge GAN's critic.
    write.prepare("UPDATE metric_keys SET name = 'em_estimate' WHERE key = ?").run(number);
    write.prepare("UPDATE runs SET objective = 'hinge' WHERE id = 'a000000000'").run();
    write.prepare('INSERT INTO steps VALUES (2, 0, 0, 0)').run();
    write.prepare('INSERT INTO metrics VALUES (2, ?, 0, 4, 0)').run(number);
    old.close();
    const store = openAt(directory);
    expect(store.series.keys('a000000000')).toEqual(['critic_gap', 'of_long_ago']);
    expect([...store.series.read('a000000000', 'critic_gap').values]).toEqual(values);
    expect(
      store.series.readBuckets('a000000000', 'critic_gap', 4).buckets.reduce((n, one) => n + one.count, 0),
    ).toBe(values.length);
    expect(store.runs.summary('a000000000').measures).toMatchObject({
      critic_gap: { last: values[299], best: null },
    });
    // A Wasserstein GAN keeps its own.
    expect([...store.series.read('b000000000', 'em_estimate').values]).toEqual([4]);
  });

  it('is brought along with everything a workstation shows, after a backup', () => {
    const directory = firstVersion();
    const store = openAt(directory);
    expect(readdirSync(directory)).toContain('critic.db.v1.backup');
    const [fresh, old] = store.runs.summaries();
    expect(old).toEqual({
      id: 'a000000000',
      name: 'old',
      status: 'crashed',
      statusDetail: 'It crashed.',
      objective: 'wgan-gp',
      data: '8gaussians',
      dataTitle: '8 Gaussians',
      sampleShape: [2],
      batch: 32,
      seed: 7,
      iterations: 100,
      seconds: 12.5,
      requestedEngine: null,
      engine: null,
      createdAt: 1,
      startedAt: 2,
      endedAt: 3,
      iteration: 299,
      criticUpdates: 0,
      activeSeconds: 0,
      compareGroup: 'seconds=12.5/abc',
      starred: false,
      tags: [],
      note: '',
      bytes: 700 + 301 * bytesPerValue,
      measures: {
        w1: { last: values[299], lastIteration: 299, best: -3, bestIteration: 200 },
        of_long_ago: { last: 5, lastIteration: 0, best: null, bestIteration: null },
      },
      newestGrid: 100,
      queuePlace: null,
      resumable: true,
      pid: null,
      seq: 4,
    });
    expect(fresh).toMatchObject({ name: 'new', seconds: null, bytes: 0, measures: {}, seq: 0 });
    expect(store.runs.get('old').seconds).toBe(12.5);
  });

  it('has means in its chunks, and a journal that tells everything', () => {
    const directory = firstVersion();
    const store = openAt(directory);
    const database = openDatabase(join(directory, 'critic.db'));
    const chunks = database.connection
      .prepare<[], { size: number; start: number; mean: number }>('SELECT size, start, mean FROM chunks')
      .all();
    expect(chunks).toHaveLength(18 + 4 + 1);
    for (const { size, start, mean } of chunks) {
      const finite = values.slice(start, start + size).filter(Number.isFinite);
      expect(mean).toBeCloseTo(finite.reduce((sum, value) => sum + value, 0) / finite.length, 10);
    }
    database.close();
    const replay = store.since('a000000000', 0);
    expect(replay).toMatchObject({ rewoundTo: null, from: 0, newestGrid: 100, seq: 4 });
    expect(replay.marks).toEqual([
      { seq: 1, kind: 'started', iteration: 0, at: 2, text: null },
      { seq: 4, kind: 'crashed', iteration: 299, at: 3, text: 'It crashed.' },
    ]);
    expect(store.since('b000000000', 0)).toEqual({
      rewoundTo: null,
      from: null,
      newestGrid: null,
      marks: [],
      seq: 0,
    });
  });
});
