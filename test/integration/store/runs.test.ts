import Database from 'better-sqlite3';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../../core/store/database.ts';
import type { ProcessTable } from '../../../core/store/processes.ts';
import type { RunRecord } from '../../../core/store/run-record.ts';
import { Runs } from '../../../core/store/runs.ts';
import {
  checkpointAt,
  metrics,
  openAt,
  saveCheckpoint,
  specNamed,
  start,
  temporaryFolder,
  temporaryStore,
} from '../../unit/store/support.ts';

describe('create', () => {
  it('makes a queued run with a folder and its spec', () => {
    const { runs, directory } = temporaryStore();
    const before = Date.now();
    const run = runs.create(specNamed('first'), { compareGroup: 'pair' });
    expect(run).toMatchObject({
      name: 'first',
      status: 'queued',
      statusDetail: null,
      engine: null,
      startedAt: null,
      endedAt: null,
      iteration: 0,
      criticUpdates: 0,
      activeSeconds: 0,
      pid: null,
      compareGroup: 'pair',
      dataFingerprint: null,
    });
    expect(run.spec).toEqual(specNamed('first'));
    expect(run.id).toMatch(/^[0-9a-hjkmnp-tv-z]{10}$/);
    expect(run.createdAt).toBeGreaterThanOrEqual(before);
    const folder = join(directory, 'runs', run.id);
    expect(runs.folderOf(run.id)).toBe(folder);
    expect(readdirSync(folder).sort()).toEqual(['checkpoints', 'samples', 'spec.json']);
    expect(JSON.parse(readFileSync(join(folder, 'spec.json'), 'utf8'))).toEqual(specNamed('first'));
  });

  it('gives ids that sort by creation, however fast they come', () => {
    const { runs } = temporaryStore();
    const ids = Array.from({ length: 20 }, () => runs.create(specNamed('x')).id);
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(20);
    expect(runs.list().map(({ id }) => id)).toEqual([...ids].reverse());
  });

  it('leaves no row and no folder when its spec cannot be written', () => {
    const write = (): number => {
      throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
    };
    const { runs, directory } = temporaryStore({ write });
    expect(() => runs.create(specNamed('x'))).toThrow(/Cannot create the run "x": the disk .* is full/);
    expect(runs.list()).toEqual([]);
    expect(readdirSync(join(directory, 'runs'))).toEqual([]);
  });
});

describe('get', () => {
  it('finds by id, name and the first letters of the id', () => {
    const { runs } = temporaryStore();
    const run = runs.create(specNamed('My GAN_%'));
    expect(runs.get(run.id)).toEqual(run);
    expect(runs.get(run.id.toUpperCase())).toEqual(run);
    expect(runs.get('My GAN_%')).toEqual(run);
    expect(runs.get(run.id.slice(0, 3))).toEqual(run);
  });

  it('says when none fits', () => {
    const { runs } = temporaryStore();
    runs.create(specNamed('x'));
    expect(() => runs.get('nothing')).toThrow(/There is no run "nothing"; list the runs/);
    expect(() => runs.get('')).toThrow(/There is no run ""/);
    expect(() => runs.get('%')).toThrow(/There is no run "%"/);
    expect(() => runs.setStatus('nothing', 'failed')).toThrow(/no run with the id nothing/);
    expect(() => {
      runs.heartbeat('nothing', { iteration: 1, criticUpdates: 1, activeSeconds: 1 });
    }).toThrow(/no run with the id nothing/);
  });

  it('names the candidates when several fit', () => {
    const { runs } = temporaryStore();
    const [a, b] = [runs.create(specNamed('twin')), runs.create(specNamed('twin'))];
    const both = new RegExp(`could be any of 2 runs \\(${b.id}, ${a.id}\\); give the id`);
    expect(() => runs.get('twin')).toThrow(both);
    expect(() => runs.get(a.id.slice(0, 2))).toThrow(both);
    expect(runs.get(a.id).id).toBe(a.id);
  });

  it('prefers an exact name to first letters', () => {
    const { runs } = temporaryStore();
    const first = runs.create(specNamed('x'));
    const named = runs.create(specNamed(first.id.slice(0, 4)));
    expect(runs.get(first.id.slice(0, 4)).id).toBe(named.id);
  });
});

