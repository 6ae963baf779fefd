import { describe, expect, it } from 'vitest';
import type { MetricsEvent } from '../../../core/gan/events.ts';
import { RandomStream } from '../../../core/nn/random.ts';
import type { Bucket } from '../../../core/store/series.ts';
import type { Store } from '../../../core/store/store.ts';
import { metrics, specNamed, temporaryStore } from './support.ts';

function storeWithRun(): { store: Store; id: string } {
  const store = temporaryStore();
  return { store, id: store.runs.create(specNamed('x')).id };
}

/** Buckets straight from the values, as the definition says. */
function naive(
  values: readonly (readonly [number, number])[],
  buckets: number,
  from: number,
  to: number,
): Bucket[] {
  const width = Math.max(1, (to - from + 1) / buckets);
  const groups = new Map<number, (readonly [number, number])[]>();
  for (const pair of values.filter(([step]) => step >= from && step <= to)) {
    const group = Math.floor((pair[0] - from) / width);
    const pairs = groups.get(group);
    if (pairs === undefined) groups.set(group, [pair]);
    else pairs.push(pair);
  }
  return [...groups.values()].map((group) => {
    const finite = group.map(([, value]) => value).filter((value) => Number.isFinite(value));
    return {
      first: group[0][0],
      last: group.at(-1)![0],
      min: finite.length > 0 ? Math.min(...finite) : NaN,
      max: finite.length > 0 ? Math.max(...finite) : NaN,
      mean: finite.length > 0 ? finite.reduce((sum, value) => sum + value, 0) / finite.length : NaN,
      tail: group.at(-1)![1],
      count: group.length,
      nonFinite: group.length - finite.length,
      criticUpdates: group.at(-1)![0] * 5,
      activeSeconds: group.at(-1)![0] / 8,
    };
  });
}

describe('append and read', () => {
  it('gives back every value to the bit: NaN, infinities, zeros of both signs, the smallest and the largest', () => {
    const { store, id } = storeWithRun();
    const odd = [
      NaN,
      Infinity,
      -Infinity,
      0,
      -0,
      5e-324,
      Number.MAX_VALUE,
      0.1,
      -1,
      2 ** 53,
      Math.fround(0.1),
    ];
    store.series.append(
      id,
      odd.map((value, i) => metrics(i, { critic_loss: value })),
    );
    const { values, iterations, criticUpdates, activeSeconds } = store.series.read(id, 'critic_loss');
    // `toEqual` tells 0 from -0 and takes NaN for equal.
    expect([...values]).toEqual(odd);
    expect([...iterations]).toEqual(odd.map((_, i) => i));
    expect([...criticUpdates]).toEqual(odd.map((_, i) => i * 5));
    expect([...activeSeconds]).toEqual(odd.map((_, i) => i / 8));
  });

  it('keeps keys and runs apart, and gives nothing for what was never said', () => {
    const { store, id } = storeWithRun();
    const other = store.runs.create(specNamed('y')).id;
    store.series.append(id, [metrics(0, { critic_loss: 1, w1: 2 }), metrics(1, { critic_loss: 3 })]);
    store.series.append(other, [metrics(0, { critic_loss: 9 })]);
    expect([...store.series.read(id, 'critic_loss').values]).toEqual([1, 3]);
    expect([...store.series.read(id, 'w1').iterations]).toEqual([0]);
    expect([...store.series.read(other, 'critic_loss').values]).toEqual([9]);
    expect(store.series.read(other, 'w1').values).toHaveLength(0);
    expect(store.series.read(other, 'modes').values).toHaveLength(0);
    expect(store.series.keys(id)).toEqual(['critic_loss', 'w1']);
    expect(store.series.keys(other)).toEqual(['critic_loss']);
    expect(store.series.lastValues(id)).toEqual({
      critic_loss: { iteration: 1, value: 3 },
      w1: { iteration: 0, value: 2 },
    });
  });

  it('replaces what is there for the same iteration', () => {
    const { store, id } = storeWithRun();
    store.series.append(id, [metrics(4, { w1: 1, modes: 8 })]);
    store.series.append(id, [{ ...metrics(4, { w1: 2 }), activeSeconds: 7 }]);
    expect([...store.series.read(id, 'w1').values]).toEqual([2]);
    expect([...store.series.read(id, 'modes').activeSeconds]).toEqual([7]);
  });

  it('stores all or nothing', () => {
    const { store, id } = storeWithRun();
    const broken = { ...metrics(1.5, { w1: 1 }) };
    expect(() => {
      store.series.append(id, [metrics(0, { w1: 1 }), broken]);
    }).toThrow(/Cannot store the metrics of iteration 0/);
    expect(store.series.keys(id)).toEqual([]);
    expect(() => {
      store.series.append('gone', [metrics(0, { w1: 1 })]);
    }).toThrow(/no run with the id gone/);
  });

  it('gives the events from an iteration on', () => {
    const { store, id } = storeWithRun();
    const events = Array.from({ length: 100 }, (_, i) => metrics(i * 2, { w1: i }));
    store.series.append(id, events);
    expect([...store.series.eventsFrom(id, 50)]).toEqual(events.slice(25));
    expect([...store.series.eventsFrom(id, 51)]).toEqual(events.slice(26));
    expect([...store.series.eventsFrom(id, 199)]).toEqual([]);
  });

  it('gives the events back, page by page', () => {
    const { store, id } = storeWithRun();
    const events: MetricsEvent[] = Array.from({ length: 5000 }, (_, i) =>
      metrics(i * 2, i % 10 === 0 ? { critic_loss: i, w1: -i } : { critic_loss: i === 3 ? NaN : i }),
    );
    events[7] = metrics(14, {});
    store.series.append(id, events);
    expect([...store.series.events(id)]).toEqual(events);
    expect([...store.series.events(store.runs.create(specNamed('empty')).id)]).toEqual([]);
  });
});

