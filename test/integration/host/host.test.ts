// The host with a trainer that follows a script (test/support/scripted-trainer.ts) instead of training.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished, describe, expect, it } from 'vitest';
import type { HostEvent } from '../../../core/host/events.ts';
import { openHost, type Host, type HostOptions } from '../../../core/host/host.ts';
import { HostError } from '../../../core/host/errors.ts';
import { StoreError } from '../../../core/store/errors.ts';
import { specNamed, temporaryFolder } from '../../unit/store/support.ts';

const trainerEntry = join(import.meta.dirname, '../../support/scripted-trainer.ts');
const engine = { id: 'reference', device: 'none' } as const;

function temporaryHost(options: Partial<HostOptions> & { readonly unchecked?: boolean } = {}): {
  host: Host;
  events: HostEvent[];
  dataDir: string;
} {
  const dataDir = options.dataDir ?? join(temporaryFolder(), 'data');
  const host = openHost({ dataDir, resourcesDir: 'none', trainerEntry, ...options });
  onTestFinished(() => host.close(100));
  const events: HostEvent[] = [];
  host.on((event) => {
    // What was announced is in the store already.
    if (event.kind === 'run' && options.unchecked !== true) {
      expect(host.store.runs.get(event.run.id)).toEqual(event.run);
    }
    if (event.kind === 'metrics') {
      const last = event.events.at(-1)!.iteration;
      expect(host.store.series.read(event.run, 'critic_loss').iterations.at(-1)).toBe(last);
    }
    if (event.kind === 'samples')
      expect(host.store.samples.read(event.run, event.iteration).data).toBeDefined();
    if (event.kind === 'checkpoint') host.store.checkpoints.read(event.run, event.iteration);
    events.push(event);
  });
  return { host, events, dataDir };
}

