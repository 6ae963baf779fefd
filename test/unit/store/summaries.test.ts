import { describe, expect, it } from 'vitest';
import { bytesBelow } from '../../../core/store/files.ts';
import { bytesPerValue } from '../../../core/store/sizes.ts';
import type { Store } from '../../../core/store/store.ts';
import { checkpointAt, grid, metrics, saveCheckpoint, specNamed, start, temporaryStore } from './support.ts';

function running(): { store: Store; id: string } {
  const store = temporaryStore();
  const { id } = store.runs.create(specNamed('x'), { compareGroup: 'g', seconds: 60, engine: 'auto' });
  store.runs.start(id, start);
  return { store, id };
}

describe('summaries', () => {
  it('show a run as it is', () => {
    const { store, id } = running();
    store.series.append(id, [metrics(0, { critic_loss: 4, w1: 2 }), metrics(1, { critic_loss: 3 })]);
    store.runs.heartbeat(id, { iteration: 1, criticUpdates: 5, activeSeconds: 0.125 });
    store.samples.save(id, grid(1, [1, 2], Float32Array.of(1, 2)));
    const { createdAt, startedAt } = store.runs.get(id);
    const summary = store.runs.summary(id);
    expect(summary).toEqual({
      id,
      name: 'x',
      status: 'running',
      statusDetail: null,
      objective: 'wgan-gp',
      data: '8gaussians',
      dataTitle: '8 Gaussians',
      sampleShape: [2],
      batch: 32,
      seed: 7,
      iterations: 100,
      seconds: 60,
      requestedEngine: 'auto',
      engine: { id: 'reference', device: 'a processor', deterministic: true },
      createdAt,
      startedAt,
      endedAt: null,
      iteration: 1,
      criticUpdates: 5,
      activeSeconds: 0.125,
      compareGroup: 'g',
      starred: false,
      tags: [],
      note: '',
      bytes: bytesBelow(store.runs.folderOf(id)) + 3 * bytesPerValue,
      measures: {
        critic_loss: { last: 3, lastIteration: 1, best: null, bestIteration: null },
        w1: { last: 2, lastIteration: 0, best: 2, bestIteration: 0 },
      },
      newestGrid: 1,
      queuePlace: null,
      resumable: false,
      pid: process.pid,
      seq: 3,
    });
    expect(store.runs.summaries()).toEqual([summary]);
  });

  it('come newest first, each with its own measures', () => {
    const store = temporaryStore();
    const ids = ['a', 'b', 'c'].map((name) => store.runs.create(specNamed(name)).id);
    ids.forEach((id, i) => store.series.append(id, [metrics(0, { w1: i, modes: 8 - i })]));
    expect(
      store.runs.summaries().map(({ name, measures }) => [name, measures.w1?.last, measures.modes?.best]),
    ).toEqual([
      ['c', 2, 6],
      ['b', 1, 7],
      ['a', 0, 8],
    ]);
  });

  it('say which runs can go on', () => {
    const store = temporaryStore();
    const resumable = (prepare: (id: string) => void): boolean => {
      const { id } = store.runs.create(specNamed('x'));
      prepare(id);
      return store.runs.summary(id).resumable;
    };
    const train = (id: string): void => {
      store.runs.start(id, start);
      store.series.append(id, [metrics(0, { w1: 1 })]);
    };
    const save = (id: string): void => {
      saveCheckpoint(store, id, { checkpoint: checkpointAt(0), reason: 'schedule' });
    };
    const end = (status: 'completed' | 'interrupted' | 'crashed' | 'failed' | 'diverged') => (id: string) => {
      store.runs.setStatus(id, status);
    };
    const after = (...steps: ((id: string) => void)[]): boolean =>
      resumable((id) => {
        for (const step of steps) step(id);
      });
    expect(after()).toBe(false);
    expect(after(train, save)).toBe(false);
    expect(after(train, save, end('completed'))).toBe(false);
    // It would diverge again.
    expect(after(train, save, end('diverged'))).toBe(false);
    for (const status of ['interrupted', 'crashed', 'failed'] as const) {
      expect(after(train, save, end(status))).toBe(true);
      expect(after(train, end(status))).toBe(false);
      expect(after(end(status))).toBe(true);
    }
  });
});

