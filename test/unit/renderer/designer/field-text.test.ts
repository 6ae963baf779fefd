import { expect, test } from 'vitest';
import { fieldText, nudged, readText } from '../../../../renderer/components/designer/field-text.ts';

test.each([
  [0.00005, '5e-5'],
  [0.0002, '2e-4'],
  [0.001, '0.001'],
  [0, '0'],
  [10_000, '10000'],
  [[512, 256], '512, 256'],
  ['a name', 'a name'],
  [undefined, ''],
])('%j is shown as "%s"', (value, text) => {
  expect(fieldText(value)).toBe(text);
});

test.each([
  ['5e-5', 1, 5e-5],
  [' .5 ', 1, 0.5],
  ['1,000,000', 1, 1e6],
  ['\u22120.5', 1, -0.5],
  ['1e', 1, '1e'],
  ['0x10', 1, '0x10'],
  ['', 1, ''],
  ['512, 256 128', [1], [512, 256, 128]],
  ['[64,64]', [1], [64, 64]],
  ['64, wide', [1], [64, 'wide']],
  ['', [1], []],
  ['2026', 'name', '2026'],
])('"%s" over %j is read as %j', (text, present, value) => {
  expect(readText(text, present)).toEqual(value);
});

test('what is shown is read back as it was', () => {
  for (const value of [5e-5, 1e-8, 0.9, 0.999, 64, 1e9, [512, 512], []]) {
    expect(readText(fieldText(value), value)).toEqual(value);
  }
});

test('arrow keys go to the next sensible number', () => {
  const digit = { kind: 'digit' } as const;
  expect(nudged(800, digit, true)).toBe(900);
  expect(nudged(900, digit, true)).toBe(1000);
  expect(nudged(1000, digit, false)).toBe(900);
  expect(nudged(1234, digit, true)).toBe(2000);
  expect(nudged(1234, digit, false)).toBe(1000);
  expect(nudged(1, digit, false)).toBe(0);
  expect(nudged(0, digit, true)).toBe(1);
  expect(nudged(2e-4, { kind: 'times', by: 2 }, true)).toBe(4e-4);
  expect(nudged(65, { kind: 'times', by: 2 }, false)).toBe(32);
  expect(nudged(1, { kind: 'times', by: 2 }, false)).toBe(1);
  expect(nudged(0.2, { kind: 'add', by: 0.1 }, true)).toBe(0.3);
  expect(nudged(0, { kind: 'add', by: 0.1 }, false)).toBe(0);
});
