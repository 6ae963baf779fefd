// Delivery to a reader that lags, with a store that remembers everything.

import { describe, expect, it } from 'vitest';
import { joinBatches, tellMetrics, toBatch } from '../../../core/host/batches.ts';
import { Outbox } from '../../../core/host/outbox.ts';
import { replay } from '../../../core/host/replay.ts';
import type { HostEvents, RunSummary } from '../../../core/protocol/contract.ts';
import type { Message } from '../../../core/protocol/rpc.ts';
import { tellGrid } from '../../../core/host/grids.ts';
import {
  checkpointAt,
  grid,
  metrics,
  saveCheckpoint,
  specNamed,
  start,
  temporaryStore,
} from '../../unit/store/support.ts';

/** A run that is written to, an outbox that tells of it, and a reader that reads when the test says so. */
function watched() {
  const store = temporaryStore();
  const { id } = store.runs.create(specNamed('x'));
  store.runs.start(id, start);
  const posted: Extract<Message, { kind: 'event' }>[] = [];
  const errors: unknown[] = [];
  let replays = 0;
  const outbox = new Outbox({
    post: (message) => posted.push(message as (typeof posted)[number]),
    *replay(run, seq) {
      replays += 1;
      yield* replay(store, run, seq);
    },
    failed: (error) => errors.push(error),
  });
  let iteration = 0;
  return {
    ...{ store, id, outbox, posted, errors },
    replays: () => replays,
    /** Stores some iterations and tells of them; `width` makes them large. */
    train: (count: number, { tell = true } = {}): void => {
      const events = Array.from({ length: count }, () => {
        iteration += 1;
        return metrics(iteration, {
          critic_loss: iteration,
          w1: iteration % 3 === 0 ? Number.NaN : -iteration,
        });
      });
      const seq = store.series.append(id, events);
      if (tell) outbox.follow(tellMetrics(id, seq, events));
    },
    draw: (): void => {
      const seq = store.samples.save(id, grid(iteration, [1, 2], Float32Array.of(iteration, 0)))!;
      outbox.follow(tellGrid(store, id, iteration, seq));
    },
    /** The reader deals with everything that was posted, and what follows from that is posted, until there is no more. */
    read: async (): Promise<void> => {
      for (let before = -1; before !== posted.length;) {
        before = posted.length;
        outbox.seen(posted.at(-1)?.number ?? 0);
        for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      }
    },
    iterations: () =>
      posted.flatMap(({ name, value }) =>
        name === 'metrics' ? [...(value as HostEvents['metrics']).iterations] : [],
      ),
    named: <K extends keyof HostEvents>(name: K) =>
      posted.filter((event) => event.name === name).map((event) => event.value as HostEvents[K]),
  };
}

const upTo = (last: number, first = 1): number[] =>
  Array.from({ length: last - first + 1 }, (_, i) => first + i);

describe('a reader that keeps up', () => {
  it('gets what is stored, then what happens, once and in order', async () => {
    const { outbox, id, train, read, iterations, named, replays, posted } = watched();
    train(10);
    expect(posted).toEqual([]);
    outbox.watch(id, 0);
    train(5);
    await read();
    train(3);
    await read();
    expect(iterations()).toEqual(upTo(18));
    expect(replays()).toBe(1);
    expect(named('mark').map(({ mark }) => mark.kind)).toEqual(['started']);
    expect(posted.map(({ number }) => number)).toEqual(upTo(posted.length));
  });

  it('begins where it says, and gets nothing when that is the end', async () => {
    const { outbox, store, id, train, read, iterations, posted } = watched();
    train(10);
    const { seq } = store.since(id, 0);
    train(10);
    outbox.watch(id, seq);
    await read();
    expect(iterations()).toEqual(upTo(20, 11));
    const count = posted.length;
    outbox.watch(id, store.since(id, 0).seq);
    await read();
    expect(posted.length).toBe(count);
  });

  it('goes on at the number of any event, wherever the line went down after a stretch', async () => {
    const { outbox, id, train, draw, read, posted, store } = watched();
    for (let i = 0; i < 600; i += 1) {
      train(3);
      if (i % 100 === 50) draw();
      if (i % 200 === 70) store.marks.add(id, { kind: 'note', iteration: i, text: 'x' });
    }
    outbox.watch(id, 0);
    await read();
    const all = posted.slice();
    for (const cut of all.keys()) {
      const before = all.slice(0, cut + 1);
      const seqs = before.map(({ value }) => {
        const event = value as { seq?: number; mark?: { seq: number } };
        return event.mark?.seq ?? event.seq!;
      });
      const rest = [...replay(store, id, Math.max(...seqs))];
      const told = [
        ...before.flatMap(({ name, value }) =>
          name === 'metrics' ? [...(value as HostEvents['metrics']).iterations] : [],
        ),
        ...rest.flatMap((event) => (event.name === 'metrics' ? [...event.value.iterations] : [])),
      ];
      // Nothing is lost anywhere, and what comes again can be told by its iteration.
      expect([...new Set(told)]).toEqual(upTo(1800));
      const grids = [
        ...before.flatMap(({ name, value }) =>
          name === 'grid' ? [(value as HostEvents['grid']).iteration] : [],
        ),
        ...rest.flatMap((event) => (event.name === 'grid' ? [event.value.iteration] : [])),
      ];
      expect(grids.at(-1)).toBe(3 * 551);
    }
  });

  it('is told of what somebody else stored', async () => {
    const { outbox, id, train, read, iterations } = watched();
    outbox.watch(id, 0);
    train(5);
    await read();
    train(5, { tell: false });
    train(5);
    await read();
    train(5, { tell: false });
    outbox.catchUp(id);
    await read();
    expect(iterations()).toEqual(upTo(20));
  });
});