describe('a life', () => {
  it('starts, goes on and ends', () => {
    const { runs } = temporaryStore();
    const { id } = runs.create(specNamed('x'));
    const running = runs.start(id, start);
    expect(running).toMatchObject({ status: 'running', pid: process.pid, dataFingerprint: 'f00d' });
    expect(running.engine).toEqual(start.engine);
    expect(running.startedAt).not.toBeNull();
    runs.heartbeat(id, { iteration: 3, criticUpdates: 15, activeSeconds: 0.25 });
    expect(runs.get(id)).toMatchObject({ iteration: 3, criticUpdates: 15, activeSeconds: 0.25 });
    expect(runs.setStatus(id, 'paused')).toMatchObject({ status: 'paused', pid: process.pid, endedAt: null });
    const ended = runs.setStatus(id, 'diverged', 'The critic loss became NaN at iteration 3.');
    expect(ended).toMatchObject({ status: 'diverged', pid: null, bootId: null, processStart: null });
    expect(ended.statusDetail).toBe('The critic loss became NaN at iteration 3.');
    expect(ended.endedAt).not.toBeNull();
    expect(runs.start(id, start)).toMatchObject({
      endedAt: null,
      startedAt: running.startedAt,
      statusDetail: null,
    });
  });

  it('is not started twice while its process lives', () => {
    const { runs } = temporaryStore();
    const { id } = runs.create(specNamed('x'));
    runs.start(id, { ...start, pid: process.ppid });
    expect(() => runs.start(id, start)).toThrow(/is being trained by process \d+; stop it there/);
    expect(() => {
      runs.delete(id);
    }).toThrow(/is being trained; stop it before deleting it/);
  });

  it('survives closing and opening', () => {
    const directory = join(temporaryFolder(), 'data');
    const first = openAt(directory);
    const run = first.runs.start(first.runs.create(specNamed('x')).id, start);
    first.close();
    expect(openAt(directory).runs.list()).toEqual([run]);
  });
});

describe('reconcile', () => {
  it('makes runs crashed whose process was killed, and offers to resume', async () => {
    const store = temporaryStore();
    const { runs } = store;
    const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)']);
    const pid = child.pid!;
    const made = ['saved', 'bare', 'mine', 'queued'].map((name) => runs.create(specNamed(name)).id);
    const [saved, bare, mine, queued] = made as [string, string, string, string];
    runs.start(saved, { ...start, pid });
    runs.start(bare, { ...start, pid });
    runs.setStatus(bare, 'paused');
    runs.start(mine, start);
    runs.heartbeat(saved, { iteration: 70, criticUpdates: 350, activeSeconds: 9 });
    saveCheckpoint(store, saved, { checkpoint: checkpointAt(50), reason: 'schedule' });
    expect(runs.reconcile()).toEqual([]);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(runs.reconcile().map(({ id }) => id)).toEqual([bare, saved]);
    expect(runs.get(saved)).toMatchObject({
      status: 'crashed',
      statusDetail:
        'Its process ended without a word at iteration 70. Resume it to go on from the checkpoint at iteration 50.',
      pid: null,
    });
    expect(runs.get(bare).statusDetail).toMatch(/No checkpoint had been saved; train it again/);
    expect(runs.get(mine).status).toBe('running');
    expect(runs.get(queued).status).toBe('queued');
    expect(runs.reconcile()).toEqual([]);
  });

  it('sees through a process id that is used again', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'runs'));
    const database = openDatabase(join(folder, 'critic.db'));
    const runsAt = (startTime: string): Runs => {
      const stat = `7 (node) S ${Array.from({ length: 18 }, () => '0').join(' ')} ${startTime}`;
      const table: ProcessTable = {
        read: (path) => (path.endsWith('boot_id') ? 'boot' : stat),
        exists: () => true,
      };
      return new Runs(database, join(folder, 'runs'), undefined, table);
    };
    const { id } = runsAt('100').create(specNamed('x'));
    runsAt('100').start(id, { ...start, pid: 7 });
    expect(runsAt('100').reconcile()).toEqual([]);
    expect(runsAt('200').reconcile()).toMatchObject([{ id, status: 'crashed' }]);
    database.close();
  });
});

