import { describe, expect, it } from 'vitest';
import type { MetricsEvent } from '../../../core/gan/events.ts';
import { RandomStream } from '../../../core/nn/random.ts';
import type { Store } from '../../../core/store/store.ts';
import { checkpointAt, grid, metrics, saveCheckpoint, specNamed, start, temporaryStore } from './support.ts';

function running(): { store: Store; id: string } {
  const store = temporaryStore();
  const { id } = store.runs.create(specNamed('x'));
  store.runs.start(id, start);
  return { store, id };
}

const save = (store: Store, id: string, iteration: number): number =>
  saveCheckpoint(store, id, { checkpoint: checkpointAt(iteration), reason: 'schedule' });
const point = (iteration: number): ReturnType<typeof grid> =>
  grid(iteration, [1, 2], Float32Array.of(iteration, 0));

describe('marks', () => {
  it('are written with what they tell of, and numbered with everything else', () => {
    const { store, id } = running();
    expect(store.runs.get(id).seq).toBe(1);
    expect(store.series.append(id, [metrics(0, { w1: 1 }), metrics(1, { w1: 2 })])).toBe(2);
    expect(store.series.append(id, [])).toBe(2);
    store.runs.heartbeat(id, { iteration: 1, criticUpdates: 5, activeSeconds: 0.5 });
    expect(store.samples.save(id, point(1))).toBe(3);
    expect(store.runs.setStatus(id, 'paused').seq).toBe(4);
    expect(store.runs.setStatus(id, 'running').seq).toBe(5);
    expect(save(store, id, 1)).toBe(6);
    const note = store.marks.add(id, { kind: 'note', iteration: 1, text: 'Looks good.' });
    expect(note).toEqual({
      seq: 7,
      kind: 'note',
      iteration: 1,
      at: expect.any(Number) as number,
      text: 'Looks good.',
    });
    store.runs.setStatus(id, 'completed');
    expect(
      store.marks.list(id).map(({ seq, kind, iteration, text }) => [seq, kind, iteration, text]),
    ).toEqual([
      [1, 'started', 0, 'On a processor.'],
      [4, 'paused', 1, null],
      [5, 'continued', 1, null],
      [6, 'checkpoint', 1, null],
      [7, 'note', 1, 'Looks good.'],
      [8, 'ended', 1, 'Complete.'],
    ]);
    expect(store.marks.since(id, 6).map(({ seq }) => seq)).toEqual([7, 8]);
    expect(store.marks.since(id, 8)).toEqual([]);
    expect(store.runs.summary(id).seq).toBe(8);
    expect(() => store.marks.list('gone')).toThrow(/no run with the id gone/);
  });

  it.each([
    ['diverged', 'diverged', 'w1 became NaN.'],
    ['crashed', 'crashed', 'It vanished.'],
    ['failed', 'ended', 'An error.'],
    ['interrupted', 'ended', 'Stopped.'],
  ] as const)('say of %s what happened', (status, kind, text) => {
    const { store, id } = running();
    store.runs.setStatus(id, status, text);
    expect(store.marks.list(id).at(-1)).toMatchObject({ kind, text });
  });

  it('are not there when what they tell of did not happen', () => {
    const { store, id } = running();
    expect(() => store.rewind(id, 5, start)).toThrow(/no checkpoint/);
    expect(() => store.series.append(id, [metrics(0.5, { w1: 1 })])).toThrow(/Cannot store/);
    expect(store.marks.list(id)).toHaveLength(1);
    expect(store.runs.get(id).seq).toBe(1);
  });

  it('tell of a vanished process and of going back', () => {
    const store = temporaryStore();
    const { id } = store.runs.create(specNamed('x'));
    store.series.append(id, [metrics(0, { w1: 1 }), metrics(1, { w1: 2 }), metrics(2, { w1: 3 })]);
    save(store, id, 1);
    store.runs.start(id, { ...start, pid: 2 ** 22 + 1 });
    expect(store.runs.reconcile()).toMatchObject([{ id, status: 'crashed' }]);
    const before = store.runs.get(id).seq;
    store.rewind(id, 1, start);
    expect(store.marks.since(id, before)).toMatchObject([
      {
        kind: 'rewound',
        iteration: 1,
        text: 'Went back to iteration 1; one iteration after it is done again.',
      },
      { kind: 'started', iteration: 1 },
    ]);
    store.runs.setStatus(id, 'interrupted');
    store.rewind(id, 1, start);
    expect(store.marks.list(id).at(-2)).toMatchObject({ kind: 'rewound', text: 'Went on from iteration 1.' });
  });
});

