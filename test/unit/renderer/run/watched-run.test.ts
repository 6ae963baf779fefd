// A watched run: what is shown is what is stored, whatever comes in which order.

import { expect, test } from 'vitest';
import { watchRun, type WatchedRun } from '../../../../renderer/stores/watched-run.ts';
import { batchOf, FakeHost, gridAt, runId, settle } from './fake-session.ts';

const problems: unknown[] = [];
async function open(host: FakeHost): Promise<WatchedRun> {
  const run = watchRun(host.session, runId, (error) => problems.push(error));
  run.wish({ keys: ['critic_loss'], buckets: 100, closeUp: null });
  await settle();
  return run;
}
const shown = (run: WatchedRun): number[] => [...(run.shown('critic_loss')?.column('mean') ?? [])];

test('reads what there is, then follows', async () => {
  const host = new FakeHost();
  const run = await open(host);
  expect(shown(run)).toEqual([0, 1, 2, 3]);
  expect(host.calls.find(({ name }) => name === 'watchRun')?.args).toEqual([runId, 4]);
  host.tell('metrics', batchOf(4, [4, NaN]));
  expect(shown(run)).toEqual([0, 1, 2, 3, 4, NaN]);
  host.tell('metrics', { ...batchOf(6, [9]), run: 'another' });
  expect(shown(run)).toHaveLength(6);
});

test('values that come while others are being read are there once, in the answer or not', async () => {
  const host = new FakeHost();
  host.holds = true;
  const run = await open(host);
  // The answer has up to 3: this batch repeats 3 and goes on.
  host.tell('metrics', batchOf(3, [3, 4, 5]));
  expect(shown(run)).toEqual([]);
  host.release();
  await settle();
  expect(shown(run)).toEqual([0, 1, 2, 3, 4, 5]);
});

test('a rewind cuts values, grids and places back, and drops answers from before', async () => {
  const host = new FakeHost();
  const run = await open(host);
  host.holds = true;
  run.wish({ keys: ['critic_loss', 'generator_loss'], buckets: 100, closeUp: null });
  await settle();
  host.values = [0, 1];
  host.grids = [0, 1];
  host.tell('rewound', { run: runId, seq: 9, iteration: 1 });
  expect(shown(run)).toEqual([0, 1]);
  expect([...run.steps.value.iterations]).toEqual([0, 1]);
  expect(run.places.iterations.at(-1)).toBe(1);
  host.tell('metrics', batchOf(2, [20, 30]));
  host.release();
  await settle();
  host.release();
  await settle();
  expect(shown(run)).toEqual([0, 1, 20, 30]);
  expect(run.newestGrid.value?.iteration).toBe(1);
  await expect(run.grid(2)).rejects.toThrow('no such grid');
});

test('everything is read again after the line broke, and shown until then', async () => {
  const host = new FakeHost();
  const run = await open(host);
  host.values = [0, 1, 2, 3, 4, 5, 6];
  host.reconnect();
  expect(shown(run)).toEqual([0, 1, 2, 3]);
  await settle();
  expect(shown(run)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect(host.count('watchRun')).toBe(2);
});

test('a close-up is read for its window only, and left at once', async () => {
  const host = new FakeHost();
  host.values = Array.from({ length: 50 }, (_, i) => i);
  const run = await open(host);
  host.holds = true;
  run.wish({ keys: ['critic_loss'], buckets: 100, closeUp: { from: 10, to: 12 } });
  await settle();
  // The picture of the whole stays until the close-up is there.
  expect(shown(run)).toHaveLength(50);
  host.release();
  await settle();
  expect(shown(run)).toEqual([10, 11, 12]);
  expect(run.whole('critic_loss')?.length).toBe(50);
  run.wish({ keys: ['critic_loss'], buckets: 100, closeUp: null });
  expect(shown(run)).toHaveLength(50);
});

test('of many close-ups only the last one counts', async () => {
  const host = new FakeHost();
  host.values = Array.from({ length: 50 }, (_, i) => i);
  const run = await open(host);
  host.holds = true;
  run.wish({ keys: ['critic_loss'], buckets: 100, closeUp: { from: 10, to: 12 } });
  run.wish({ keys: ['critic_loss'], buckets: 100, closeUp: { from: 30, to: 31 } });
  await settle();
  host.release();
  await settle();
  expect(shown(run)).toEqual([30, 31]);
});

test('what is there is not read again', async () => {
  const host = new FakeHost();
  const run = await open(host);
  const before = host.count('readSeries');
  run.wish({ keys: ['critic_loss'], buckets: 100, closeUp: null });
  run.wish({ keys: ['critic_loss'], buckets: 120, closeUp: null });
  await settle();
  expect(host.count('readSeries')).toBe(before);
  run.wish({ keys: ['critic_loss'], buckets: 400, closeUp: null });
  await settle();
  expect(host.count('readSeries')).toBe(before + 1);
});

test('metrics that come to be are told', async () => {
  const host = new FakeHost();
  host.values = [];
  const run = await open(host);
  expect(run.keys.value).toEqual([]);
  host.tell('metrics', batchOf(0, [7], 'w1'));
  expect(run.keys.value).toEqual(['w1']);
});

test('grids that are told join the stored ones; each is read once', async () => {
  const host = new FakeHost();
  const run = await open(host);
  expect(run.newestGrid.value?.iteration).toBe(2);
  host.tell('grid', gridAt(5));
  expect([...run.steps.value.iterations]).toEqual([0, 1, 2, 5]);
  expect(run.newestGrid.value?.iteration).toBe(5);
  const before = host.count('readGrid');
  await run.grid(5);
  await run.grid(1);
  await run.grid(1);
  expect(host.count('readGrid')).toBe(before + 1);
});

test('a run that is not there says so', async () => {
  const run = watchRun(new FakeHost().session, 'nowhere', () => undefined);
  await settle();
  expect(run.problem.value).toBe('There is no run "nowhere".');
});

test('closing leaves nothing behind', async () => {
  const host = new FakeHost();
  const run = await open(host);
  run.close();
  run.close();
  await settle();
  expect(host.listeners).toBe(0);
  expect(host.count('unwatchRun')).toBe(1);
  expect(problems).toEqual([]);
});

test('a note that was written anew or removed is so in the window', async () => {
  const host = new FakeHost();
  const run = watchRun(host.session, runId, () => undefined);
  await settle();
  const mark = { kind: 'note', iteration: 1, at: 0, text: 'first' } as const;
  for (const seq of [7, 8]) host.tell('mark', { run: runId, mark: { ...mark, seq } });
  host.tell('note', { run: runId, seq: 7, text: 'second' });
  host.tell('note', { run: 'another', seq: 8, text: null });
  const notes = () => run.marks.value.filter(({ kind }) => kind === 'note').map(({ text }) => text);
  expect(notes()).toEqual(['second', 'first']);
  host.tell('note', { run: runId, seq: 8, text: null });
  expect(notes()).toEqual(['second']);
});
