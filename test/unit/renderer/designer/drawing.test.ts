import { expect, test } from 'vitest';
import { pointAt, withPoint } from '../../../../renderer/components/designer/drawing.ts';
import { changeArm, setText } from '../../../../renderer/components/designer/draft.ts';
import { changeData } from '../../../../renderer/components/designer/rebase.ts';
import { draftFrom } from './samples.ts';
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