const kinds = (events: readonly HostEvent[]): string[] =>
  events.map((event) => (event.kind === 'run' ? event.run.status : event.kind));

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe('a run', () => {
  it('is stored, then announced, from start to end', async () => {
    const { host, events } = temporaryHost();
    const started = await host.startRun(specNamed('completes'), { engine, compareGroup: 'iterations/1' });
    expect(started).toMatchObject({
      status: 'running',
      dataFingerprint: 'f00d',
      compareGroup: 'iterations/1',
    });
    expect(started.pid).not.toBe(process.pid);
    const ended = await host.ended(started.id);
    expect(ended).toMatchObject({ status: 'completed', iteration: 700, criticUpdates: 3500, pid: null });
    expect(host.store.runs.get(started.id)).toEqual(ended);
    // 700 iterations arrive at once: 500 rows at most wait, and the rest goes before the samples.
    const seen = kinds(events);
    expect(seen[0]).toBe('running');
    expect(seen.slice(-3)).toEqual(['samples', 'checkpoint', 'completed']);
    expect(events.flatMap((event) => (event.kind === 'metrics' ? event.events : []))).toHaveLength(700);
    expect(
      Math.max(...events.map((event) => (event.kind === 'metrics' ? event.events.length : 0))),
    ).toBeLessThanOrEqual(500);
    const data = host.store.checkpoints.read(started.id, 700).tensors['w'].data;
    expect([...data]).toEqual([700, Number.NaN]);
  });

  it('stops announcing to a listener that is gone', async () => {
    const { host } = temporaryHost();
    let count = 0;
    const undo = host.on(() => (count += 1));
    undo();
    const { id } = await host.startRun(specNamed('completes'), { engine });
    await host.ended(id);
    expect(count).toBe(0);
  });

  it('pauses, resumes and stops on command', async () => {
    const { host, events } = temporaryHost();
    const { id } = await host.startRun(specNamed('waits'), { engine });
    host.control(id, { kind: 'pause' });
    await until(() => kinds(events).includes('paused'));
    expect(host.store.runs.get(id).status).toBe('paused');
    host.control(id, { kind: 'resume' });
    await until(() => kinds(events).filter((kind) => kind === 'running').length === 2);
    host.control(id, { kind: 'stop' });
    expect(await host.ended(id)).toMatchObject({ status: 'interrupted', statusDetail: null, iteration: 2 });
    expect(() => {
      host.control(id, { kind: 'stop' });
    }).toThrow(HostError);
  });

  it('goes on from its last checkpoint with what came after it forgotten', async () => {
    const { host } = temporaryHost();
    const { id } = await host.startRun(specNamed('aborts'), { engine });
    const crashed = await host.ended(id);
    expect(crashed.status).toBe('crashed');
    expect(crashed.statusDetail).toBe(
      'Its trainer was ended by SIGABRT (the driver gave up) at iteration 9. Resume it to go on from the checkpoint at iteration 6.',
    );
    expect(host.store.series.read(id, 'critic_loss').iterations).toHaveLength(9);
    const resumed = await host.resumeRun(id, { engine });
    expect(resumed).toMatchObject({ status: 'running', iteration: 6 });
    await host.ended(id);
    expect([...host.store.series.read(id, 'critic_loss').iterations]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('that diverges says what became of what, and cannot be resumed', async () => {
    const { host } = temporaryHost();
    const { id } = await host.startRun(specNamed('diverges'), { engine });
    const run = await host.ended(id);
    expect(run.status).toBe('diverged');
    expect(run.statusDetail).toMatch(
      /^critic_loss became minus infinity at iteration 5\. The checkpoint at iteration 4 is the last good one\./,
    );
    await expect(host.resumeRun(id, { engine })).rejects.toThrow(/diverged and would do so again/);
  });

  it('whose trainer reports an error has failed', async () => {
    const { host } = temporaryHost();
    const { id } = await host.startRun(specNamed('throws'), { engine });
    expect(await host.ended(id)).toMatchObject({
      status: 'failed',
      statusDetail: 'An error ended it at iteration 3: the runtime said no',
    });
  });

  it('that is ended at once says so', async () => {
    const { host } = temporaryHost();
    const { id } = await host.startRun(specNamed('deaf'), { engine });
    host.kill(id);
    const run = await host.ended(id);
    expect(run.status).toBe('interrupted');
    expect(run.statusDetail).toMatch(/^Stopped at once at iteration \d, without saving\. No checkpoint/);
  });

  it('is not resumed on other data', async () => {
    const { host } = temporaryHost();
    const { id } = await host.startRun(specNamed('waits'), { engine });
    host.control(id, { kind: 'stop' });
    const before = await host.ended(id);
    process.env['FINGERPRINT'] = 'beef';
    onTestFinished(() => {
      delete process.env['FINGERPRINT'];
    });
    await expect(host.resumeRun(id, { engine })).rejects.toThrow(/data of the run .* have changed/);
    expect(host.store.runs.get(id)).toEqual(before);
  });

  it('that is complete is not resumed', async () => {
    const { host } = temporaryHost();
    const { id } = await host.startRun(specNamed('completes'), { engine });
    await host.ended(id);
    await expect(host.resumeRun(id, { engine })).rejects.toThrow(/complete at iteration 700/);
  });
});

describe('a trainer that does not get ready', () => {
  it.each([
    ['refused', 'refused', 'The file is too short; get it again.'],
    ['dies early', 'failed', 'The trainer ended with code 3 before it was ready.'],
  ])('leaves no run behind: %s', async (name, code, message) => {
    const { host, events } = temporaryHost();
    await expect(host.startRun(specNamed(name), { engine })).rejects.toMatchObject({ code, message });
    expect(host.store.runs.list()).toEqual([]);
    expect(events).toEqual([]);
  });

  it('is given up when the host is closed', async () => {
    const { host, dataDir } = temporaryHost();
    const start = host.startRun(specNamed('slow to open'), { engine });
    const rejected = expect(start).rejects.toMatchObject({ code: 'aborted' });
    await host.abandonOpening();
    await rejected;
    expect(openHost({ dataDir, resourcesDir: '', trainerEntry }).store.runs.list()).toEqual([]);
  });
});

describe('a store that cannot keep what comes', () => {
  it('ends the run as failed, with a sentence', async () => {
    const { host, events } = temporaryHost();
    const { id } = await host.startRun(specNamed('waits'), { engine });
    mkdirSync(join(host.store.runs.folderOf(id), 'checkpoints', '000000002.checkpoint'));
    host.control(id, { kind: 'stop' });
    const run = await host.ended(id);
    expect(run).toMatchObject({ status: 'failed', pid: null });
    expect(run.statusDetail).toMatch(/^Cannot save the checkpoint of iteration 2: /);
    expect(kinds(events).at(-1)).toBe('failed');
    expect(host.store.checkpoints.list(id)).toEqual([]);
    // Nothing was half-stored: with room again it goes on.
    expect(host.store.series.read(id, 'critic_loss').iterations).toHaveLength(2);
  });
});

describe('a store that fails between messages', () => {
  it('ends the run as failed when metrics cannot be kept', async () => {
    const { host } = temporaryHost();
    host.store.series.append = () => {
      throw new StoreError('full', 'The disk is full. Free some space.');
    };
    const { id } = await host.startRun(specNamed('waits'), { engine });
    expect(await host.ended(id)).toMatchObject({
      status: 'failed',
      statusDetail: 'The disk is full. Free some space.',
    });
    expect(host.store.runs.get(id).status).toBe('failed');
  });

  it('announces the end even when that cannot be stored either, and finds the run when it is opened next', async () => {
    const { host, dataDir, events } = temporaryHost({ unchecked: true });
    const refuse = (): never => {
      throw new StoreError('full', 'The disk is full. Free some space.');
    };
    host.store.series.append = refuse;
    host.store.runs.setStatus = refuse;
    const other = openHost({ dataDir, resourcesDir: '', trainerEntry });
    const { id } = await host.startRun(specNamed('waits'), { engine });
    expect((await host.ended(id)).status).toBe('failed');
    expect(kinds(events)).toEqual(['running', 'failed']);
    expect(other.store.runs.get(id).status).toBe('running');
    await other.close();
    const next = openHost({ dataDir, resourcesDir: '', trainerEntry });
    expect(next.store.runs.get(id).status).toBe('crashed');
    await next.close();
  });
});

describe('closing', () => {
  it('lets runs save and stop', async () => {
    const { host, dataDir } = temporaryHost();
    const { id } = await host.startRun(specNamed('waits'), { engine });
    await host.close();
    const { store } = openHost({ dataDir, resourcesDir: '', trainerEntry });
    expect(store.runs.get(id).status).toBe('interrupted');
    store.close();
  });

  it('ends trainers that do not listen', async () => {
    const { host, dataDir } = temporaryHost();
    const { id } = await host.startRun(specNamed('deaf'), { engine });
    await host.close(50);
    const { store } = openHost({ dataDir, resourcesDir: '', trainerEntry });
    expect(store.runs.get(id).status).toBe('interrupted');
    store.close();
  });
});
