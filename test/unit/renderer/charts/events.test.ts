import { expect, test } from 'vitest';
import type { RunMark } from '../../../../core/protocol/contract.ts';
import { markShapes, placeMarks } from '../../../../renderer/charts/events.ts';

const mark = (seq: number, kind: RunMark['kind'], iteration: number): RunMark => ({
  seq,
  kind,
  iteration,
  at: seq,
  text: null,
});

test('events in one place become one, known by the weightiest', () => {
  const marks = [
    mark(1, 'checkpoint', 100),
    mark(2, 'diverged', 103),
    mark(3, 'checkpoint', 105),
    mark(4, 'ended', 200),
  ];
  const placed = placeMarks(marks, ({ iteration }) => iteration);
  expect(placed.map(({ kind, marks: of }) => [kind, of.length])).toEqual([
    ['diverged', 3],
    ['ended', 1],
  ]);
});

test('what is out of sight is left out, and order does not matter', () => {
  const placed = placeMarks(
    [mark(2, 'ended', 90), mark(1, 'started', 0), mark(3, 'note', 500)],
    ({ iteration }) => (iteration > 100 ? null : iteration),
  );
  expect(placed.map(({ kind }) => kind)).toEqual(['started', 'ended']);
});

test('every kind has a shape of its own', () => {
  expect(new Set(Object.values(markShapes).map(({ path }) => path)).size).toBe(
    Object.keys(markShapes).length,
  );
});
