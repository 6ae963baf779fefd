import { describe, expect, it } from 'vitest';
import {
  countText,
  durationText,
  niceRange,
  tickTexts,
  ticks,
  valueText,
} from '../../../core/export/ticks.ts';

describe('ticks', () => {
  it('are round numbers inside the range', () => {
    expect(ticks(0, 1, 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(ticks(0, 0.35, 5)).toEqual([0, 0.1, 0.2, 0.3]);
    expect(ticks(-3, 12, 4)).toEqual([0, 5, 10]);
    expect(ticks(0, 3000, 6)).toEqual([0, 500, 1000, 1500, 2000, 2500, 3000]);
    expect(ticks(1e-4, 3e-4, 4)).toEqual([1e-4, 1.5e-4, 2e-4, 2.5e-4, 3e-4]);
    expect(Object.is(ticks(-0.1, 0.1, 2)[1], 0)).toBe(true);
  });

  it('grow a range to whole steps, and an empty one to something', () => {
    expect(niceRange(0, 0.34, 5)).toEqual([0, 0.4]);
    expect(niceRange(0, 0.3, 5)).toEqual([0, 0.3]);
    expect(niceRange(-2.1, 13, 4)).toEqual([-5, 15]);
    const [low, high] = niceRange(3, 3, 4);
    expect(low).toBeLessThan(3);
    expect(high).toBeGreaterThan(3);
  });
});

describe('numbers as text', () => {
  it('give ticks the same decimals and a true minus sign', () => {
    expect(tickTexts([-0.2, 0, 0.2])).toEqual(['−0.2', '0.0', '0.2']);
    expect(tickTexts([0, 500, 1000])).toEqual(['0', '500', '1,000']);
    expect(tickTexts([0, 2e7])).toEqual(['0', '2e+7']);
    expect(tickTexts([0, 0.00005])).toEqual(['0.00000', '0.00005']);
  });

  it('give values three digits', () => {
    expect([0, 0.03121, 1.239, 12.39, 312.4, 31_234].map(valueText)).toEqual([
      '0',
      '0.0312',
      '1.24',
      '12.4',
      '312',
      '31,234',
    ]);
    expect([-0.5, 1e-9, 3.21e7, NaN, Infinity, -Infinity].map(valueText)).toEqual([
      '−0.500',
      '1.00e−9',
      '3.21e+7',
      'NaN',
      '∞',
      '−∞',
    ]);
    expect(countText(1234567)).toBe('1,234,567');
  });

  it('give durations', () => {
    expect([0, 0.44, 9.96, 42.4, 60, 200, 3599.6, 3600, 3900, 86_400].map(durationText)).toEqual([
      '0 s',
      '0.4 s',
      '10 s',
      '42 s',
      '1 min',
      '3 min 20 s',
      '1 h',
      '1 h',
      '1 h 5 min',
      '24 h',
    ]);
  });
});
