import { describe, expect, it } from 'vitest';
import type { Store } from '../../../core/store/store.ts';
import { checkpointAt, metrics, saveCheckpoint, specNamed, start, temporaryStore } from './support.ts';

function waiting(...names: string[]): { store: Store; ids: string[] } {
  const store = temporaryStore();
  const ids = names.map((name) => store.runs.create(specNamed(name), { engine: 'onnx:cpu' }).id);
  return { store, ids };
}

describe('the queue', () => {
  it('holds runs that were created for an engine, in order, and no others', () => {
    const { store, ids } = waiting('a', 'b');
    const other = store.runs.create(specNamed('of the command line'), { seconds: 2.5 });
    expect(store.runs.queue()).toEqual(ids);
    expect(store.runs.get('a')).toMatchObject({
      status: 'queued',
      requestedEngine: 'onnx:cpu',
      seconds: null,
    });
    expect(other).toMatchObject({ status: 'queued', requestedEngine: null, seconds: 2.5 });
    expect(store.runs.summaries().map(({ queuePlace }) => queuePlace)).toEqual([null, 2, 1]);
    expect(store.runs.summary(ids[1]).queuePlace).toBe(2);
  });

  it('is left by starting and by ending', () => {
    const { store, ids } = waiting('a', 'b', 'c');
    store.runs.start(ids[1], start);
    expect(store.runs.queue()).toEqual([ids[0], ids[2]]);
    store.runs.setStatus(ids[0], 'interrupted', 'Taken out of the queue.');
    expect(store.runs.queue()).toEqual([ids[2]]);
    expect(store.runs.summary(ids[2]).queuePlace).toBe(1);
  });

  it('can be put into any order', () => {
    const { store, ids } = waiting('a', 'b', 'c', 'd');
    const [a, b, c, d] = ids as [string, string, string, string];
    store.runs.moveInQueue(d, 1);
    expect(store.runs.queue()).toEqual([d, a, b, c]);
    store.runs.moveInQueue(d, 3);
    expect(store.runs.queue()).toEqual([a, b, d, c]);
    store.runs.moveInQueue(a, 99);
    expect(store.runs.queue()).toEqual([b, d, c, a]);
    store.runs.moveInQueue(c, 3);
    expect(store.runs.queue()).toEqual([b, d, c, a]);
    const last = store.runs.create(specNamed('e'), { engine: 'auto' }).id;
    expect(store.runs.queue()).toEqual([b, d, c, a, last]);
    for (const place of [0, -1, 1.5, NaN]) {
      expect(() => {
        store.runs.moveInQueue(a, place);
      }).toThrow(/is no place in the queue; the first one is 1/);
    }
    store.runs.start(b, start);
    expect(() => {
      store.runs.moveInQueue(b, 1);
    }).toThrow(/does not wait in the queue/);
    expect(() => {
      store.runs.moveInQueue('gone', 1);
    }).toThrow(/no run with the id gone/);
  });

  it('takes runs back, with everything they have', () => {
    const { store, ids } = waiting('a', 'b');
    const [a, b] = ids as [string, string];
    store.runs.start(a, start);
    store.series.append(a, [metrics(0, { w1: 3 })]);
    saveCheckpoint(store, a, { checkpoint: checkpointAt(0), reason: 'interrupted' });
    const other = { ...start, pid: process.ppid };
    store.runs.start(b, other);
    expect(() => store.runs.enqueue(b, 'auto')).toThrow(/is being trained by process \d+; stop it there/);
    store.runs.setStatus(b, 'interrupted');
    store.runs.setStatus(a, 'interrupted', 'Stopped.');
    expect(store.runs.queue()).toEqual([]);
    store.runs.enqueue(b, 'auto');
    const queued = store.runs.enqueue(a, 'onnx:webgpu');
    expect(queued).toMatchObject({
      status: 'queued',
      statusDetail: null,
      requestedEngine: 'onnx:webgpu',
      endedAt: null,
      engine: start.engine,
    });
    expect(store.runs.queue()).toEqual([b, a]);
    expect(store.checkpoints.list(a)).toHaveLength(1);
    expect(store.runs.summary(a).measures.w1?.last).toBe(3);
    store.runs.enqueue(b, 'auto');
    expect(store.runs.queue()).toEqual([a, b]);
  });
});
