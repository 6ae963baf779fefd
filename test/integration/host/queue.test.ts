// The queue of a workstation, with trainers that follow a script.

import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { estimateMemory } from '../../../core/host/memory.ts';
import { forkTrainer, type ForkTrainer } from '../../../core/host/run-process.ts';
import type { StartRequest } from '../../../core/protocol/contract.ts';
import { presets } from '../../../core/spec/presets.ts';
import type { OpenMessage } from '../../../core/trainer/messages.ts';
import { eventually, pause, temporaryWorkstation, type OpenWindow } from '../../support/workstation.ts';
import { specNamed, temporaryFolder } from '../../unit/store/support.ts';

const request = (names: readonly string[], engine = 'onnx:cpu'): StartRequest => ({
  specs: names.map(specNamed),
  engine,
  budget: null,
  group: null,
});

/** What each trainer was asked to open. */
function recordingFork(): { readonly fork: ForkTrainer; readonly opened: OpenMessage[] } {
  const opened: OpenMessage[] = [];
  return {
    opened,
    fork(entry, receive) {
      const child = forkTrainer(entry, receive);
      return {
        get pid() {
          return child.pid;
        },
        ended: child.ended,
        send(message) {
          if (message.kind === 'open') opened.push(message);
          child.send(message);
        },
        release: (ms) => child.release(ms),
        kill: () => {
          child.kill();
        },
      };
    },
  };
}

async function states(window: OpenWindow): Promise<string[]> {
  return (await window.host.listRuns()).map(({ state }) => state).reverse();
}

