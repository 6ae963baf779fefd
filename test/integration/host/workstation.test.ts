// A workstation with trainers that follow a script: what it tells, and what others do to its store.

import { join } from 'node:path';
import { decode } from 'fast-png';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { openHost } from '../../../core/host/host.ts';
import { openWorkstation } from '../../../core/host/workstation.ts';
import { eventually, pause, reports, temporaryWorkstation } from '../../support/workstation.ts';
import {
  grid,
  openAt,
  saveCheckpoint,
  checkpointAt,
  metrics,
  specNamed,
  temporaryFolder,
} from '../../unit/store/support.ts';

const one = (name: string) => ({ specs: [specNamed(name)], engine: 'onnx:cpu', budget: null, group: null });
const trainerEntry = join(import.meta.dirname, '../../support/scripted-trainer.ts');

describe('a list of runs', () => {
  it('is told of progress at most twice a second, with rate and measures', async () => {
    const { open } = temporaryWorkstation();
    const window = await open();
    const { host, seen } = window;
    await host.listRuns();
    const [id] = await host.startRuns(one('goes on'));
    await window.until(id, 'running');
    const before = seen.run.length;
    await pause(2100);
    const told = seen.run.slice(before);
    expect(told.length).toBeGreaterThan(2);
    expect(told.length).toBeLessThan(7);
    const last = told.at(-1)!;
    expect(last.iteration).toBeGreaterThan(100);
    expect(last.rate).toBeGreaterThan(20);
    expect(last.measures.critic_loss?.last).toBeCloseTo(1 / last.iteration, 9);
    expect(last.newestGrid).not.toBeNull();
    expect(seen.metrics).toEqual([]);
  });

  it('says nothing to a window that did not ask', async () => {
    const { open } = temporaryWorkstation();
    const { host, seen } = await open();
    const [id] = await host.startRuns(one('completes'));
    await eventually(async () => (await host.readRun(id)).summary.state === 'completed');
    expect(seen.run).toEqual([]);
  });
});

describe('a run that a terminal trains in the same folder', () => {
  it('shows up, is followed, cannot be controlled here, and is known when it vanishes', async () => {
    const { open, dataDir } = temporaryWorkstation();
    const window = await open();
    const { host, seen } = window;
    await host.listRuns();
    const other = openHost({ dataDir, resourcesDir: 'none', trainerEntry });
    onTestFinished(() => other.close(100));
    const { id, pid } = await other.startRun(specNamed('goes on'), {
      engine: { id: 'reference', device: 'none' },
    });
    await window.until(id, 'running');
    await host.watchRun(id, 0);
    await eventually(() => seen.metrics.length > 0 && seen.metrics.at(-1)!.iterations.length > 0);
    await pause(1500);
    const iterations = seen.metrics.flatMap((batch) => [...batch.iterations]);
    expect(iterations.length).toBeGreaterThan(100);
    expect(iterations).toEqual(Array.from(iterations, (_, i) => i + 1));
    await expect(host.controlRun(id, 'pause')).rejects.toMatchObject({ code: 'busy' });
    await expect(host.deleteRuns([id])).rejects.toMatchObject({ code: 'busy' });
    await expect(host.resumeRun(id)).rejects.toMatchObject({ code: 'refused' });
    other.store.runs.setStatus = () => {
      throw new Error('as if the whole process had been ended');
    };
    vi.spyOn(console, 'error').mockReturnValue();
    process.kill(pid!, 'SIGKILL');
    await window.until(id, 'crashed');
    await eventually(() => seen.mark.some(({ mark }) => mark.kind === 'crashed'));
  });

  it('goes when it is deleted there', async () => {
    const { open, dataDir } = temporaryWorkstation();
    const store = openAt(dataDir);
    const { id } = store.runs.create(specNamed('x'));
    store.runs.setStatus(id, 'interrupted');
    const { host, seen } = await open();
    expect(await host.listRuns()).toHaveLength(1);
    store.runs.delete(id);
    await eventually(() => seen.gone.some(({ runs }) => runs.includes(id)));
    expect(await host.listRuns()).toEqual([]);
  });
});

