// The store over a host of a few calls, without a page.

import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createApp, nextTick, shallowRef } from 'vue';
import type { Hello, HostApi, Settings, StartRequest } from '../../../../core/protocol/contract.ts';
import type { LineState, Session } from '../../../../renderer/bridge/session.ts';
import { shellKey } from '../../../../renderer/bridge/shell.ts';
import { useDesigner } from '../../../../renderer/stores/designer.ts';
import { useNotices } from '../../../../renderer/stores/notices.ts';
import { draftFrom } from './samples.ts';

let views: Settings['views'];
let started: StartRequest[];
const settings = (): Settings => ({
  ...{
    theme: 'light',
    palette: 'okabe-ito',
    engine: 'onnx:cpu',
    runsAtOnce: 0,
    notifications: false,
    measureWhenComplete: true,
    views,
  },
});

function open() {
  const hello: Hello = {
    ...{ version: '', platform: '', processors: 1, memoryBytes: 1, settings: settings() },
    shell: 'server',
  };
  const state = shallowRef<LineState>({ kind: 'ready', hello });
  const host = {
    changeSettings(change: Partial<Settings>) {
      views = { ...views, ...change.views };
      return Promise.resolve(settings());
    },
    listEngines: () => Promise.resolve({ engines: [], choice: '' }),
    readRun: (id: string) =>
      Promise.resolve({ spec: draftFrom('fashion-wgan').arms[0].spec, summary: { name: `run ${id}` } }),
    startRuns(request: StartRequest) {
      started.push(request);
      return Promise.resolve(request.specs.map((_, at) => `run${at}`));
    },
  } satisfies Partial<Record<keyof HostApi, unknown>>;
  const session = {
    ...{ state, host, on: () => () => undefined },
    whenReady(action: () => void) {
      action();
      return () => undefined;
    },
  } as unknown as Session;
  const pinia = createPinia();
  const app = createApp({})
    .use(pinia)
    .provide(shellKey, { session, runFile: () => '' });
  setActivePinia(pinia);
  return app.runWithContext(() => useDesigner());
}

beforeEach(() => {
  [views, started] = [{}, []];
  vi.useFakeTimers();
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => undefined }));
  vi.stubGlobal('document', { documentElement: { dataset: {} } });
  vi.stubGlobal('addEventListener', () => undefined);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('a first design has the engine of the settings', () => {
  const designer = open();
  expect(designer.loaded).toBe(true);
  expect(designer.draft.engine).toBe('onnx:cpu');
});

test('the draft is remembered a moment after the last edit, and is there again', async () => {
  const designer = open();
  designer.setText('batch', 0, '48');
  designer.setText('objective.nCritic', 0, '2x');
  await nextTick();
  expect(views['draft']).toBeUndefined();
  await vi.advanceTimersByTimeAsync(600);
  const again = open();
  expect(again.draft).toEqual(designer.draft);
  expect(again.draft.arms[0].texts).toEqual({ 'objective.nCritic': '2x' });
  expect(again.errors).toHaveLength(1);
  expect(again.canUndo).toBe(false);
});

test('a remembered draft that is none is left alone', () => {
  views = { draft: '{"arms": 3}' };
  expect(open().draft.arms).toHaveLength(1);
});

test('a comparison starts with the iterations of its budget', async () => {
  const designer = open();
  designer.togglePair();
  designer.setBudgetUnit('critic-updates', null);
  designer.setBudgetText('1000');
  expect(await designer.start()).toEqual({ runs: ['run0', 'run1'], sweep: null });
  expect(started[0]).toMatchObject({
    ...{ engine: 'onnx:cpu', budget: { unit: 'critic-updates', amount: 1000 } },
    specs: [
      { objective: { kind: 'gan' }, iterations: 1000 },
      { objective: { kind: 'wgan-gp' }, iterations: 200 },
    ],
  });
});

test('a single run starts without a budget', async () => {
  const designer = open();
  await designer.start();
  expect(started[0]).toMatchObject({ budget: null, group: null, specs: [{ name: 'fashion-gan' }] });
});

test('a sweep starts all of its runs in a group of their own', async () => {
  const designer = open();
  designer.setText('seed', 0, '1..3');
  designer.setText('optimizer.critic.lr', 0, '1e-4, 5e-5');
  expect(designer.sweep?.specs).toHaveLength(6);
  const { runs, sweep } = await designer.start();
  expect(runs).toHaveLength(6);
  expect(started[0]).toMatchObject({ budget: null, group: sweep });
  expect(sweep).toMatch(/^sweep\//);
  expect(started[0].specs.map(({ name }) => name)).toContain('critic lr 5e-5, seed 3');
  designer.setDraw({ kind: 'random', runs: 4, seed: 1 });
  expect(designer.sweep?.specs).toHaveLength(4);
  designer.unsweep('seed');
  designer.unsweep('optimizer.critic.lr');
  expect(designer.sweep).toBeNull();
  designer.undo();
  expect(designer.sweep?.specs).toHaveLength(2);
});

test('runs of a sweep that cannot be are an error at the field', () => {
  const designer = open();
  designer.setText('evaluate.samples', 0, '100, 60000');
  expect(designer.sweep?.specs).toEqual([]);
  expect(designer.errors).toMatchObject([{ path: 'evaluate.samples', arm: 0 }]);
  designer.setText('evaluate.samples', 0, '100');
  designer.setText('seed', 0, '1..100');
  designer.setText('batch', 0, '16, 32, 64');
  expect(designer.errors[0].sentence).toMatch(/^This sweep has 300 runs; at most 200/);
});

test('a sweep is not paired', () => {
  const designer = open();
  designer.setText('seed', 0, '1..3');
  designer.togglePair();
  expect(designer.draft.arms).toHaveLength(1);
  expect(useNotices().shown.map(({ text }) => text)).toEqual([
    'A sweep varies one design and cannot be paired. Give its swept fields one value first.',
  ]);
});

test('starting from something else can be undone', async () => {
  const designer = open();
  designer.setText('batch', 0, '48');
  await designer.startFromRun('0ab');
  expect(designer.draft.origin).toMatchObject({ kind: 'run', id: '0ab', name: 'run 0ab' });
  expect(designer.originMarks.size).toBe(0);
  designer.setText('seed', 0, '5');
  expect([...designer.originMarks.keys()]).toEqual(['seed']);
  designer.startFromPreset('toy-swissroll-wgan-gp');
  expect(designer.startFromText('{"data": 3}', 'a file')).not.toEqual([]);
  expect(designer.draft.origin).toEqual({ kind: 'preset', id: 'toy-swissroll-wgan-gp' });
  designer.undo();
  designer.undo();
  designer.undo();
  expect(designer.draft.arms[0].spec.batch).toBe(48);
});

test('a recipe says what it changed, in the arm that is chosen', () => {
  const designer = open();
  designer.togglePair();
  designer.active = 1;
  designer.chooseRecipe('wgan', 'WGAN');
  expect(designer.draft.arms.map(({ spec }) => spec.objective.kind)).toEqual(['gan', 'wgan']);
  expect(designer.aftermath).toMatchObject({ arm: 1, what: 'WGAN' });
  expect(designer.aftermath?.changed.map(({ path }) => path)).toContain('objective.clip');
  expect(designer.aftermath?.changed.map(({ path }) => path)).not.toContain('objective.kind');
  designer.setValue('data.kind', 0, '8gaussians');
  expect(designer.draft.arms.map(({ spec }) => spec.generator.kind)).toEqual(['mlp', 'mlp']);
});
