// Files that a window has made, and bundles that it sends, over both lines.

import { existsSync, readdirSync, writeFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Asset } from '../../core/host/assets.ts';
import { forkProcess, type ForkProcess } from '../../core/host/run-process.ts';
import type { ExportRequest, RunId } from '../../core/protocol/contract.ts';
import type { Remote } from '../../core/protocol/rpc.ts';
import type { HostApi } from '../../core/protocol/contract.ts';
import { eventually, pause, temporaryWorkstation } from '../support/workstation.ts';
import { grid, metrics, openAt, specNamed, start } from '../unit/store/support.ts';
import { lineKinds } from './lines.ts';

/** A run of pictures, with values that are easily lost. */
function stored(dataDir: string, name: string, iterations = 12): RunId {
  const store = openAt(dataDir);
  const data = { kind: 'fashion-mnist', size: 28, channels: 1 } as const;
  const { id } = store.runs.create({ ...specNamed(name), data });
  store.runs.start(id, start);
  const values = [Number.NaN, Infinity, -0, 1 / 3];
  store.series.append(
    id,
    Array.from({ length: iterations }, (_, i) =>
      metrics(i + 1, { critic_loss: values[i % 4], sliced_wasserstein: 1 / (i + 1) }),
    ),
  );
  store.runs.heartbeat(id, { iteration: iterations, criticUpdates: 5 * iterations, activeSeconds: 1 });
  for (const iteration of [0, iterations]) {
    const pixels = Float32Array.from({ length: 8 * 784 }, (_, i) => ((i * 31 + iteration) % 256) / 127.5 - 1);
    store.samples.save(id, grid(iteration, [8, 28, 28, 1], pixels));
  }
  store.runs.setStatus(id, 'interrupted');
  return id;
}

async function bytesOf({ body }: Asset): Promise<Uint8Array> {
  if (body instanceof Uint8Array) return body;
  const parts: Uint8Array[] = [];
  for await (const part of body) parts.push(part);
  return Buffer.concat(parts);
}

/** Sends a bundle in parts. */
async function send(host: Remote<HostApi>, name: string, bytes: Uint8Array, said = bytes.length) {
  const id = await host.beginImport(name, said);
  const part = 2 ** 16;
  const sent: Promise<void>[] = [];
  // The next one need not wait for the answer.
  for (let at = 0; at < bytes.length; at += part) sent.push(host.addToImport(id, bytes.slice(at, at + part)));
  await Promise.all(sent);
  return host.finishImport(id);
}

const isEmpty = (dataDir: string): boolean =>
  !existsSync(join(dataDir, 'exports')) || readdirSync(join(dataDir, 'exports')).length === 0;