describe('deleting', () => {
  it('can be undone for half a minute, then frees the disk', async () => {
    const { open, dataDir } = temporaryWorkstation();
    const window = await open();
    const { host } = window;
    await host.listRuns();
    const [a] = await host.startRuns(one('completes'));
    await window.until(a, 'completed');
    await eventually(async () => (await host.deleteRuns([a]).catch(() => null)) !== null);
    expect(await host.listRuns()).toEqual([]);
    await expect(host.readRun(a)).rejects.toMatchObject({ code: 'unknown' });
    await host.restoreRuns([a]);
    expect(await host.listRuns()).toHaveLength(1);
    expect(window.seen.run.at(-1)).toMatchObject({ id: a });

    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    onTestFinished(() => {
      vi.useRealTimers();
    });
    const { until, bytes } = await host.deleteRuns([a]);
    expect(until - Date.now()).toBe(30_000);
    expect(bytes).toBeGreaterThan(1000);
    vi.advanceTimersByTime(29_000);
    expect(openAt(dataDir).runs.trashed()).toEqual([a]);
    vi.advanceTimersByTime(2000);
    expect(openAt(dataDir).runs.trashed()).toEqual([]);
    await expect(host.restoreRuns([a])).rejects.toMatchObject({ code: 'unknown' });
  });

  it('is final when the workstation closes', async () => {
    const { open, dataDir, workstation } = temporaryWorkstation();
    const window = await open();
    await window.host.listRuns();
    const [id] = await window.host.startRuns(one('completes'));
    await window.until(id, 'completed');
    await eventually(async () => (await window.host.deleteRuns([id]).catch(() => null)) !== null);
    await workstation.close();
    const store = openAt(dataDir);
    expect(store.runs.trashed()).toEqual([]);
    expect(() => store.runs.get(id)).toThrow(/There is no run/);
  });
});

describe('closing', () => {
  it('saves what trains, and lets another one open the folder', async () => {
    const { open, dataDir, workstation } = temporaryWorkstation();
    const window = await open();
    await window.host.listRuns();
    const [id] = await window.host.startRuns(one('goes on'));
    await window.until(id, 'running');
    const options = {
      ...{ dataDir, resourcesDir: 'none', trainerEntry, exporterEntry: 'none', version: '1' },
      shell: 'server' as const,
      engines: () => Promise.resolve(reports),
    };
    expect(() => openWorkstation(options)).toThrow(/A workstation is open on .* already/);
    await Promise.all([workstation.close(), workstation.close()]);
    const next = openWorkstation(options);
    await next.close();
    const store = openAt(dataDir);
    expect(store.runs.get(id).status).toBe('interrupted');
    expect(store.checkpoints.list(id)).toHaveLength(1);
    expect(workstation.asset(`${id}/spec.json`)).toBeNull();
  });
});

describe('settings', () => {
  it('are the same after a restart, and sound whatever was stored', async () => {
    const dataDir = join(temporaryFolder(), 'data');
    const first = temporaryWorkstation({ dataDir });
    const { host } = await first.open();
    await host.changeSettings({ theme: 'dark', runsAtOnce: 3, views: { a: '1', b: '2' } });
    await host.changeSettings({ views: { b: '3' } });
    await first.workstation.close();
    openAt(dataDir).settings.write({ palette: 'rainbow', engine: 7 });
    const { workstation } = temporaryWorkstation({ dataDir });
    expect(workstation.settings).toEqual({
      theme: 'dark',
      palette: 'okabe-ito',
      engine: 'auto',
      runsAtOnce: 3,
      notifications: true,
      measureWhenComplete: true,
      views: { a: '1', b: '3' },
    });
  });
});

describe('trials and previews', () => {
  it('end an older trial of the same window, and tell of their steps', async () => {
    const { open } = temporaryWorkstation();
    const { host, seen } = await open();
    const slow = expect(host.tryOut(specNamed('slow to open'), 'auto')).rejects.toMatchObject({
      code: 'busy',
    });
    await eventually(() => seen.busy.length > 0);
    expect(await host.tryOut(specNamed('diverges'), 'auto')).toMatchObject({
      problem: 'critic_loss became infinite at iteration 1.',
    });
    await slow;
    await eventually(() => seen.busy.at(-1)?.done === seen.busy.at(-1)?.of);
  });

  it('are remembered by their data', async () => {
    let forks = 0;
    const { forkTrainer } = await import('../../../core/host/run-process.ts');
    const { open } = temporaryWorkstation({
      forkTrainer(...given) {
        forks += 1;
        return forkTrainer(...given);
      },
    });
    const { host } = await open();
    const data = { kind: 'fashion-mnist', size: 28, channels: 1 } as const;
    const [first, second] = await Promise.all([host.previewData(data, 4), host.previewData(data, 4)]);
    expect(second).toEqual(first);
    expect(first.content).toMatchObject({ kind: 'images', shape: [4, 28, 28, 1] });
    await host.previewData(data, 4);
    expect(forks).toBe(1);
    await host.previewData(data, 5);
    expect(forks).toBe(2);
  });
});

