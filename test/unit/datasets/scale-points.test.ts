// Points at scales that networks do not begin with, by hand.

import { describe, expect, test } from 'vitest';
import { openDataset } from '../../../core/datasets/catalog.ts';
import { scaledPoints } from '../../../core/datasets/scale-points.ts';
import { completeSpec } from '../../../core/spec/complete.ts';
import { presets } from '../../../core/spec/presets.ts';
import { applySettings } from '../../../core/spec/set-path.ts';
import { validateSpec } from '../../../core/spec/validate.ts';
import type { CsvSpec } from '../../../core/spec/run-spec.ts';
import { temporaryFolder, write } from './idx-file.ts';

// x: 100 and 104, mean 102, deviation 2; y: 1 and 9, mean 5, deviation 4. The third is held out.
const values = [100, 1, 104, 9, 110, 13];
const train = [0, 1];

describe('scaledPoints', () => {
  test('as they are, to the bit', () => {
    expect([...scaledPoints(values, train).points]).toEqual(values);
  });

  test('standardised by the training points alone, each coordinate by itself', () => {
    const { points, notes } = scaledPoints(values, train, 'standardise');
    expect([...points]).toEqual([-1, -1, 1, 1, 4, 2]);
    expect(notes).toEqual([
      { kind: 'prepared', sentence: 'Standardised: x less 102, divided by 2; y less 5, divided by 4.' },
    ]);
  });

  test('in the unit box the longer side goes from -1 to 1, the other keeps its share', () => {
    expect([...scaledPoints(values, train, 'unit-box').points]).toEqual([-0.5, -1, 0.5, 1, 2, 2]);
  });

  test('a coordinate that is the same everywhere is only moved', () => {
    const same = [3, 10, 3, 14];
    expect([...scaledPoints(same, train, 'standardise').points]).toEqual([0, -1, 0, 1]);
    expect([...scaledPoints([3, 3, 3, 3], train, 'unit-box').points]).toEqual([0, 0, 0, 0]);
  });

  test('large numbers keep their small differences', () => {
    // A float of 32 bits cannot tell 1.7e9 from 1.7e9 + 1.
    const times = [1_700_000_000, 0, 1_700_000_002, 2];
    expect([...scaledPoints(times, train, 'standardise').points]).toEqual([-1, -1, 1, 1]);
  });

  test.each([
    ['far away', [100, 0, 102, 2], true],
    ['wide', [-10, 0, 10, 1], true],
    ['small', [0, 0, 0.01, 0.01], true],
    ['of unit scale', [-1, -2, 1, 2], false],
    ['on a line along an axis', [1, -1, 1, 1], false],
  ])('points that are %s are told of only where that matters', (_, points, isTold) => {
    const { notes } = scaledPoints(points, train);
    expect(notes.map(({ kind }) => kind)).toEqual(isTold ? ['warning'] : []);
    if (isTold) expect(notes[0].sentence).toMatch(/set data\.scale to standardise/);
  });
});

describe('data.scale', () => {
  const directory = temporaryFolder();
  const lines = Array.from({ length: 50 }, (_, i) => `${1000 + i},${-i / 1000}`);
  const path = write(directory, 'far.csv', Buffer.from(lines.join('\n')));
  const open = (rest: Partial<CsvSpec> = {}) =>
    openDataset({ kind: 'csv', path, heldOut: 10, ...rest }, directory);

  test('decides what is trained on and measured, and the fingerprint', () => {
    const [kept, scaled] = [open(), open({ scale: 'standardise' })];
    expect(kept.notes?.[0].kind).toBe('warning');
    expect(scaled.notes?.[0].kind).toBe('prepared');
    expect(scaled.fingerprint).not.toBe(kept.fingerprint);
    const points = new Float32Array(80);
    scaled.train.read([...Array(40).keys()], points);
    for (const at of [0, 1]) {
      const column = points.filter((_, i) => i % 2 === at);
      const mean = column.reduce((a, b) => a + b) / 40;
      const square = column.reduce((a, b) => a + b * b, 0) / 40;
      expect([mean, square]).toEqual([expect.closeTo(0, 5), expect.closeTo(1, 5)]);
    }
  });

  test('is kept where nobody says otherwise, with the same fingerprint as before there was a choice', () => {
    expect(open({ scale: 'keep' }).fingerprint).toBe(open().fingerprint);
    const drawn = completeSpec({ data: { kind: 'drawn', points: [0, 0] }, objective: { kind: 'gan' } });
    expect('spec' in drawn && drawn.spec.data).not.toHaveProperty('scale');
  });

  test('moves points that were drawn', () => {
    const drawn = (scale?: 'unit-box') =>
      openDataset({ kind: 'drawn', points: [10, 10, 30, 20], spread: 0, ...(scale && { scale }) }, directory);
    const [kept, boxed] = [new Float32Array(4), new Float32Array(4)];
    drawn().heldOut.read([0, 1], kept);
    drawn('unit-box').heldOut.read([0, 1], boxed);
    expect([...kept]).toEqual([10, 10, 30, 20]);
    expect([...boxed]).toEqual([-1, -0.5, 1, 0.5]);
  });

  test('is set like any field, for points only', () => {
    const preset = presets.find(({ id }) => id === 'toy-8gaussians-gan') ?? presets[0];
    const csv = ['data.kind=csv', 'data.path=far.csv'];
    const set = applySettings(preset.spec, [...csv, 'data.scale=standardise']);
    expect('spec' in set && set.spec.data).toMatchObject({ kind: 'csv', scale: 'standardise' });
    const wrong = applySettings(preset.spec, [...csv, 'data.scale=log']);
    expect('problems' in wrong && wrong.problems[0].path).toBe('data.scale');
    const images = { kind: 'npy', path: 'a.npy', heldOut: 10, size: 28, scale: 'unit-box' } as const;
    const whole = completeSpec({ objective: { kind: 'gan' }, data: { ...images } });
    expect('spec' in whole && validateSpec(whole.spec).map(({ path }) => path)).toEqual(['data.scale']);
  });
});
