import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  metrics,
  openAt,
  specNamed,
  start,
  temporaryFolder,
  temporaryStore,
} from '../../unit/store/support.ts';

describe('the trash', () => {
  it('hides runs from everything, and gives them back as they were', () => {
    const { runs, series } = temporaryStore();
    const [a, b] = [runs.create(specNamed('a'), { engine: 'auto' }).id, runs.create(specNamed('b')).id];
    series.append(a, [metrics(0, { w1: 1 })]);
    const before = runs.summaries();
    runs.trash([a, b, a]);
    expect(runs.trashed()).toEqual([a, b]);
    expect([runs.list(), runs.summaries(), runs.queue()]).toEqual([[], [], []]);
    expect(() => runs.get(a)).toThrow(/There is no run/);
    expect(() => runs.get('a')).toThrow(/There is no run/);
    expect(() => runs.summary(a)).toThrow(/may have been deleted/);
    expect(() => runs.start(a, start)).toThrow(/may have been deleted/);
    expect(() => series.append(a, [metrics(1, { w1: 1 })])).toThrow(/may have been deleted/);
    expect(() => {
      runs.trash([a]);
    }).toThrow(/may have been deleted/);
    runs.restore([a, b]);
    expect(runs.summaries()).toEqual(before);
    expect(runs.trashed()).toEqual([]);
    expect(runs.queue()).toEqual([a]);
  });

  it('takes all or none, and nothing that is being trained', () => {
    const { runs } = temporaryStore();
    const [a, b] = [runs.create(specNamed('a')).id, runs.create(specNamed('b')).id];
    runs.start(b, start);
    expect(() => {
      runs.trash([a, b]);
    }).toThrow(/is being trained by process \d+; stop it/);
    expect(() => {
      runs.trash([a, 'gone']);
    }).toThrow(/no run with the id gone/);
    expect(runs.list()).toHaveLength(2);
    runs.setStatus(b, 'interrupted');
    runs.trash([a, b]);
    runs.delete(a);
    expect(() => {
      runs.restore([b, a]);
    }).toThrow(/may have been deleted/);
    expect(runs.trashed()).toEqual([b]);
  });

  it('is emptied for good when the store is opened, by whoever is first', () => {
    const directory = join(temporaryFolder(), 'data');
    const store = openAt(directory);
    const [a, b] = [store.runs.create(specNamed('a')).id, store.runs.create(specNamed('b')).id];
    store.runs.trash([a]);
    store.close();
    const again = openAt(directory);
    expect(again.runs.trashed()).toEqual([]);
    expect(readdirSync(join(directory, 'runs'))).toEqual([b]);
    expect(() => {
      again.runs.restore([a]);
    }).toThrow(/may have been deleted/);
  });

  it('is left alone while the workstation that filled it is open', () => {
    const directory = join(temporaryFolder(), 'data');
    const store = openAt(directory);
    const release = store.claimWorkstation();
    const { id } = store.runs.create(specNamed('a'));
    store.runs.trash([id]);
    openAt(directory);
    expect(store.runs.trashed()).toEqual([id]);
    release();
    openAt(directory);
    expect(store.runs.trashed()).toEqual([]);
  });
});

describe('deleting in steps', () => {
  it('hides the run at the first one, and can be finished by the next opening', () => {
    const directory = join(temporaryFolder(), 'data');
    const store = openAt(directory);
    const { id } = store.runs.create(specNamed('a'));
    store.series.append(
      id,
      Array.from({ length: 12_000 }, (_, i) => metrics(i, { w1: i, modes: i })),
    );
    store.runs.trash([id]);
    const steps = store.runs.deleteInSteps(id);
    steps.next();
    steps.next();
    expect(store.runs.list()).toEqual([]);
    expect(store.runs.trashed()).toEqual([id]);
    expect(() => {
      store.runs.restore([id]);
    }).toThrow(/may have been deleted/);
    expect(existsSync(store.runs.folderOf(id))).toBe(false);
    store.close();
    const again = openAt(directory);
    expect(again.runs.trashed()).toEqual([]);
    expect(readdirSync(join(directory, 'runs'))).toEqual([]);
    expect(again.databaseBytes()).toBeLessThan(300_000);
  });

  it('takes more than one of them for a long run', () => {
    const { runs, series } = temporaryStore();
    const { id } = runs.create(specNamed('a'));
    const events = Array.from({ length: 12_000 }, (_, i) => metrics(i, { w1: i, modes: i }));
    series.append(id, events);
    expect([...runs.deleteInSteps(id)].length).toBeGreaterThanOrEqual(5);
    expect(runs.list()).toEqual([]);
  });
});

describe('the workstation', () => {
  const script = `
    const { openStore } = await import(process.argv[1]);
    const store = openStore(process.argv[2]);
    store.claimWorkstation();
    console.log('claimed');
    setTimeout(() => {}, 60000);`;

  async function neighbour(directory: string): Promise<ChildProcess> {
    const entry = join(import.meta.dirname, '../../../core/store/store.ts');
    const child = spawn(process.execPath, ['--input-type=module', '-e', script, entry, directory]);
    onTestFinished(() => {
      child.kill('SIGKILL');
    });
    await once(child.stdout, 'data');
    return child;
  }

  it('is one, until it is closed', () => {
    const store = temporaryStore();
    const release = store.claimWorkstation();
    const second = new RegExp(`is open on .* already \\(process ${process.pid}\\); use that one, close it`);
    expect(() => store.claimWorkstation()).toThrow(second);
    expect(() => openAt(store.directory).claimWorkstation()).toThrow(second);
    release();
    const again = store.claimWorkstation();
    // The undo of the first is over, and does not end the second.
    release();
    expect(() => store.claimWorkstation()).toThrow(second);
    again();
  });

  it('of another process counts while that lives', async () => {
    const directory = join(temporaryFolder(), 'data');
    const child = await neighbour(directory);
    const store = openAt(directory);
    expect(() => store.claimWorkstation()).toThrow(`already (process ${child.pid ?? 0})`);
    child.kill('SIGKILL');
    await once(child, 'exit');
    store.claimWorkstation()();
  });
});

describe('dataVersion', () => {
  it('changes when another connection writes, and not by itself', () => {
    const store = temporaryStore();
    const other = openAt(store.directory);
    const before = store.dataVersion();
    store.runs.create(specNamed('mine'));
    expect(store.dataVersion()).toBe(before);
    other.runs.create(specNamed('theirs'));
    expect(store.dataVersion()).not.toBe(before);
  });
});

describe('settings', () => {
  it('are kept by name, replaced one by one, and forgotten', () => {
    const store = temporaryStore();
    expect(store.settings.read()).toEqual({});
    store.settings.write({ theme: 'dark', views: { a: '[1]' }, runsAtOnce: 0 });
    store.settings.write({ theme: 'light', runsAtOnce: undefined, ['__proto__']: 'a name like others' });
    const read = openAt(store.directory).settings.read();
    expect(Object.entries(read)).toEqual([
      ['__proto__', 'a name like others'],
      ['theme', 'light'],
      ['views', { a: '[1]' }],
    ]);
  });
});