describe.each(lineKinds)('over $name', (kind) => {
  it('makes files, tells how far it is, and gives them out until it closes', async () => {
    const { open, dataDir, workstation } = temporaryWorkstation();
    const [a, b] = [stored(dataDir, 'a/b'), stored(dataDir, 'c')];
    const { host, seen } = await open(kind);
    const wanted: [ExportRequest, string, string, RegExp | number[]][] = [
      [{ kind: 'grid', runs: [a], iteration: 12 }, 'a_b at 12.png', 'image/png', [0x89, 0x50]],
      [{ kind: 'csv', runs: [a] }, 'a_b metrics.csv', 'text/csv; charset=utf-8', /^iteration,.*critic_loss/],
      [{ kind: 'json', runs: [a, b] }, 'a_b and c.json', 'application/json', /^\[/],
      [{ kind: 'bundle', runs: [a] }, 'a_b.critic', 'application/octet-stream', [0x50, 0x4b]],
      [{ kind: 'report', runs: [a, b] }, 'a_b and c.html', 'text/html; charset=utf-8', /<!doctype html>/i],
      [
        { kind: 'figure', runs: [a, b], format: 'svg', axis: 'seconds', until: null },
        'a_b and c.svg',
        'image/svg+xml',
        /<svg/,
      ],
      [
        { kind: 'film', runs: [a], format: 'gif', framesPerSecond: 10, scale: 1, axis: 'iterations' },
        'a_b.gif',
        'image/gif',
        /^GIF89a/,
      ],
    ];
    for (const [request, name, type, begins] of wanted) {
      const file = await host.makeExport(request);
      expect(file).toMatchObject({ name });
      const asset = workstation.asset(`exports/${file.path}`)!;
      expect(asset).toMatchObject({ name, type });
      const bytes = await bytesOf(asset);
      expect(bytes).toHaveLength(file.bytes);
      if (Array.isArray(begins)) expect([...bytes.subarray(0, begins.length)]).toEqual(begins);
      else expect(Buffer.from(bytes).toString('latin1')).toMatch(begins);
    }
    expect(seen.busy.some(({ what, step }) => what === 'export' && step === 'Making the film')).toBe(true);
    await eventually(() => seen.busy.at(-1)?.step === '');
    for (const odd of [
      'exports/',
      'exports/x/export.png',
      'exports/../critic.db',
      'exports/%2e%2e/critic.db',
    ]) {
      expect(workstation.asset(odd), odd).toBeNull();
    }
    expect(isEmpty(dataDir)).toBe(false);
    await workstation.close();
    expect(isEmpty(dataDir)).toBe(true);
  });

  it('takes in what it has packed, once, and tells of the runs', async () => {
    const from = temporaryWorkstation();
    const id = stored(from.dataDir, 'travels');
    const packing = await from.open(kind);
    const { path } = await packing.host.makeExport({ kind: 'bundle', runs: [id] });
    const bytes = await bytesOf(from.workstation.asset(`exports/${path}`)!);

    const { open, dataDir } = temporaryWorkstation();
    const { host, seen } = await open(kind);
    expect(await host.listRuns()).toEqual([]);
    expect(await send(host, 'travels.critic', bytes)).toEqual([id]);
    await eventually(() => seen.run.some((run) => run.id === id));
    const here = await host.readRun(id);
    const there = await packing.host.readRun(id);
    expect({ ...here, summary: null }).toEqual({ ...there, summary: null });
    expect((await host.readGrid(id, 12)).content).toEqual((await packing.host.readGrid(id, 12)).content);
    expect(await send(host, 'travels.critic', bytes)).toEqual([id]);
    expect(await host.listRuns()).toHaveLength(1);
    expect(isEmpty(dataDir)).toBe(true);
  });

  it('refuses what is not a whole bundle, by its name, with nothing left', async () => {
    const { open, dataDir } = temporaryWorkstation();
    const { host } = await open(kind);
    await expect(send(host, 'my.critic', Buffer.from('no bundle'))).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringMatching(/^my\.critic /) as string,
    });
    await expect(send(host, 'my.critic', new Uint8Array(9), 10)).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringMatching(/only 9 of 10 bytes/) as string,
    });
    await expect(send(host, 'my.critic', new Uint8Array(10), 9)).rejects.toMatchObject({
      message: expect.stringMatching(/larger than was said/) as string,
    });
    await expect(send(host, '../../evil', new Uint8Array(1))).rejects.toMatchObject({ code: 'refused' });
    expect(existsSync(join(dataDir, '..', 'evil'))).toBe(false);
    await expect(host.finishImport('nobody')).rejects.toMatchObject({ code: 'unknown' });
    await expect(host.addToImport('nobody', new Uint8Array(1))).rejects.toMatchObject({ code: 'unknown' });
    await expect(host.beginImport('x', 2 ** 33)).rejects.toMatchObject({ code: 'invalid' });
    const id = await host.beginImport('x', 2 ** 22);
    await expect(host.addToImport(id, new Uint8Array(2 ** 20 + 1))).rejects.toMatchObject({
      code: 'invalid',
    });
    for (let i = 0; i < 3; i += 1) await host.beginImport('x', 1);
    await expect(host.beginImport('x', 1)).rejects.toMatchObject({ code: 'busy' });
    expect(await host.listRuns()).toEqual([]);
  });

  it('says what cannot be made, and makes the next', async () => {
    const { open, dataDir } = temporaryWorkstation();
    const a = stored(dataDir, 'a');
    const { host } = await open(kind);
    const wrong: [ExportRequest, string, RegExp][] = [
      [{ kind: 'grid', runs: ['0000000000'], iteration: 1 }, 'unknown', /no run with the id/],
      // A name is not an id.
      [{ kind: 'json', runs: ['a'] }, 'unknown', /no run with the id/],
      [{ kind: 'grid', runs: [a], iteration: 3 }, 'refused', /no grid of iteration 3; the nearest one/],
      [{ kind: 'grid', runs: [a, a], iteration: 12 }, 'invalid', /makeExport/],
      [{ kind: 'onnx', runs: [a], iteration: null }, 'refused', /no checkpoint to take the generator from/],
      [{ kind: 'figure', runs: [a], format: 'png', axis: 'iterations', until: null }, 'refused', /./],
      [{ kind: 'csv', runs: [] }, 'invalid', /makeExport/],
      [
        { kind: 'film', runs: [a], format: 'gif', framesPerSecond: 60, scale: 1, axis: 'iterations' },
        'refused',
        /1 to 50 frames per second/,
      ],
      [{ kind: 'tar' as never, runs: [a] }, 'invalid', /makeExport/],
    ];
    for (const [request, code, says] of wrong) {
      await expect(host.makeExport(request), JSON.stringify(request)).rejects.toMatchObject({
        code,
        message: expect.stringMatching(says) as string,
      });
    }
    expect(isEmpty(dataDir)).toBe(true);
    expect((await host.makeExport({ kind: 'json', runs: [a] })).bytes).toBeGreaterThan(500);
    await host.cancelExport();
  });
});

