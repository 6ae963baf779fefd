// Studios over both lines: generators that draw what a window asks for, and go when nobody needs them.

import { truncateSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { forkTrainer, type ForkTrainer, type RunProcess } from '../../core/host/run-process.ts';
import { CallError } from '../../core/protocol/call-error.ts';
import type { RunId } from '../../core/protocol/contract.ts';
import type { ToTrainer } from '../../core/trainer/messages.ts';
import { eventually, pause, temporaryWorkstation } from '../support/workstation.ts';
import { checkpointAt, openAt, saveCheckpoint, specNamed, start } from '../unit/store/support.ts';
import { lineKinds } from './lines.ts';

/** Counts the processes that are there. */
function counted() {
  const living = new Set<RunProcess>();
  const said: ToTrainer[] = [];
  const fork: ForkTrainer = (entry, receive) => {
    const child = forkTrainer(entry, receive);
    living.add(child);
    void child.ended.then(() => living.delete(child));
    return {
      ...{ ended: child.ended, pid: child.pid },
      send(message) {
        said.push(message);
        child.send(message);
      },
      release: () => child.release(),
      kill: () => {
        child.kill();
      },
    };
  };
  return { living, said, fork };
}

/** A run with checkpoints at 5 and 10. */
function stored(dataDir: string, name = 'a'): RunId {
  const store = openAt(dataDir);
  const { id } = store.runs.create(specNamed(name));
  store.runs.start(id, start);
  for (const iteration of [5, 10]) {
    store.runs.heartbeat(id, { iteration, criticUpdates: 5 * iteration, activeSeconds: 1 });
    saveCheckpoint(store, id, { checkpoint: checkpointAt(iteration), reason: 'schedule' });
  }
  store.runs.setStatus(id, 'interrupted');
  return id;
}

describe.each(lineKinds)('over $name', (kind) => {
  it('opens at a checkpoint, draws, finds what is near, and closes', async () => {
    const { living, said, fork } = counted();
    const { open, dataDir } = temporaryWorkstation({ forkTrainer: fork });
    const id = stored(dataDir);
    const { host } = await open(kind);
    const studio = await host.openStudio(id, null);
    expect(studio).toMatchObject({ run: id, iteration: 10, z: 2, distribution: 'normal' });
    expect(studio.directions).toEqual(Float32Array.of(1, 0, 0, 1));
    expect(said[0]).toMatchObject({
      kind: 'studio',
      checkpoint: join(dataDir, 'runs', id, 'checkpoints', '000000010.checkpoint'),
      dataFingerprint: 'f00d',
      engine: { id: 'reference' },
    });
    const latents = await host.drawLatents(studio.studio, 'grid', 2);
    expect(latents).toBeInstanceOf(Float32Array);
    expect(latents).toHaveLength(4);
    expect(latents[0]).toBeCloseTo(0.07, 6);
    expect((await host.drawLatents(studio.studio, { seed: 3 }, 1))[0]).toBeCloseTo(0.03, 6);
    const samples = await host.drawSamples(studio.studio, Float32Array.of(0.5, 1, 0.25, 1));
    expect(samples).toEqual({ kind: 'points', points: Float32Array.of(0.5, 0.5, 0.25, 0.25), field: null });
    expect(await host.findNearest(studio.studio, samples)).toEqual({
      nearest: [
        { index: 0, distance: 0 },
        { index: 1, distance: 1 },
      ],
      content: samples,
    });
    const at5 = await host.openStudio(id, 5);
    expect(at5.iteration).toBe(5);
    await host.closeStudio(studio.studio);
    await expect(host.drawSamples(studio.studio, latents)).rejects.toMatchObject({ code: 'unknown' });
    await eventually(() => living.size === 1);
    // Closing what is closed is no mistake.
    await host.closeStudio(studio.studio);
  });

  it('says what is wrong, and goes on', async () => {
    const { open, dataDir } = temporaryWorkstation();
    const id = stored(dataDir);
    const { host } = await open(kind);
    const fails = async (call: Promise<unknown>, code: string, says: RegExp): Promise<void> => {
      const error: unknown = await call.catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(CallError);
      expect((error as CallError).message).toMatch(says);
      expect((error as CallError).code).toBe(code);
    };
    await fails(host.openStudio('0000000000', null), 'unknown', /no run with the id/);
    await fails(host.openStudio(id, 7), 'unknown', /no checkpoint of iteration 7/);
    await fails(host.openStudio(stored(dataDir, 'refused'), null), 'refused', /The checkpoint is damaged/);
    await fails(host.openStudio(stored(dataDir, 'throws'), null), 'failed', /the runtime said no/);
    await fails(host.openStudio(stored(dataDir, 'dies early'), null), 'failed', /ended with code 3/);
    const empty = openAt(dataDir).runs.create(specNamed('empty')).id;
    await fails(host.openStudio(empty, null), 'refused', /has no checkpoint to draw from/);
    await fails(host.drawLatents('nobody', 'grid', 1), 'unknown', /The studio is closed; open it again/);
    const { studio } = await host.openStudio(id, null);
    await fails(host.drawSamples(studio, new Float32Array(0)), 'refused', /There is no latent to draw/);
    await fails(host.drawSamples(studio, [1, 2] as never), 'invalid', /a Float32Array/);
    await fails(host.drawLatents(studio, { seed: -1 }, 1), 'invalid', /drawLatents/);
    await fails(host.drawLatents(studio, 'grid', 5000), 'invalid', /from 1 to 4096/);
    const wrong = { kind: 'images', shape: [1, 2, 2, 1], pixels: new Uint8Array(3) } as const;
    await fails(host.findNearest(studio, wrong), 'invalid', /as many pixels as their shape says/);
    expect(await host.drawLatents(studio, 'grid', 1)).toHaveLength(2);
  });
});

it('takes an older checkpoint where the newest cannot be used', async () => {
  const root = join(import.meta.dirname, '..', '..', 'dist', 'trainer.js');
  const { open, dataDir } = temporaryWorkstation({ trainerEntry: root });
  const id = stored(dataDir);
  truncateSync(openAt(dataDir).checkpoints.pathOf(id, 10), 30);
  const { host } = await open();
  // Those checkpoints hold no generator, so that both are refused, each for its own reason; the newest one's is told.
  await expect(host.openStudio(id, null)).rejects.toMatchObject({
    code: 'refused',
    message: expect.stringMatching(/000000010\.checkpoint is damaged/) as string,
  });
});

it('keeps two for a window, the ones used last, and none without their window', async () => {
  const { living, fork } = counted();
  const { open, dataDir } = temporaryWorkstation({ forkTrainer: fork });
  const id = stored(dataDir);
  const window = await open();
  const { host } = window;
  const first = await host.openStudio(id, null);
  const second = await host.openStudio(id, null);
  await host.drawLatents(first.studio, 'grid', 1);
  const third = await host.openStudio(id, null);
  await expect(host.drawLatents(second.studio, 'grid', 1)).rejects.toMatchObject({ code: 'unknown' });
  await host.drawLatents(first.studio, 'grid', 1);
  await host.drawLatents(third.studio, 'grid', 1);
  await eventually(() => living.size === 2);
  const other = await open();
  // Another window's own.
  await expect(other.host.drawLatents(first.studio, 'grid', 1)).rejects.toMatchObject({ code: 'unknown' });
  window.hangUp();
  await eventually(() => living.size === 0);
});

it('ends one that nobody has used for ten minutes, and all of them when the workstation closes', async () => {
  const { living, fork } = counted();
  const { open, dataDir, workstation } = temporaryWorkstation({ forkTrainer: fork });
  const id = stored(dataDir);
  const { host } = await open();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  const idle = await host.openStudio(id, null);
  vi.advanceTimersByTime(9 * 60_000);
  await host.drawLatents(idle.studio, 'grid', 1);
  vi.advanceTimersByTime(9 * 60_000);
  expect(living.size).toBe(1);
  vi.advanceTimersByTime(2 * 60_000);
  await expect(host.drawLatents(idle.studio, 'grid', 1)).rejects.toMatchObject({ code: 'unknown' });
  vi.useRealTimers();
  await eventually(() => living.size === 0);

  const opening = host.openStudio(stored(dataDir, 'slow to open'), null).catch((error: unknown) => error);
  await host.openStudio(id, null);
  await pause(50);
  expect(living.size).toBe(2);
  await workstation.close();
  expect(living.size).toBe(0);
  void opening;
});

it('says so when its process is gone, and opens again', async () => {
  const pids: number[] = [];
  const { open, dataDir } = temporaryWorkstation({
    forkTrainer(...given) {
      const child = forkTrainer(...given);
      pids.push(child.pid);
      return child;
    },
  });
  const id = stored(dataDir);
  const { host } = await open();
  const { studio } = await host.openStudio(id, null);
  process.kill(pids[0], 'SIGKILL');
  await eventually(
    async () =>
      (await host.drawLatents(studio, 'grid', 1).catch((error: unknown) => error)) instanceof CallError,
  );
  await expect(host.drawLatents(studio, 'grid', 1)).rejects.toMatchObject({ code: 'unknown' });
  expect((await host.openStudio(id, null)).iteration).toBe(10);
});