describe('readBuckets', () => {
  it('sums up a short run value by value', () => {
    const { store, id } = storeWithRun();
    const values = [3, 1, NaN, Infinity, 2, NaN, NaN];
    store.series.append(
      id,
      values.map((value, i) => metrics(i, { w1: value })),
    );
    const pairs = values.map((value, i) => [i, value] as const);
    expect(store.series.readBuckets(id, 'w1', 3).buckets).toEqual(naive(pairs, 3, 0, 6));
    expect(store.series.readBuckets(id, 'w1', 100).buckets).toEqual(naive(pairs, 100, 0, 6));
    expect(store.series.readBuckets(id, 'w1', 2, 1, 4).buckets).toEqual(naive(pairs, 2, 1, 4));
    expect(store.series.readBuckets(id, 'w1', 1).buckets).toMatchObject([
      { min: 1, max: 3, nonFinite: 4, tail: NaN },
    ]);
    expect(store.series.readBuckets(id, 'w1', 4, 5).buckets[0]?.min).toBeNaN();
    expect(store.series.readBuckets(id, 'penalty', 4)).toEqual({ buckets: [], width: 1, rowsRead: 0 });
    expect(store.series.readBuckets(id, 'w1', 4, 100).buckets).toEqual([]);
    for (const buckets of [0, -1, 1.5, NaN]) {
      expect(() => store.series.readBuckets(id, 'w1', buckets)).toThrow(/ask for at least one/);
    }
  });

  it('has a mean between the ends, whatever the values', () => {
    const { store, id } = storeWithRun();
    const huge = Array.from({ length: 20_000 }, (_, i) => (i % 3 === 0 ? -1 : 1) * Number.MAX_VALUE);
    store.series.append(
      id,
      huge.map((value, i) => metrics(i, { w1: value, penalty: 0.1 })),
    );
    const [w1] = store.series.readBuckets(id, 'w1', 1).buckets;
    expect(w1.mean / Number.MAX_VALUE).toBeCloseTo(1 / 3, 3);
    expect(store.series.readBuckets(id, 'penalty', 1).buckets[0].mean).toBe(0.1);
  });

  // Batches of odd sizes, gaps, values out of order and replaced ones: the chunks must never notice.
  it('agrees with the values after any history of appending', () => {
    const { store, id } = storeWithRun();
    const random = RandomStream.of(3, 'evaluation');
    const truth = new Map<number, number>();
    let step = 0;
    while (step < 40_000) {
      const batch: MetricsEvent[] = [];
      for (let n = 1 + random.integer(900); n > 0; n -= 1) {
        step += random.uniform() < 0.001 ? random.integer(700) : 1;
        const at = random.uniform() < 0.01 ? random.integer(step) : step;
        const value = random.uniform() < 0.01 ? NaN : random.normal();
        batch.push(metrics(at, { w1: value }));
        truth.set(at, value);
      }
      store.series.append(id, batch);
    }
    const pairs = [...truth].sort((a, b) => a[0] - b[0]);
    const last = pairs.at(-1)![0];
    for (const [from, to] of [
      [0, last],
      [1, last],
      [777, last - 1234],
      [5, 16_389],
      [100, 38_000],
    ] as const) {
      // One bucket does not depend on where chunks begin; several must add up to the same.
      const single = store.series.readBuckets(id, 'w1', 1, from, to);
      const [whole] = naive(pairs, 1, from, to);
      expect(single.buckets).toEqual([{ ...whole, mean: expect.closeTo(whole.mean, 12) as number }]);
      const { buckets, rowsRead } = store.series.readBuckets(id, 'w1', 300, from, to);
      const expected = whole;
      expect(buckets[0]?.first).toBe(expected.first);
      expect(buckets.at(-1)?.tail).toEqual(expected.tail);
      expect(Math.min(...buckets.map(({ min }) => min))).toBe(expected.min);
      expect(Math.max(...buckets.map(({ max }) => max))).toBe(expected.max);
      expect(buckets.reduce((sum, { count }) => sum + count, 0)).toBe(expected.count);
      expect(buckets.reduce((sum, { nonFinite }) => sum + nonFinite, 0)).toBe(expected.nonFinite);
      expect(buckets.length).toBeLessThanOrEqual(300);
      expect(buckets.length).toBeGreaterThan(200);
      expect(rowsRead).toBeLessThanOrEqual(16_384);
      for (let i = 1; i < buckets.length; i += 1) {
        expect(buckets[i].first).toBeGreaterThan(buckets[i - 1].last);
      }
    }
  });
});
