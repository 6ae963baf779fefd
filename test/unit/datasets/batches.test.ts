// The data order: complete epochs, the same order after any interruption, nothing but seed and position in it.

import { describe, expect, it } from 'vitest';
import { BatchOrder } from '../../../core/datasets/batches.ts';

const sorted = (indices: Iterable<number>) => [...indices].sort((a, b) => a - b);
const all = (count: number) => Array.from({ length: count }, (_, i) => i);

describe('BatchOrder', () => {
  it('gives every index once per epoch, in another order each time', () => {
    const order = new BatchOrder(1000, 5);
    const epochs = [order.next(1000), order.next(1000), order.next(1000)];
    for (const epoch of epochs) expect(sorted(epoch)).toEqual(all(1000));
    expect(epochs[0]).not.toEqual(epochs[1]);
    expect(epochs[1]).not.toEqual(epochs[2]);
    expect([...epochs[0]]).not.toEqual(all(1000));
  });

  it('lets a batch reach into the next epoch, and even over several', () => {
    const whole = [...new BatchOrder(10, 3).next(70)];
    const order = new BatchOrder(10, 3);
    const batches = Array.from({ length: 10 }, () => [...order.next(7)]);
    expect(batches.flat()).toEqual(whole);
    for (let epoch = 0; epoch < 7; epoch += 1)
      expect(sorted(whole.slice(10 * epoch, 10 * epoch + 10))).toEqual(all(10));
  });

  it('goes on from any position as if never interrupted', () => {
    const count = 97;
    const uninterrupted = [...new BatchOrder(count, 12).next(500)];
    for (const position of [0, 1, 96, 97, 98, 250, 388, 499]) {
      const before = new BatchOrder(count, 12);
      before.next(position);
      expect(before.samplesDrawn).toBe(position);
      const restored = new BatchOrder(count, 12, before.samplesDrawn);
      expect([...restored.next(500 - position)]).toEqual(uninterrupted.slice(position));
      expect(restored.samplesDrawn).toBe(500);
    }
  });

  it('follows from the seed', () => {
    const first = new BatchOrder(1000, 1).next(1000);
    expect(new BatchOrder(1000, 1).next(1000)).toEqual(first);
    expect(new BatchOrder(1000, 2).next(1000)).not.toEqual(first);
    expect(new BatchOrder(1000, -1).next(1000)).not.toEqual(first);
    // The second epoch of a seed is not the first of its neighbour.
    expect(new BatchOrder(1000, 1, 1000).next(1000)).not.toEqual(new BatchOrder(1000, 2).next(1000));
  });

  it('means by a seed what it always meant', () => {
    expect([...new BatchOrder(8, 7).next(16)]).toEqual([3, 4, 0, 2, 6, 5, 1, 7, 7, 6, 3, 0, 4, 5, 1, 2]);
  });

  it('shuffles evenly', () => {
    const order = new BatchOrder(3, 0);
    const seen = new Map<string, number>();
    for (let epoch = 0; epoch < 6000; epoch += 1) {
      const key = order.next(3).join('');
      seen.set(key, (seen.get(key) ?? 0) + 1);
    }
    expect(seen.size).toBe(6);
    // 1,000 each, deviation 29.
    for (const count of seen.values()) expect(Math.abs(count - 1000)).toBeLessThan(120);
  });

  it('refuses an empty set', () => {
    expect(() => new BatchOrder(0, 1)).toThrow(RangeError);
  });
});
