// Medians, level lines and tables on numbers whose answers are known.

import { describe, expect, it } from 'vitest';
import { levelLine, levels } from '../../../core/experiments/contours.ts';
import { findingRows, meanAndError, meanText } from '../../../core/experiments/findings.ts';
import { median, medianFiltered, medianWindow } from '../../../core/experiments/median.ts';
import type { CriticField } from '../../../core/gan/events.ts';

describe('the median filter', () => {
  it('takes single spikes out, keeps steps where they are, and has fewer neighbours at the ends', () => {
    const filtered = medianFiltered({ x: [0, 1, 2, 3, 4, 5, 6], y: [1, 1, 90, 1, 5, 5, 5] }, 3);
    expect(Array.from(filtered.y)).toEqual([1, 1, 1, 5, 5, 5, 5]);
    expect(filtered.x).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(Array.from(medianFiltered({ x: [0, 1], y: [1, 4] }, 3).y)).toEqual([2.5, 2.5]);
  });

  it('leaves a gap where a value is not finite, and does not count it', () => {
    const { y } = medianFiltered({ x: [0, 1, 2], y: [3, NaN, 7] }, 3);
    expect(Array.from(y)).toEqual([3, NaN, 7]);
    expect(median([])).toBeNaN();
    expect(median([Infinity, 4, 2])).toBe(3);
  });

  it('is as wide as the curve is long', () => {
    expect([0, 39, 40, 600].map(medianWindow)).toEqual([1, 1, 3, 31]);
  });
});

function field(value: (x: number, y: number) => number, cells = 40): CriticField {
  const extent = { xMin: -2, xMax: 2, yMin: -2, yMax: 2 };
  const centre = (i: number): number => -2 + ((i + 0.5) / cells) * 4;
  const values = Float32Array.from({ length: cells * cells }, (_, at) =>
    value(centre(at % cells), centre(Math.floor(at / cells))),
  );
  return { ...extent, columns: cells, rows: cells, values };
}

describe('level lines', () => {
  it('of a plane are straight, and cross the whole field', () => {
    const segments = levelLine(
      field((x, y) => 2 * x + y),
      1,
    );
    expect(segments.length).toBeGreaterThan(20);
    for (const [x1, y1, x2, y2] of segments) {
      expect(2 * x1 + y1).toBeCloseTo(1, 4);
      expect(2 * x2 + y2).toBeCloseTo(1, 4);
    }
    const heights = segments.flatMap(([, y1, , y2]) => [y1, y2]);
    expect([Math.min(...heights), Math.max(...heights)].map((y) => Number(y.toFixed(2)))).toEqual([
      -1.95, 1.95,
    ]);
  });

  it('of a cone are circles of the right length', () => {
    const segments = levelLine(
      field((x, y) => Math.hypot(x, y)),
      1.5,
    );
    const length = segments.reduce((sum, [x1, y1, x2, y2]) => sum + Math.hypot(x2 - x1, y2 - y1), 0);
    expect(length / (2 * Math.PI * 1.5)).toBeCloseTo(1, 2);
  });

  it('of a saddle do not cross', () => {
    for (const [sign, levelOf] of [
      [1, 0.001],
      [-1, -0.001],
    ] as const) {
      // Between two pieces of one square runs the diagonal on which the field is on the other side of the level.
      for (const [x1, y1, x2, y2] of levelLine(
        field((x, y) => x * y, 4),
        levelOf,
      )) {
        expect(Math.sign(((x1 + x2) / 2) * ((y1 + y2) / 2))).toBe(sign);
      }
    }
  });

  it('are spread between the least and the greatest value, and there are none of what is flat or not finite', () => {
    expect(levels({ ...field(() => 0), values: Float32Array.of(0, 10, NaN) }, 4)).toEqual([2, 4, 6, 8]);
    expect(
      levels(
        field(() => 3),
        4,
      ),
    ).toEqual([]);
    expect(
      levelLine(
        field(() => NaN),
        0,
      ),
    ).toEqual([]);
  });
});

describe('findings', () => {
  it('of one seed are values, of several means with standard errors', () => {
    expect(meanText([6])).toBe('6.00');
    expect(meanAndError([2, 4, 6])).toEqual({ mean: 4, error: Math.sqrt(4 / 3) });
    expect(meanText([2, 4, 6])).toBe('4.00 ± 1.15');
    expect(meanText([-1, -1])).toBe('-1.00 ± 0');
  });

  it('are a line for each thing, with a column for the published where something was', () => {
    const rows = findingRows([
      { row: 'GAN', measure: 'modes', values: [6], published: '6.3' },
      { row: 'GAN', measure: 'W1', values: [0.5], published: null },
      { row: 'WGAN', measure: 'modes', values: [8], published: null },
    ]);
    expect(rows).toEqual([
      ['', 'modes', 'published', 'W1'],
      ['GAN', '6.00', '6.3', '0.500'],
      ['WGAN', '8.00', '-', ''],
    ]);
  });
});