describe('the queue', () => {
  it('trains two at once on two processors, with a thread each, and the others after them', async () => {
    const { fork, opened } = recordingFork();
    const { open } = temporaryWorkstation({ forkTrainer: fork });
    const window = await open();
    const { host } = window;
    await host.listRuns();
    const [a, b, c] = await host.startRuns(request(['waits', 'waits', 'waits']));
    await window.until(a, 'running');
    await window.until(b, 'running');
    expect(await states(window)).toEqual(['running', 'running', 'queued']);
    expect(opened.map(({ engine }) => engine)).toEqual([
      { id: 'onnx:cpu', device: 'a processor', threads: 1 },
      { id: 'onnx:cpu', device: 'a processor', threads: 1 },
    ]);
    expect(window.seen.run.some(({ id, state }) => id === a && state === 'starting')).toBe(true);
    await host.controlRun(a, 'stop');
    await window.until(c, 'running');
    expect(await states(window)).toEqual(['interrupted', 'running', 'running']);
  });

  it('gives a run that is alone all processors, and other engines no threads', async () => {
    const { fork, opened } = recordingFork();
    const { open } = temporaryWorkstation({ forkTrainer: fork, processors: 8 });
    const window = await open();
    await window.host.listRuns();
    const [a] = await window.host.startRuns(request(['waits']));
    await window.until(a, 'running');
    const [b] = await window.host.startRuns(request(['waits'], 'reference'));
    await window.until(b, 'running');
    expect(opened.map(({ engine }) => engine.threads)).toEqual([8, undefined]);
  });

  it('takes one at a time where there is one processor, or as many as the settings say', async () => {
    const { open } = temporaryWorkstation({ processors: 1 });
    const window = await open();
    const { host } = window;
    await host.listRuns();
    const ids = await host.startRuns(request(['waits', 'waits', 'waits', 'waits']));
    await window.until(ids[0], 'running');
    await pause(100);
    expect(await states(window)).toEqual(['running', 'queued', 'queued', 'queued']);
    await host.changeSettings({ runsAtOnce: 3 });
    await Promise.all([window.until(ids[1], 'running'), window.until(ids[2], 'running')]);
    await pause(100);
    expect(await states(window)).toEqual(['running', 'running', 'running', 'queued']);
  });

  it('lets another run go while one is paused', async () => {
    const { open } = temporaryWorkstation({ processors: 1 });
    const window = await open();
    await window.host.listRuns();
    const [a, b] = await window.host.startRuns(request(['waits', 'waits']));
    await window.until(a, 'running');
    await window.host.controlRun(a, 'pause');
    await window.until(b, 'running');
    await window.host.controlRun(a, 'continue');
    await window.until(a, 'running');
  });

  it('waits for memory unless nothing else trains', async () => {
    let free = 0;
    const { open } = temporaryWorkstation({ freeMemory: () => free });
    const window = await open();
    await window.host.listRuns();
    const [a, b] = await window.host.startRuns(request(['waits', 'waits']));
    await window.until(a, 'running');
    await pause(100);
    expect(await states(window)).toEqual(['running', 'queued']);
    free = 2 ** 40;
    await window.until(b, 'running');
  });

  it('fails what cannot start, with a sentence, and goes on', async () => {
    const { open, workstation } = temporaryWorkstation({ processors: 1 });
    const ended: string[] = [];
    workstation.on((event) => {
      if (event.kind === 'ended') ended.push(event.run.id);
    });
    const window = await open();
    const { host } = window;
    await host.listRuns();
    const ids = await host.startRuns(request(['refused', 'dies early', 'waits']));
    await window.until(ids[2], 'running');
    const runs = (await host.listRuns()).toReversed();
    expect(runs.map(({ state, detail }) => [state, detail])).toEqual([
      ['failed', 'The file is too short; get it again.'],
      ['failed', 'The trainer ended with code 3 before it was ready.'],
      ['running', null],
    ]);
    expect(ended).toEqual(ids.slice(0, 2));
  });

  it('fails a run whose engine does not work here', async () => {
    const { open } = temporaryWorkstation();
    const window = await open();
    await window.host.listRuns();
    const [id] = await window.host.startRuns(request(['waits'], 'onnx:webgpu'));
    await window.until(id, 'failed');
    expect((await window.host.readRun(id)).summary.detail).toMatch(/There is no onnx:webgpu here/);
    // By now it is known.
    await expect(window.host.startRuns(request(['waits'], 'onnx:webgpu'))).rejects.toMatchObject({
      code: 'refused',
    });
  });

  it('stops runs that wait or get ready, and takes them back', async () => {
    const { open } = temporaryWorkstation({ processors: 1 });
    const window = await open();
    const { host } = window;
    await host.listRuns();
    const [a, b] = await host.startRuns(request(['slow to open', 'waits']));
    await window.until(a, 'starting');
    await expect(host.controlRun(b, 'pause')).rejects.toMatchObject({ code: 'refused' });
    await expect(host.deleteRuns([a])).rejects.toMatchObject({ code: 'busy' });
    await host.controlRun(b, 'stop');
    await window.until(b, 'interrupted');
    await host.controlRun(a, 'stop');
    await window.until(a, 'interrupted');
    expect((await host.readRun(a)).summary).toMatchObject({ resumable: true, queuePlace: null });
    await host.resumeRun(b);
    await window.until(b, 'running');
    await expect(host.resumeRun(b)).rejects.toMatchObject({ code: 'refused' });
  });

  it('has an order that can be changed', async () => {
    const { open } = temporaryWorkstation({ processors: 1 });
    const window = await open();
    const { host } = window;
    await host.listRuns();
    const [a, b, c, d] = await host.startRuns(request(['waits', 'waits', 'waits', 'waits']));
    await window.until(a, 'running');
    await host.moveInQueue(d, 1);
    const places = async () =>
      Object.fromEntries((await host.listRuns()).map(({ id, queuePlace }) => [id, queuePlace]));
    expect(await places()).toEqual({ [a]: null, [d]: 1, [b]: 2, [c]: 3 });
    await eventually(() => window.seen.run.findLast(({ id }) => id === c)?.queuePlace === 3);
    await expect(host.moveInQueue(a, 1)).rejects.toMatchObject({ code: 'refused' });
    await host.deleteRuns([b]);
    expect(await places()).toEqual({ [a]: null, [d]: 1, [c]: 2 });
    await host.restoreRuns([b]);
    expect(Object.keys(await places())).toContain(b);
  });

  it('survives a restart, and goes on by itself', async () => {
    const dataDir = join(temporaryFolder(), 'data');
    const first = temporaryWorkstation({ dataDir, processors: 1 });
    const before = await first.open();
    await before.host.listRuns();
    const [a, b, c] = await before.host.startRuns(request(['waits', 'slow to open', 'waits']));
    await before.until(a, 'running');
    await before.host.controlRun(a, 'stop');
    await before.until(b, 'starting');
    await first.workstation.close();

    const second = temporaryWorkstation({ dataDir });
    const after = await second.open();
    const runs = await after.host.listRuns();
    expect(runs.find(({ id }) => id === a)?.state).toBe('interrupted');
    await after.until(c, 'running');
    expect((await after.host.readRun(b)).summary.state).toBe('starting');
  });

  it('tells the shell whether anything computes', async () => {
    const { open, workstation } = temporaryWorkstation();
    const said: boolean[] = [];
    workstation.on((event) => {
      if (event.kind === 'training') said.push(event.training);
    });
    const window = await open();
    await window.host.listRuns();
    const [id] = await window.host.startRuns(request(['waits']));
    await window.until(id, 'running');
    await window.host.controlRun(id, 'pause');
    await eventually(() => said.length === 2);
    await window.host.controlRun(id, 'continue');
    await eventually(() => said.length === 3);
    await window.host.controlRun(id, 'stop');
    await eventually(() => said.length === 4);
    expect(said).toEqual([true, false, true, false]);
  });
});