describe('a reader that lags', () => {
  it('gets metrics joined and only the newest grid, never before the metrics up to it', async () => {
    const { outbox, id, train, draw, read, iterations, named, posted } = watched();
    outbox.watch(id, 0);
    await read();
    for (let i = 0; i < 200; i += 1) {
      train(2);
      if (i % 10 === 9) draw();
    }
    const onTheWay = posted.length;
    expect(onTheWay).toBeLessThan(40);
    await read();
    expect(iterations()).toEqual(upTo(400));
    expect(posted.length).toBeLessThan(onTheWay + 6);
    expect(named('grid').at(-1)!.iteration).toBe(400);
    expect(named('grid').length).toBeLessThan(8);
    const at = posted.findIndex((event) => event.value === named('grid').at(-1));
    const before = posted
      .slice(0, at)
      .flatMap(({ name, value }) =>
        name === 'metrics' ? [...(value as HostEvents['metrics']).iterations] : [],
      );
    expect(before).toEqual(upTo(400));
  });

  it('is not kept everything for: the rest is read from the store, each value once', async () => {
    const { outbox, id, train, draw, read, iterations, named, replays } = watched();
    outbox.watch(id, 0);
    await read();
    for (let i = 0; i < 300; i += 1) {
      train(300);
      if (i % 50 === 49) draw();
    }
    await read();
    expect(replays()).toBe(2);
    expect(iterations()).toEqual(upTo(90_000));
    expect(named('grid').at(-1)!.iteration).toBe(90_000);
    train(10);
    await read();
    expect(iterations().length).toBe(90_010);
    expect(replays()).toBe(2);
  });

  it('gets only the newest summary of each run, after all metrics before it', async () => {
    const { outbox, id, train, read, posted } = watched();
    const summary = (run: string, iteration: number) => ({ id: run, iteration }) as RunSummary;
    outbox.watch(id, 0);
    await read();
    for (let i = 1; i <= 100; i += 1) {
      train(1);
      outbox.tell('run', summary(id, i));
      outbox.tell('run', summary('other', i));
    }
    const before = posted.length;
    await read();
    const later = posted.slice(before);
    expect(later.map(({ name }) => name)).toEqual(['metrics', 'run', 'run']);
    expect(later.slice(1).map(({ value }) => (value as RunSummary).iteration)).toEqual([100, 100]);
  });

  it('is told to forget before it gets anew what was trained again', async () => {
    const { outbox, store, id, train, read, named, posted } = watched();
    outbox.watch(id, 0);
    train(20);
    await read();
    saveCheckpoint(store, id, { checkpoint: checkpointAt(10), reason: 'request' });
    outbox.catchUp(id);
    await read();
    store.rewind(id, 10, start);
    store.series.append(id, [metrics(11, { critic_loss: 0 }), metrics(12, { critic_loss: 0 })]);
    outbox.catchUp(id);
    await read();
    const kept = new Map<number, number>();
    for (const { name, value } of posted) {
      if (name === 'rewound') {
        const { iteration } = value as HostEvents['rewound'];
        for (const key of [...kept.keys()]) if (key > iteration) kept.delete(key);
      }
      if (name !== 'metrics') continue;
      const { iterations, columns } = value as HostEvents['metrics'];
      const loss = columns.find(({ key }) => key === 'critic_loss');
      loss?.rows.forEach((row, i) => kept.set(iterations[row], loss.values[i]));
    }
    expect([...kept]).toEqual([...upTo(10).map((i) => [i, i]), [11, 0], [12, 0]]);
    expect(named('rewound')).toHaveLength(1);
    const seqs = named('mark').map(({ mark }) => mark.seq);
    expect(new Set(seqs).size).toBe(seqs.length);
  });
});

describe('an outbox', () => {
  it('sends nothing any more of a run that is not watched, or after it is closed', async () => {
    const { outbox, id, train, read, posted } = watched();
    outbox.watch(id, 0);
    train(4);
    await read();
    outbox.unwatch(id);
    train(4);
    await read();
    const count = posted.length;
    outbox.watch(id, 0);
    outbox.close();
    outbox.tell('gone', { runs: [id] });
    await read();
    expect(posted.length).toBe(count);
  });

  it('survives a run that is deleted while it is read', async () => {
    const { outbox, store, id, train, read, errors, posted } = watched();
    train(10);
    store.runs.setStatus(id, 'interrupted');
    store.runs.delete(id);
    outbox.watch(id, 0);
    await read();
    expect(errors).toHaveLength(1);
    outbox.tell('gone', { runs: [id] });
    expect(posted.at(-1)).toMatchObject({ name: 'gone' });
  });
});

describe('batches', () => {
  it('join into what one batch of all would be', () => {
    const events = [
      metrics(1, { critic_loss: 1 }),
      metrics(2, { critic_loss: Number.NaN, w1: -0 }),
      metrics(3, {}),
      metrics(4, { w1: Infinity, penalty: 3 }),
    ];
    const parts = [events.slice(0, 1), events.slice(1, 3), [], events.slice(3)].map((part, i) =>
      toBatch('r', i, part),
    );
    expect(joinBatches(parts)).toEqual(toBatch('r', 3, events));
  });
});
