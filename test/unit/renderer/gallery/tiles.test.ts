import { describe, expect, it, test } from 'vitest';
import type { RunDetail, RunMark } from '../../../../core/protocol/contract.ts';
import { checkpointsOf, nearestCheckpoint } from '../../../../renderer/components/gallery/checkpoints.ts';
import { readStarred, toggled } from '../../../../renderer/components/gallery/starred-tiles.ts';
import {
  difference,
  perValue,
  tileOf,
  valueOf,
} from '../../../../renderer/components/gallery/tile-pictures.ts';

test('a tile is a grid of one', () => {
  const grid = {
    kind: 'images',
    shape: [2, 1, 2, 3],
    pixels: Uint8Array.from({ length: 12 }, (_, i) => i),
  } as const;
  expect(tileOf(grid, 1)).toEqual({
    kind: 'images',
    shape: [1, 1, 2, 3],
    pixels: Uint8Array.of(6, 7, 8, 9, 10, 11),
  });
  expect(() => tileOf(grid, 2)).toThrow(RangeError);
});

test('differences are absolute, and distances are told for each value', () => {
  const of = (...pixels: number[]) =>
    ({ kind: 'images', shape: [1, 1, 4, 1], pixels: Uint8Array.from(pixels) }) as const;
  expect([...difference(of(0, 255, 10, 7), of(255, 0, 12, 7)).pixels]).toEqual([255, 255, 2, 0]);
  // Black against white: 2 for each value.
  expect(perValue(Math.sqrt(4 * 4), [1, 1, 4, 1])).toBe(2);
  expect([valueOf(0), valueOf(255)]).toEqual([-1, 1]);
});

describe('stars', () => {
  it('come and go', () => {
    const one = toggled({}, 'a', 5);
    expect(toggled(one, 'a', 3)).toEqual({ a: [3, 5] });
    expect(toggled(one, 'a', 5)).toEqual({});
  });
  it('of many runs do not grow without end, and the newest are kept', () => {
    let starred = {};
    for (let i = 0; i < 400; i += 1) starred = toggled(starred, `run ${i}`, 1);
    expect(Object.keys(starred)).toHaveLength(300);
    expect(starred).toHaveProperty('run 399');
    expect(JSON.stringify(toggled(starred, 'run 350', 2)).length).toBeLessThan(64 * 1024);
  });
  it('survive nonsense', () => {
    expect([null, 7, 'x', { a: 'b', c: [1, 'd', 2.5] }].map(readStarred)).toEqual([{}, {}, {}, { c: [1] }]);
  });
});

describe('checkpoints', () => {
  const detail = { seq: 10, checkpoints: [{ iteration: 100 }, { iteration: 200 }] } as unknown as RunDetail;
  const mark = (seq: number, kind: RunMark['kind'], iteration: number): RunMark => ({
    ...{ seq, kind, iteration, at: 0, text: null },
  });
  it('are those that were read and those told since', () => {
    const marks = [mark(3, 'checkpoint', 50), mark(11, 'checkpoint', 300), mark(12, 'paused', 320)];
    expect(checkpointsOf(detail, marks)).toEqual([100, 200, 300]);
    expect(checkpointsOf(null, [])).toEqual([]);
  });
  it('end where the run was rewound to', () => {
    const marks = [mark(11, 'rewound', 100), mark(12, 'checkpoint', 150)];
    expect(checkpointsOf(detail, marks)).toEqual([100, 150]);
  });
  it('are near or far', () => {
    expect([0, 149, 151, 900].map((at) => nearestCheckpoint([100, 200], at))).toEqual([100, 100, 200, 200]);
    expect(nearestCheckpoint([], 5)).toBeNull();
  });
});
