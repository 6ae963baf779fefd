import { expect, test } from 'vitest';
import { linearTicks, yScale, type YScaleKind } from '../../../../renderer/charts/y-scale.ts';

const values = Float64Array.of(-300, -2, -0.5, 0, 0.4, 1.5, 40, NaN);

test.each<YScaleKind>(['linear', 'symlog'])('%s shows negative values and 0, and inverts itself', (kind) => {
  const scale = yScale(kind, values);
  for (const value of [-300, -1, 0, 1e-6, 2, 5e4]) {
    expect(scale.inverse(scale.forward(value))).toBeCloseTo(value, 6);
  }
  expect(scale.forward(0)).toBe(0);
  expect(scale.forward(-3)).toBe(-scale.forward(3));
});

test('log has equal steps for equal ratios, and nothing for what has no logarithm', () => {
  const scale = yScale('log', values);
  expect(scale.forward(100) - scale.forward(10)).toBeCloseTo(scale.forward(10) - scale.forward(1), 12);
  expect(scale.forward(0)).toBeNaN();
  expect(scale.forward(-1)).toBeNaN();
});

test('linear ticks are round, inside and without drift', () => {
  expect(linearTicks(0, 1, 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
  expect(linearTicks(-4.3, 2.3, 3)).toEqual([-4, -2, 0, 2]);
  expect(linearTicks(0.1, 0.4, 3)).toEqual([0.1, 0.2, 0.3, 0.4]);
  expect(linearTicks(5, 5, 4)).toEqual([5]);
  expect(linearTicks(NaN, 1, 4)).toEqual([]);
  expect(linearTicks(0, Infinity, 4)).toHaveLength(1);
});

test('log ticks are powers of ten, with 2 and 5 between few of them', () => {
  const scale = yScale('log', values);
  expect(scale.ticks(0.01, 1000, 10)).toEqual([0.01, 0.1, 1, 10, 100, 1000]);
  expect(scale.ticks(0.001, 1e6, 4).length).toBeLessThanOrEqual(4);
  expect(scale.ticks(0.9, 6, 5)).toEqual([1, 2, 5]);
  expect(scale.ticks(3.1, 3.4, 3).length).toBeGreaterThanOrEqual(2);
});

test('symlog ticks hold 0 and both signs', () => {
  const ticks = yScale('symlog', values).ticks(-300, 300, 9);
  expect(ticks).toContain(0);
  expect(ticks).toContain(100);
  expect(ticks).toContain(-100);
  expect([...ticks].sort((a, b) => a - b)).toEqual(ticks);
});

test('symlog of nothing but zeros is still a scale', () => {
  const scale = yScale('symlog', Float64Array.of(0, 0, NaN, Infinity));
  expect(Number.isFinite(scale.forward(3))).toBe(true);
});