describe('delete', () => {
  const rowsOf = (directory: string): number[] => {
    const connection = new Database(join(directory, 'critic.db'), { readonly: true });
    const tables = ['runs', 'steps', 'metrics', 'chunks', 'samples', 'checkpoints'];
    const counts = tables.map((table) => connection.prepare(`SELECT count(*) FROM ${table}`).pluck().get());
    connection.close();
    return counts as number[];
  };

  function filled(): {
    directory: string;
    kept: RunRecord;
    run: RunRecord;
    store: ReturnType<typeof openAt>;
  } {
    const directory = join(temporaryFolder(), 'data');
    const store = openAt(directory);
    const kept = store.runs.create(specNamed('kept'));
    const run = store.runs.create(specNamed('gone'));
    store.series.append(kept.id, [metrics(0, { critic_loss: 1 })]);
    const events = Array.from({ length: 20_000 }, (_, i) => metrics(i, { critic_loss: i, penalty: -i }));
    store.series.append(run.id, events);
    saveCheckpoint(store, run.id, { checkpoint: checkpointAt(5, 60_000), reason: 'schedule' });
    return { directory, kept, run, store };
  }

  it('removes rows and folder, and frees the disk', () => {
    const { directory, kept, run, store } = filled();
    const size = (): number => statSync(join(directory, 'critic.db')).size;
    expect(store.runs.sizeOnDisk(run.id)).toBeGreaterThan(240_000);
    store.runs.delete(run.id);
    expect(size()).toBeLessThan(150_000);
    expect(statSync(join(directory, 'critic.db-wal')).size).toBe(0);
    expect(readdirSync(join(directory, 'runs'))).toEqual([kept.id]);
    expect(rowsOf(directory)).toEqual([1, 1, 1, 0, 0, 0]);
    expect(() => store.runs.get(run.id)).toThrow(/There is no run/);
    expect(() => store.series.read(run.id, 'critic_loss')).toThrow(/may have been deleted/);
    expect(() => {
      store.runs.delete(run.id);
    }).toThrow(/may have been deleted/);
  });

  it('is finished at the next opening when a crash cut it short', () => {
    const { directory, kept, run, store } = filled();
    store.close();
    renameSync(join(directory, 'runs', run.id), join(directory, 'runs', `.deleted-${run.id}`));
    const again = openAt(directory);
    expect(again.runs.list().map(({ id }) => id)).toEqual([kept.id]);
    expect(readdirSync(join(directory, 'runs'))).toEqual([kept.id]);
    expect(rowsOf(directory)).toEqual([1, 1, 1, 0, 0, 0]);
  });

  it('removes what a crash left of a creation, and nothing that it does not know', () => {
    const { directory, kept, run, store } = filled();
    store.close();
    mkdirSync(join(directory, 'runs', '.new-abc', 'samples'), { recursive: true });
    mkdirSync(join(directory, 'runs', 'from-a-friend'));
    writeFileSync(join(directory, 'runs', 'notes.txt'), 'mine');
    openAt(directory);
    expect(readdirSync(join(directory, 'runs')).sort()).toEqual([
      kept.id,
      run.id,
      'from-a-friend',
      'notes.txt',
    ]);
  });

  it('works for a run whose folder is gone', () => {
    const { directory, run, store } = filled();
    renameSync(store.runs.folderOf(run.id), join(directory, 'elsewhere'));
    store.runs.delete(run.id);
    expect(store.runs.list()).toHaveLength(1);
  });
});