describe('an export', () => {
  it('can be given up, keeps others of its window waiting, and leaves nothing', async () => {
    let [begun, over] = [0, 0];
    const forkExporter: ForkProcess = (...given) => {
      const child = forkProcess(...given);
      begun += 1;
      void child.ended.then(() => (over += 1));
      return child;
    };
    const { open, dataDir, workstation } = temporaryWorkstation({ forkExporter });
    const a = stored(dataDir, 'a');
    const [window, other] = [await open(), await open()];
    const { host, seen } = window;
    const request = { kind: 'json', runs: [a] } as const;
    const first = host.makeExport(request);
    await expect(host.makeExport(request)).rejects.toMatchObject({ code: 'busy' });
    await host.cancelExport();
    await expect(first).rejects.toMatchObject({ code: 'busy', message: 'The export was given up.' });
    expect(isEmpty(dataDir)).toBe(true);
    await eventually(() => seen.busy.at(-1)?.step === '');
    await other.host.makeExport(request);
    expect(other.seen.busy.length).toBeGreaterThan(0);

    const lost = host.makeExport(request).catch((error: unknown) => error);
    await eventually(() => begun === 3);
    window.hangUp();
    expect(await lost).toMatchObject({ code: 'closed' });
    await eventually(() => over === 3);

    const last = other.host.makeExport(request).catch((error: unknown) => error);
    await eventually(() => begun === 4);
    await workstation.close();
    expect(over).toBe(4);
    expect(isEmpty(dataDir)).toBe(true);
    void last;
  });

  it('finds an empty folder when it opens, whatever a crash has left', async () => {
    const { dataDir, workstation } = temporaryWorkstation();
    await workstation.close();
    const left = join(dataDir, 'exports', 'aa');
    mkdirSync(left, { recursive: true });
    writeFileSync(join(left, 'export.gif.7.part'), 'x');
    temporaryWorkstation({ dataDir });
    expect(isEmpty(dataDir)).toBe(true);
  });

  it('does not hold up the host', async () => {
    const { open, dataDir } = temporaryWorkstation();
    const runs = ['a', 'b'].map((name) => stored(dataDir, name, 2000));
    const { host } = await open();
    const making = host.makeExport({ kind: 'report', runs });
    let longest = 0;
    const over = { is: false };
    void making.finally(() => (over.is = true));
    while (!over.is) {
      const since = performance.now();
      await host.readStorage();
      longest = Math.max(longest, performance.now() - since);
      await pause(2);
    }
    await making;
    expect(longest).toBeLessThan(1000);
  });
});
