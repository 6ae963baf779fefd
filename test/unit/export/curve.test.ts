import { describe, expect, it } from 'vitest';
import { calmWindow, extent, smoothed, thinned } from '../../../core/export/curve.ts';

describe('smoothed', () => {
  it('is the mean of the neighbours, fewer at the ends', () => {
    const { y } = smoothed({ x: [0, 1, 2, 3], y: [1, 2, 6, 10] }, 3);
    expect([...Array.from(y)]).toEqual([1.5, 3, 6, 8]);
  });

  it('leaves gaps and takes nothing from them', () => {
    const { y } = smoothed({ x: [0, 1, 2, 3], y: [1, NaN, 3, Infinity] }, 3);
    expect(Array.from(y)).toEqual([1, NaN, 3, NaN]);
  });

  it('is calm for long curves and off for short ones', () => {
    expect([1, 199, 200, 1000, 100_000].map(calmWindow)).toEqual([1, 1, 7, 27, 2501]);
  });
});

describe('thinned', () => {
  it('keeps a curve that has few points', () => {
    const curve = { x: [0, 1, 2], y: [5, NaN, 7] };
    expect(thinned(curve, (x) => x)).toEqual(curve);
  });

  it('keeps first, lowest, highest, last and a gap of each column, in order', () => {
    const y = [3, 9, 1, 4, NaN, 5, 2, 2, 2, 2];
    const thin = thinned({ x: y.map((_, i) => i), y }, (x) => Math.floor(x / 6));
    expect(thin.x).toEqual([0, 1, 2, 4, 5, 6, 9]);
    expect(thin.y).toEqual([3, 9, 1, NaN, 5, 2, 2]);
  });

  it('of a long curve has no more than five points for each column, and the same extremes', () => {
    const y = Float64Array.from({ length: 100_000 }, (_, i) => Math.sin(i * i));
    const x = y.map((_, i) => i);
    const thin = thinned({ x, y }, (value) => value / 1000);
    expect(thin.x.length).toBeLessThanOrEqual(500);
    expect(extent([thin.y])).toEqual(extent([y]));
  });
});

describe('extent', () => {
  it('looks at finite values only', () => {
    expect(extent([[NaN, 3, -Infinity], [5]])).toEqual([3, 5]);
    expect(extent([[NaN], []])).toBeNull();
  });
});