describe('edit', () => {
  it('changes what is given and nothing else', () => {
    const { store, id } = running();
    const before = store.runs.summary(id);
    expect(store.runs.edit(id, {})).toEqual(before);
    const edited = store.runs.edit(id, {
      name: '  my best ',
      tags: ['paper', ' ', 'wgan ', 'paper'],
      note: 'λ = 10',
      starred: true,
    });
    expect(edited).toEqual({
      ...before,
      name: 'my best',
      tags: ['paper', 'wgan'],
      note: 'λ = 10',
      starred: true,
    });
    expect(store.runs.edit(id, { starred: false, tags: [] })).toEqual({
      ...edited,
      starred: false,
      tags: [],
    });
    expect(store.runs.get('my best').spec.name).toBe('x');
    expect(() => store.runs.edit(id, { note: 'lost', name: ' ' })).toThrow(/A run needs a name/);
    expect(store.runs.summary(id).note).toBe('λ = 10');
    expect(() => store.runs.edit('gone', {})).toThrow(/no run with the id gone/);
  });
});

describe('measures', () => {
  const measureOf = (store: Store, id: string, key: 'w1' | 'modes' | 'penalty'): unknown =>
    store.runs.summary(id).measures[key];

  it('keep the newest, and the first to be best in the direction of the metric', () => {
    const { store, id } = running();
    store.series.append(id, [metrics(0, { w1: 5, modes: 2, penalty: 1 })]);
    store.series.append(id, [metrics(10, { w1: 3, modes: 7 }), metrics(20, { w1: NaN, modes: 7 })]);
    store.series.append(id, [metrics(30, { w1: 3, modes: -Infinity }), metrics(40, { w1: -Infinity })]);
    expect(measureOf(store, id, 'w1')).toEqual({
      last: -Infinity,
      lastIteration: 40,
      best: 3,
      bestIteration: 10,
    });
    expect(measureOf(store, id, 'modes')).toEqual({
      last: -Infinity,
      lastIteration: 30,
      best: 7,
      bestIteration: 10,
    });
    expect(measureOf(store, id, 'penalty')).toMatchObject({ last: 1, best: null, bestIteration: null });
  });

  it('have no best while nothing is a number', () => {
    const { store, id } = running();
    store.series.append(id, [metrics(0, { w1: NaN }), metrics(1, { w1: Infinity })]);
    expect(measureOf(store, id, 'w1')).toEqual({
      last: Infinity,
      lastIteration: 1,
      best: NaN,
      bestIteration: null,
    });
  });

  it('follow values that are replaced or come late', () => {
    const { store, id } = running();
    store.series.append(id, [metrics(0, { w1: 5 }), metrics(10, { w1: 1 }), metrics(20, { w1: 4 })]);
    store.series.append(id, [metrics(10, { w1: 9 })]);
    expect(measureOf(store, id, 'w1')).toMatchObject({
      last: 4,
      lastIteration: 20,
      best: 4,
      bestIteration: 20,
    });
    store.series.append(id, [metrics(5, { w1: 2 }), metrics(20, { w1: 6 })]);
    expect(measureOf(store, id, 'w1')).toMatchObject({
      last: 6,
      lastIteration: 20,
      best: 2,
      bestIteration: 5,
    });
    expect(store.runs.summary(id).bytes - bytesBelow(store.runs.folderOf(id))).toBe(4 * bytesPerValue);
  });

  it('go back with the run', () => {
    const { store, id } = running();
    store.series.append(id, [metrics(0, { w1: 5, modes: 1 }), metrics(1, { w1: 4 })]);
    saveCheckpoint(store, id, { checkpoint: checkpointAt(1), reason: 'schedule' });
    store.series.append(id, [metrics(2, { w1: 3, penalty: 6 }), metrics(3, { w1: 9 })]);
    store.rewind(id, 1, start);
    expect(store.runs.summary(id).measures).toEqual({
      w1: { last: 4, lastIteration: 1, best: 4, bestIteration: 1 },
      modes: { last: 1, lastIteration: 0, best: 1, bestIteration: 0 },
    });
    expect(store.series.keys(id)).toEqual(['modes', 'w1']);
    expect(store.series.lastValues(id).w1).toEqual({ iteration: 1, value: 4 });
  });
});

describe('bytes', () => {
  const exact = (store: Store, id: string, values: number): number =>
    bytesBelow(store.runs.folderOf(id)) + values * bytesPerValue;

  it('follow what is written and removed, and going back', () => {
    const { store, id } = running();
    for (let i = 0; i < 5; i += 1) {
      store.series.append(id, [metrics(i, { w1: i, modes: i })]);
      store.samples.save(id, grid(i, [4, 2], new Float32Array(8)));
      store.samples.save(id, grid(i, [8, 2], new Float32Array(16)));
      saveCheckpoint(store, id, { checkpoint: checkpointAt(i, 6000), reason: 'schedule' });
      saveCheckpoint(store, id, { checkpoint: checkpointAt(i, 6000), reason: 'schedule' });
      expect(store.runs.summary(id).bytes).toBe(exact(store, id, 2 * (i + 1)));
    }
    store.rewind(id, 3, start);
    expect(store.runs.summary(id).bytes).toBe(exact(store, id, 8));
  });
});