describe('files of runs', () => {
  async function text(body: Uint8Array | AsyncIterable<Uint8Array>): Promise<string> {
    const parts: Uint8Array[] = [];
    if (body instanceof Uint8Array) parts.push(body);
    else for await (const part of body) parts.push(part);
    return Buffer.concat(parts).toString('utf8');
  }

  it('are pictures, the table and the specification', async () => {
    const { workstation, dataDir } = temporaryWorkstation();
    const store = openAt(dataDir);
    const spec = specNamed('points');
    const { id } = store.runs.create(spec);
    store.series.append(id, [metrics(1, { critic_loss: Number.NaN }), metrics(2, { critic_loss: -0 })]);
    expect(workstation.asset(`${id}/thumbnail.png`)).toBeNull();
    store.samples.save(id, grid(2, [3, 2], Float32Array.of(0, 0, 1, 1, Number.NaN, 0)));

    const thumbnail = workstation.asset(`${id}/thumbnail.png`)!;
    expect(thumbnail.type).toBe('image/png');
    const picture = decode(thumbnail.body as Uint8Array);
    expect([picture.width, picture.height, picture.channels]).toEqual([96, 96, 4]);
    expect(picture.data.some((value) => value > 0)).toBe(true);
    const csv = workstation.asset(`${id}/metrics.csv`)!;
    expect(csv.name).toBe('points metrics.csv');
    expect((await text(csv.body)).split('\r\n')).toEqual([
      'iteration,critic_updates,images_seen,active_seconds,critic_loss',
      '1,5,160,0.125,NaN',
      '2,10,320,0.25,-0',
      '',
    ]);
    const json = workstation.asset(`${id}/spec.json`)!;
    expect(JSON.parse(await text(json.body))).toEqual(spec);
    const scatter = workstation.asset(`${id}/grid-2.png`)!;
    expect(await text(scatter.body)).toMatch(/PNG/);
  });

  it('show images pixel by pixel, and a small part of them small', () => {
    const { workstation, dataDir } = temporaryWorkstation();
    const store = openAt(dataDir);
    const { id } = store.runs.create(specNamed('images'));
    for (const [iteration, edge, channels, count] of [
      [1, 28, 1, 64],
      [2, 64, 3, 64],
      [3, 64, 1, 64],
      [4, 32, 3, 2],
    ] as const) {
      const data = Float32Array.from({ length: count * edge * edge * channels }, (_, i) => Math.sin(i * i));
      store.samples.save(id, grid(iteration, [count, edge, edge, channels], data));
      const body = workstation.asset(`${id}/thumbnail.png`)!.body as Uint8Array;
      // Noise is the worst case for a PNG.
      expect(body.length).toBeLessThan(30_000);
      const small = decode(body);
      expect(small.width).toBeLessThanOrEqual(128);
      const whole = decode(workstation.asset(`${id}/grid-${iteration}.png`)!.body as Uint8Array);
      const across = Math.min(4, count);
      expect([whole.width, whole.height]).toEqual([across * edge, (count / across) * edge]);
    }
  });

  it('are found by ids, never by paths', () => {
    const { workstation, dataDir } = temporaryWorkstation();
    const store = openAt(dataDir);
    const { id } = store.runs.create(specNamed('named'));
    saveCheckpoint(store, id, { checkpoint: checkpointAt(1), reason: 'end' });
    expect(workstation.asset(`${id}/spec.json`)).not.toBeNull();
    for (const path of [
      '',
      '/',
      id,
      `${id}/`,
      `${id}/nothing.png`,
      `/${id}/spec.json`,
      `${id}/../${id}/spec.json`,
      `../${id}/spec.json`,
      `${id}/checkpoints/000000001.checkpoint`,
      `${id}/spec.json/`,
      `${id}/spec.json\0`,
      `${id}\\spec.json`,
      `${id.slice(0, 6)}/spec.json`,
      'named/spec.json',
      `${id.toUpperCase()}/spec.json`,
      `${id}/grid-1.png`,
      `${id}/grid--1.png`,
      `${id}/grid-1e3.png`,
      `${id}/grid-99999999999999999999.png`,
      `${id}/metrics.csv?x`,
      'x'.repeat(100_000),
    ]) {
      expect(workstation.asset(path), path).toBeNull();
    }
  });
});
