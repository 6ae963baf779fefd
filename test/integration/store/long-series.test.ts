// A series as long as they get: reading it stays bounded.

import { expect, it } from 'vitest';
import { metrics, specNamed, temporaryStore } from '../../unit/store/support.ts';

it('reads a bounded number of rows of a run of a million iterations, near and far', () => {
  const store = temporaryStore();
  const { id } = store.runs.create(specNamed('x'));
  const length = 1_000_000;
  for (let from = 0; from < length; from += 20_000) {
    const batch = Array.from({ length: 20_000 }, (_, i) =>
      metrics(from + i, { em_estimate: (from + i) % 1000 }),
    );
    store.series.append(id, batch);
  }
  store.series.append(id, [metrics(length, { em_estimate: -7 })]);
  const whole = store.series.readBuckets(id, 'em_estimate', 800);
  expect(whole.rowsRead).toBeLessThanOrEqual(2100);
  expect(whole.width).toBeCloseTo(length / 800, 0);
  expect(whole.buckets.length).toBeGreaterThan(700);
  expect(whole.buckets.reduce((sum, { count }) => sum + count, 0)).toBe(length + 1);
  expect(whole.buckets.at(-1)).toMatchObject({ last: length, tail: -7, min: -7 });
  expect(whole.buckets[0]).toMatchObject({ first: 0, min: 0, max: 999 });
  for (const [from, to] of [
    [333_333, 666_666],
    [500_001, 600_000],
    [700_000, 720_000],
  ] as const) {
    const part = store.series.readBuckets(id, 'em_estimate', 500, from, to);
    expect(part.rowsRead).toBeLessThanOrEqual(2600);
    expect(part.buckets.reduce((sum, { count }) => sum + count, 0)).toBe(to - from + 1);
    expect(part.buckets.length).toBeGreaterThan(300);
    expect(part.width).toBeGreaterThanOrEqual((to - from + 1) / 500);
    expect(part.buckets[0]?.first).toBe(from);
    expect(part.buckets.at(-1)?.last).toBe(to);
  }
});