describe('since', () => {
  it('tells what is missing, and nothing else', () => {
    const { store, id } = running();
    expect(store.since(id, 1)).toEqual({ rewoundTo: null, from: null, newestGrid: null, marks: [], seq: 1 });
    store.series.append(id, [metrics(0, { w1: 1 }), metrics(1, { w1: 1 })]);
    store.samples.save(id, point(1));
    store.series.append(id, [metrics(2, { w1: 1 })]);
    expect(store.since(id, 1)).toMatchObject({ from: 0, newestGrid: 1, seq: 4 });
    expect(store.since(id, 2)).toMatchObject({ from: 2, newestGrid: 1 });
    expect(store.since(id, 3)).toMatchObject({ from: 2, newestGrid: null });
    expect(store.since(id, 4)).toMatchObject({ from: null, newestGrid: null });
    expect(() => store.since('gone', 0)).toThrow(/no run with the id gone/);
  });

  it('tells of going back, and of the older grid that is the newest again', () => {
    const { store, id } = running();
    store.samples.save(id, point(0));
    store.series.append(id, [metrics(0, { w1: 1 }), metrics(1, { w1: 1 })]);
    save(store, id, 1);
    const seen = store.series.append(id, [metrics(2, { w1: 1 }), metrics(3, { w1: 1 })]);
    store.samples.save(id, point(3));
    store.rewind(id, 1, start);
    expect(store.since(id, seen)).toMatchObject({ rewoundTo: 1, from: null, newestGrid: 0 });
    store.series.append(id, [metrics(2, { w1: 9 })]);
    expect(store.since(id, seen)).toMatchObject({ rewoundTo: 1, from: 2, newestGrid: 0 });
    // Who has seen nothing yet gets what is there, from the start.
    expect(store.since(id, 0)).toMatchObject({ rewoundTo: 1, from: 0, newestGrid: 0 });
  });

  it('does not hide values that come late', () => {
    const { store, id } = running();
    store.series.append(id, [metrics(0, { w1: 1 })]);
    const seen = store.series.append(id, [metrics(5, { w1: 1 })]);
    store.series.append(id, [metrics(8, { w1: 1 })]);
    store.series.append(id, [metrics(3, { w1: 1 }), metrics(4, { w1: 1 })]);
    expect(store.since(id, 0).from).toBe(0);
    expect(store.since(id, seen).from).toBe(3);
    expect(store.since(id, seen + 1).from).toBe(3);
    store.series.append(id, [metrics(9, { w1: 1 })]);
    expect(store.since(id, seen + 2).from).toBe(9);
  });

  it('starts anew with a number that was never given out', () => {
    const { store, id } = running();
    store.series.append(id, [metrics(0, { w1: 1 })]);
    store.samples.save(id, point(0));
    expect(store.since(id, 1000)).toMatchObject({ rewoundTo: -1, from: 0, newestGrid: 0, seq: 3 });
  });

  // Somebody who looks now and then, while the run goes on, crashes and goes back as it likes.
  it('leads every reader to what is stored, with nothing twice', () => {
    const { store, id } = running();
    const random = RandomStream.of(11, 'evaluation');
    const readers = Array.from({ length: 3 }, () => ({
      seq: 0,
      seen: [] as MetricsEvent[],
      grid: -1,
      marks: 0,
    }));
    let next = 0;
    let version = 0;
    for (let turn = 0; turn < 300; turn += 1) {
      const dice = random.uniform();
      if (dice < 0.5) {
        version += 1;
        const length = 1 + random.integer(9);
        store.series.append(
          id,
          Array.from({ length }, (_, i) => metrics(next + i, { w1: version })),
        );
        next += length;
      } else if (dice < 0.6) {
        if (next > 0) store.samples.save(id, point(next - 1));
      } else if (dice < 0.7) {
        if (next > 0) save(store, id, next - 1);
      } else if (dice < 0.75) {
        const back = store.checkpoints.list(id).at(0)?.iteration;
        if (back !== undefined) {
          store.rewind(id, back, start);
          next = back + 1;
        }
      } else {
        const reader = readers[random.integer(readers.length)];
        const { rewoundTo, from, newestGrid, marks, seq } = store.since(id, reader.seq);
        if (rewoundTo !== null) {
          reader.seen = reader.seen.filter(({ iteration }) => iteration <= rewoundTo);
          if (reader.grid > rewoundTo) reader.grid = -1;
        }
        const news = from === null ? [] : [...store.series.eventsFrom(id, from)];
        const known = new Set(reader.seen.map(({ iteration }) => iteration));
        expect(news.filter(({ iteration }) => known.has(iteration))).toEqual([]);
        reader.seen.push(...news);
        reader.grid = newestGrid ?? reader.grid;
        reader.marks += marks.length;
        reader.seq = seq;
        expect(reader.seen).toEqual([...store.series.events(id)]);
        expect(reader.grid).toBe(store.samples.list(id).at(-1)?.iteration ?? -1);
        expect(reader.marks).toBe(store.marks.list(id).length);
      }
    }
    expect(store.marks.list(id).filter(({ kind }) => kind === 'rewound').length).toBeGreaterThan(10);
  });
});
