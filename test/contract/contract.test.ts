// The contract between a window and its host, the same over both lines.

import { describe, expect, it } from 'vitest';
import { CallError } from '../../core/protocol/call-error.ts';
import { protocolNumber } from '../../core/protocol/contract.ts';
import { connect } from '../../core/protocol/rpc.ts';
import { hasErrors } from '../../core/spec/problem.ts';
import { validateSpec } from '../../core/spec/validate.ts';
import { specNamed } from '../unit/store/support.ts';
import { eventually, pause, temporaryWorkstation, type OpenWindow } from '../support/workstation.ts';
import { lineKinds } from './lines.ts';

const one = (name: string) => ({ specs: [specNamed(name)], engine: 'onnx:cpu', budget: null, group: null });

/** Iterations of all metrics that came, in the order in which they came. */
function iterations({ seen }: OpenWindow): number[] {
  return seen.metrics.flatMap((batch) => [...batch.iterations]);
}

function upTo(last: number): number[] {
  return Array.from({ length: last }, (_, i) => i + 1);
}

describe.each(lineKinds)('over $name', (kind) => {
  it('answers every call', async () => {
    const { open, dataDir } = temporaryWorkstation();
    const window = await open(kind);
    const { host } = window;
    expect(await host.hello(protocolNumber)).toMatchObject({
      version: '1.2.3',
      shell: 'server',
      processors: 2,
    });
    expect(await host.listRuns()).toEqual([]);
    const [id] = await host.startRuns(one('completes'));
    await window.until(id, 'completed');

    const detail = await host.readRun(id);
    expect(detail.spec).toEqual(specNamed('completes'));
    expect(detail.summary).toMatchObject({
      state: 'completed',
      iteration: 700,
      newestGrid: 700,
      resumable: false,
    });
    expect([...detail.grids.iterations]).toEqual([700]);
    expect(detail.checkpoints).toMatchObject([{ iteration: 700, reason: 'end' }]);
    expect(detail.keys).toEqual(['critic_loss']);
    expect(detail.marks.map(({ kind: mark }) => mark)).toEqual(['started', 'checkpoint', 'ended']);

    const [part] = await host.readSeries(id, { keys: ['critic_loss'], from: 1, to: null, buckets: 10 });
    expect(part.last.at(-1)).toBe(700);
    expect(part.width).toBe(70);
    const grid = await host.readGrid(id, 700);
    expect(grid.content).toEqual({ kind: 'points', points: Float32Array.of(1, 2), field: null });

    await host.editRun(id, { name: 'another', tags: ['a', 'b'], note: 'n', starred: true });
    const [run] = await host.listRuns();
    expect(run).toMatchObject({ name: 'another', tags: ['a', 'b'], note: 'n', starred: true });

    expect(await host.previewData({ kind: '8gaussians' }, 3)).toMatchObject({
      train: 100,
      content: { kind: 'points', points: Float32Array.of(0, 1, 2, 3, 4, 5) },
    });
    expect(await host.tryOut(specNamed('x'), 'auto')).toMatchObject({
      engine: { id: 'onnx:cpu' },
      secondsPerIteration: 0.01,
      problem: null,
    });
    expect(window.seen.busy.at(-1)).toMatchObject({ what: 'trial' });
    const engines = await host.listEngines(false);
    expect(engines.engines.map((engine) => [engine.id, engine.automatic])).toEqual([
      ['onnx:cpu', true],
      ['onnx:webgpu', false],
      ['tensorflow', false],
      ['reference', false],
    ]);

    const experiments = await host.listExperiments();
    expect(experiments.map(({ id }) => id)).toContain('em-estimate');
    const [{ arms, group }] = experiments;
    expect(group).toBe('iterations/em-estimate-desk');
    expect(arms.map(({ spec }) => hasErrors(validateSpec(spec)))).toEqual([false, false, false]);

    const settings = await host.changeSettings({ theme: 'dark', views: { runs: '{"sort":1}' } });
    expect(settings).toMatchObject({ theme: 'dark', palette: 'okabe-ito', views: { runs: '{"sort":1}' } });
    await eventually(() => window.seen.settings.at(-1)?.theme === 'dark');
    expect(await host.readStorage()).toMatchObject({ dataDir });

    const deleted = await host.deleteRuns([id]);
    expect(deleted.runs).toEqual([id]);
    expect(deleted.bytes).toBeGreaterThan(0);
    expect(await host.listRuns()).toEqual([]);
    await eventually(() => window.seen.gone.length === 1);
    await host.restoreRuns([id]);
    expect((await host.listRuns()).map((listed) => listed.id)).toEqual([id]);
  });

  it('controls a run from start to end', async () => {
    const { open } = temporaryWorkstation();
    const window = await open(kind);
    const { host } = window;
    await host.listRuns();
    const [id] = await host.startRuns(one('goes on'));
    await host.watchRun(id, 0);
    await window.until(id, 'running');
    await host.controlRun(id, 'pause');
    await window.until(id, 'paused');
    await host.controlRun(id, 'continue');
    await window.until(id, 'running');
    await host.controlRun(id, 'checkpoint');
    await eventually(() => window.seen.mark.some(({ mark }) => mark.kind === 'checkpoint'));
    await host.controlRun(id, 'stop');
    await window.until(id, 'interrupted');
    await host.resumeRun(id);
    await window.until(id, 'running');
    await eventually(() => window.seen.rewound.length === 1);
    const [{ iteration }] = window.seen.rewound;
    const batch = window.seen.metrics.length;
    await eventually(() => window.seen.metrics.length > batch);
    expect(window.seen.metrics[batch].iterations[0]).toBe(iteration + 1);
    await host.controlRun(id, 'kill');
    await window.until(id, 'interrupted');
    await host.unwatchRun(id);
    const count = window.seen.metrics.length;
    await pause(50);
    expect(window.seen.metrics.length).toBe(count);
  });

  it('follows a run that goes on, without a gap and without a value twice, also after the line was down', async () => {
    const { open } = temporaryWorkstation();
    const first = await open(kind);
    await first.host.listRuns();
    const [id] = await first.host.startRuns(one('goes on'));
    await first.until(id, 'running');
    await first.host.watchRun(id, 0);
    await eventually(() => iterations(first).length > 30);
    first.hangUp();
    await first.closed;
    const got = iterations(first);
    const marks = first.seen.mark.map(({ mark }) => mark.seq);
    const seq = Math.max(...first.seen.metrics.map((batch) => batch.seq), ...marks);
    await pause(300);

    const second = await open(kind);
    await second.host.watchRun(id, seq);
    await eventually(() => iterations(second).length > 60);
    await second.host.controlRun(id, 'stop');
    await eventually(() => second.seen.mark.some(({ mark }) => mark.kind === 'ended'));
    const all = [...got, ...iterations(second)];
    expect(all).toEqual(upTo(all.length));
    const seqs = [...marks, ...second.seen.mark.map(({ mark }) => mark.seq)];
    expect(new Set(seqs).size).toBe(seqs.length);
    expect((await second.host.readRun(id)).marks.map((mark) => mark.seq)).toEqual(seqs);
    expect(second.seen.grid.length).toBeGreaterThan(0);
  });

  it('names what is wrong with a call, and goes on', async () => {
    const { open } = temporaryWorkstation();
    const { host } = await open(kind);
    const loose = host as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
    const wrong: [string, unknown[], string, RegExp][] = [
      ['readRun', ['0000000000'], 'unknown', /There is no run with the id 0000000000/],
      ['readRun', [7], 'invalid', /In the call "readRun", argument 0 must be a text of 1 to 64 characters/],
      ['readRun', [], 'invalid', /readRun/],
      ['readRun', ['a', 'b'], 'invalid', /readRun/],
      ['controlRun', ['x', 'explode'], 'invalid', /controlRun/],
      ['constructor', [], 'invalid', /no call "constructor"/],
      ['__proto__', [], 'invalid', /no call "__proto__"/],
      ['toString', [], 'invalid', /no call "toString"/],
      [
        'startRuns',
        [{ ...one('x'), specs: [{ ...specNamed('x'), batch: 0 }] }],
        'refused',
        /^batch must be a whole number/,
      ],
      ['startRuns', [{ ...one('x'), specs: [{ kind: 'nonsense' }] }], 'refused', /name is missing/],
      ['startRuns', [{ ...one('x'), specs: [] }], 'invalid', /a list of 1 to 200/],
      ['startRuns', [{ ...one('x'), engine: 'warp' }], 'refused', /There is no engine "warp"/],
      [
        'startRuns',
        [{ ...one('x'), budget: { unit: 'seconds', amount: Number.NaN } }],
        'invalid',
        /startRuns/,
      ],
      [
        'startRuns',
        [{ ...one('x'), budget: { unit: 'iterations', amount: 1.5 } }],
        'refused',
        /whole number, not 1.5/,
      ],
      ['startRuns', [{ ...one('x'), extra: 1 }], 'invalid', /startRuns/],
      ['previewData', [{ kind: 'mnist' }, 4], 'refused', /data\.kind must be/],
      [
        'previewData',
        [{ kind: 'idx', images: 'x', size: 28, channels: 1, heldOut: 1 }, 4],
        'refused',
        /x is missing/,
      ],
      ['tryOut', [specNamed('refused'), 'auto'], 'refused', /The file is too short/],
      [
        'tryOut',
        [specNamed('dies early'), 'auto'],
        'failed',
        /The trial failed: its process ended with code 3/,
      ],
      ['tryOut', [specNamed('throws'), 'auto'], 'failed', /The trial failed: the runtime said no/],
      ['tryOut', [specNamed('x'), 'onnx:webgpu'], 'refused', /There is no onnx:webgpu here/],
      ['changeSettings', [{ theme: 'pink' }], 'invalid', /changeSettings/],
      ['changeSettings', [{ engine: 'warp' }], 'refused', /There is no engine "warp"/],
      ['watchRun', ['0000000000', 0], 'unknown', /There is no run/],
      ['restoreRuns', [['0000000000']], 'unknown', /not in the trash/],
      ['hello', [protocolNumber + 1], 'refused', /This page speaks protocol/],
    ];
    for (const [name, args, code, says] of wrong) {
      const error: unknown = await loose[name](...args).catch((reason: unknown) => reason);
      expect(error, name).toBeInstanceOf(CallError);
      expect((error as CallError).code, `${name}: ${(error as CallError).message}`).toBe(code);
      expect((error as CallError).message).toMatch(says);
    }
    expect(await host.listRuns()).toEqual([]);
  });

  it('wants to be greeted first', async () => {
    const { workstation } = temporaryWorkstation();
    const line = await kind.open();
    workstation.connect(line.host);
    const { host } = connect(line.window);
    await expect(host.listRuns()).rejects.toMatchObject({ code: 'refused' });
    await host.hello(protocolNumber);
    expect(await host.listRuns()).toEqual([]);
    line.hangUp();
  });

  it('fails calls that wait when the line goes down, and later ones', async () => {
    const { open } = temporaryWorkstation();
    const { host, hangUp, closed } = await open(kind);
    const waiting = expect(host.tryOut(specNamed('slow to open'), 'auto')).rejects.toMatchObject({
      code: 'closed',
    });
    await pause(20);
    hangUp();
    await closed;
    await waiting;
    await expect(host.listRuns()).rejects.toMatchObject({ code: 'closed' });
  });

  it('answers `closed` once the workstation is', async () => {
    const { open, workstation } = temporaryWorkstation();
    const { host } = await open(kind);
    await workstation.close();
    await expect(host.listRuns()).rejects.toMatchObject({ code: 'closed' });
  });

  it('stops telling a handler that is undone', async () => {
    const { open } = temporaryWorkstation();
    const window = await open(kind);
    const { host, seen } = window;
    let count = 0;
    const undo = window.on('settings', () => (count += 1));
    await host.changeSettings({ theme: 'dark' });
    await eventually(() => seen.settings.length === 1);
    undo();
    await host.changeSettings({ theme: 'light' });
    await eventually(() => seen.settings.length === 2);
    expect(count).toBe(1);
  });

  it('brings numbers of all kinds and large pictures as they were', async () => {
    const line = await kind.open();
    const values = Float64Array.of(Number.NaN, Infinity, -Infinity, -0, 1 / 3, Number.MIN_VALUE);
    const pixels = Uint8Array.from({ length: 512 * 512 * 3 }, (_, i) => (i * 31) % 256);
    const got = new Promise<unknown>((resolve) => {
      line.window.receive((message) => {
        resolve(message);
      });
    });
    const value = {
      values,
      pixels,
      last: -0,
      best: Number.NaN,
      points: Float32Array.of(-0, Number.NaN, 1.5),
    };
    line.host.receive(() => undefined);
    line.host.post({ kind: 'event', number: 1, name: 'grid', value });
    const message = (await got) as { value: typeof value };
    // Comparing every element by itself takes seconds.
    expect(Buffer.compare(message.value.pixels, pixels)).toBe(0);
    expect(message.value.pixels).toBeInstanceOf(Uint8Array);
    expect({ ...message.value, pixels: null }).toEqual({ ...value, pixels: null });
    expect(Object.is(message.value.last, -0)).toBe(true);
    expect(Object.is(message.value.values[3], -0)).toBe(true);
    line.hangUp();
  });
});