describe('a comparison', () => {
  it('shares its seed, its looks, its budget and a name', async () => {
    const { open } = temporaryWorkstation();
    const { host } = await open();
    const [gan, wgan] = ['completes', 'waits'].map(specNamed);
    const ids = await host.startRuns({
      specs: [gan, { ...wgan, seed: 99, iterations: 7 }],
      engine: 'auto',
      budget: { unit: 'iterations', amount: 250 },
      group: null,
    });
    const runs = await Promise.all(ids.map((id) => host.readRun(id)));
    expect(runs.map(({ spec }) => [spec.seed, spec.iterations])).toEqual([
      [7, 250],
      [7, 250],
    ]);
    expect(runs[0].summary.compareGroup).toMatch(/^iterations\//);
    expect(runs[1].summary.compareGroup).toBe(runs[0].summary.compareGroup);
    const [timed] = await host.startRuns({
      specs: [gan],
      engine: 'auto',
      budget: { unit: 'seconds', amount: 1.5 },
      group: null,
    });
    expect((await host.readRun(timed)).summary).toMatchObject({ seconds: 1.5, compareGroup: null });
  });
});

describe('the memory that training is thought to take', () => {
  it('is near what was measured (docs/performance.md)', () => {
    const estimates = new Map(presets.map(({ id, spec }) => [id, estimateMemory(spec) / 2 ** 20]));
    for (const estimate of estimates.values()) {
      expect(estimate).toBeGreaterThan(150);
      expect(estimate).toBeLessThan(2500);
    }
    const toy = [...estimates].find(([id]) => id.startsWith('toy-'))![1];
    expect(toy).toBeLessThan(500);
  });

  it.each([
    ['fashion-wgan-gp', 287],
    ['fashion32-resnet-wgan-gp', 794],
  ])('of %s is within a half of the %i MiB that its trainer was seen to take', (id, measured) => {
    const estimate = estimateMemory(presets.find((preset) => preset.id === id)!.spec) / 2 ** 20;
    expect(estimate / measured).toBeGreaterThan(2 / 3);
    expect(estimate / measured).toBeLessThan(1.5);
  });
});
