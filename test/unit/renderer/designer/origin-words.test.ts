// What the banner of the designer says of a preset whose fields were changed.

import { expect, test } from 'vitest';
import { presets } from '../../../../core/spec/presets.ts';
import type { RunSpec } from '../../../../core/spec/run-spec.ts';
import { changedFrom, fewOf } from '../../../../renderer/components/designer/origin-words.ts';

const { spec } = presets.find(({ id }) => id === 'toy-8gaussians-wgan-gp') ?? presets[0];

test('a preset as it was has no changes, whatever it is called and however often one looks', () => {
  const looked = { ...spec, name: 'another', seed: 7, evaluate: { ...spec.evaluate, every: 3 } };
  expect(changedFrom(spec, spec)).toEqual([]);
  expect(changedFrom(spec, looked)).toEqual([]);
});

test('other data come first, and fields that went with the old data are not named', () => {
  const changed: RunSpec = {
    ...spec,
    batch: spec.batch + 1,
    data: { kind: 'csv', path: 'points.csv', heldOut: 10 },
  };
  expect(changedFrom(spec, changed)[0]).toBe('data set');
  expect(changedFrom(spec, changed).at(-1)).toBe('batch size');
});

test('many are a few and a number', () => {
  expect(fewOf(['a'])).toBe('a');
  expect(fewOf(['a', 'b'])).toBe('a and b');
  expect(fewOf(['a', 'b', 'c', 'd'])).toBe('a, b, c and d');
  expect(fewOf(['a', 'b', 'c', 'd', 'e'])).toBe('a, b, c and 2 more');
});
