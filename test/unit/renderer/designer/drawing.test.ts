import { expect, test } from 'vitest';
import { dotsPath, pointAt, reachOf, withPoint } from '../../../../renderer/components/designer/drawing.ts';
import { changeArm, setText } from '../../../../renderer/components/designer/draft.ts';
import { changeData } from '../../../../renderer/components/designer/rebase.ts';
import { draftFrom } from './samples.ts';
import { plainPath } from '../../../../renderer/components/designer/data-kinds.ts';
import { dropped } from '../../../../renderer/components/designer/dropped.ts';
import { canVary, choicesFor } from '../../../../renderer/components/designer/fields.ts';
import { problemsOf } from '../../../../renderer/components/designer/problems.ts';
import { changeArray, fitHeldOut } from '../../../../renderer/components/designer/rebase.ts';
import type { Draft } from '../../../../renderer/components/designer/draft.ts';

const spec = (draft: Draft) => draft.arms[0].spec;

test('the square reaches from -2 to 2, upwards', () => {
  expect(pointAt(0, 0)).toEqual([-2, 2]);
  expect(pointAt(0.75, 0.75)).toEqual([1, -1]);
  expect(pointAt(0.5, 0.5)).toEqual([0, 0]);
});

test('a stroke leaves out points that are too near, a click does not', () => {
  expect(withPoint([0, 0], [0.05, 0], true)).toEqual([0, 0]);
  expect(withPoint([0, 0], [0.1, 0], true)).toEqual([0, 0, 0.1, 0]);
  expect(withPoint([0, 0], [0.05, 0], false)).toEqual([0, 0, 0.05, 0]);
  const full = new Array<number>(4096).fill(0);
  expect(withPoint(full, [1, 1], false)).toBe(full);
});

test('points beyond the square make it larger', () => {
  expect(reachOf([])).toBe(2);
  expect(reachOf([-2, 1])).toBe(2);
  expect(reachOf([0, -10])).toBe(11);
  expect(pointAt(1, 0, 11)).toEqual([11, 11]);
  expect(dotsPath([1, 2, -3, 0])).toBe('M1 -2h0M-3 0h0');
});

test.each(['csv', 'npy', 'folder', 'cifar', 'stacked', 'idx'] as const)('%s asks for its path', (kind) => {
  const draft = changeArm(draftFrom('fashion-gan'), 0, (arm) => changeData(arm, kind));
  expect(spec(draft).data.kind).toBe(kind);
  expect(Object.values(draft.arms[0].texts)).toEqual(['']);
});

test('drawn points are typed as pairs', () => {
  const draft = changeArm(draftFrom('fashion-gan'), 0, (arm) => changeData(arm, 'drawn'));
  expect(spec(draft).generator.kind).toBe('mlp');
  expect(spec(setText(draft, 'data.points', 0, '0 1, -1.5 2')).data).toMatchObject({
    points: [0, 1, -1.5, 2],
  });
  expect(setText(draft, 'data.points', 0, '0 1 2').arms[0].texts).toEqual({ 'data.points': '0 1 2' });
});

test('every kind of data is offered, under one heading each', () => {
  const choices = choicesFor(spec(draftFrom('fashion-gan')), 'data.kind');
  expect(choices).toHaveLength(15);
  expect(choices.find(({ value }) => value === 'folder')?.group).toBe('Your own files');
  expect(new Set(choices.map(({ group }) => group)).size).toBe(3);
});

test.each([
  ['"C:\\My data\\points.csv"', 'C:\\My data\\points.csv'],
  ["'/a b/猫'", '/a b/猫'],
  ['file:///home/a%20b/%E7%8C%AB', '/home/a b/猫'],
  ['file:///C:/data', 'C:/data'],
  [' relative/points.csv ', 'relative/points.csv'],
  ["it's.csv", "it's.csv"],
])('the path %s is %s', (text, path) => {
  expect(plainPath(text)).toBe(path);
});

test('what is dropped is known by its name', () => {
  expect(dropped('猫', true)).toEqual({ kind: 'data', data: 'folder' });
  expect(dropped('a.b.CSV', false)).toEqual({ kind: 'data', data: 'csv' });
  expect(dropped('x.npz', false)).toEqual({ kind: 'data', data: 'npy' });
  expect(dropped('train-images-idx3-ubyte.gz', false)).toEqual({ kind: 'data', data: 'idx' });
  expect(dropped('cat.jpeg', false)).toMatchObject({ kind: 'other' });
  expect(dropped('design.json', false)).toEqual({ kind: 'design' });
});

test('an array is read as points or as images', () => {
  const points = changeArm(draftFrom('toy-8gaussians-gan'), 0, (arm) => changeData(arm, 'npy'));
  expect(spec(points).data).toMatchObject({ kind: 'npy', heldOut: 2000 });
  expect(choicesFor(spec(points), 'data.size').map(({ value }) => value)).toEqual([false, 28, 32, 64]);
  const images = changeArm(points, 0, (arm) => changeArray(arm, 32));
  expect(spec(images).data).toMatchObject({ size: 32, channels: 1 });
  // Images of an array have the size that they have; those of a folder are resized.
  expect(canVary(spec(images), 'data.size')).toBe(false);
  expect(canVary(spec(changeArm(images, 0, (arm) => changeData(arm, 'folder'))), 'data.size')).toBe(true);
  expect(spec(images).generator.kind).toBe('dcgan');
  // The box of the path still waits for one.
  expect(images.arms[0].texts).toEqual(points.arms[0].texts);
  expect(spec(changeArm(images, 0, (arm) => changeArray(arm, null))).data).not.toHaveProperty('size');
});

test('too many held out are an error where they are said; fitted ones are nobody’s choice', () => {
  const csv = changeArm(draftFrom('toy-8gaussians-gan'), 0, (arm) => changeData(arm, 'csv'));
  const draft = setText(csv, 'data.path', 0, 'points.csv');
  const counts = { train: 80, heldOut: 20 };
  expect(problemsOf(draft, { counts })).toContainEqual(
    expect.objectContaining({ path: 'data.heldOut', severity: 'error' }),
  );
  const fitted = changeArm(draft, 0, (arm) => fitHeldOut(arm, 20));
  expect(spec(fitted).data).toMatchObject({ heldOut: 20 });
  expect(spec(fitted).evaluate.samples).toBe(20);
  expect(fitted.arms[0].base.evaluate.samples).toBe(20);
  expect(problemsOf(fitted, { counts }).map(({ path }) => path)).toEqual(['batch']);
});

test('what makes data unusable is said at their path', () => {
  const csv = changeArm(draftFrom('toy-8gaussians-gan'), 0, (arm) => changeData(arm, 'csv'));
  const draft = setText(csv, 'data.path', 0, 'points.csv');
  expect(problemsOf(draft, { refusal: 'Line 4 is wrong.' })).toEqual([
    { path: 'data.path', arm: 0, severity: 'error', sentence: 'Line 4 is wrong.' },
  ]);
});
