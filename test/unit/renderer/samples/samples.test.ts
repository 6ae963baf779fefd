import { describe, expect, it } from 'vitest';
import {
  contour,
  contourLevels,
  fieldArrows,
  fieldColours,
  fieldRange,
} from '../../../../renderer/components/samples/field.ts';
import { nearestStep } from '../../../../renderer/components/samples/playhead.ts';
import { compose, layOut, scaleToFit } from '../../../../renderer/components/samples/tiles.ts';

describe('tiles', () => {
  it('puts every pixel of every image in its place, a pixel apart', () => {
    const shape = [3, 2, 2, 1];
    const pixels = Uint8Array.from({ length: 12 }, (_, i) => i + 1);
    const layout = layOut(shape, 2);
    expect(layout).toEqual({ columns: 2, rows: 2, width: 5, height: 5 });
    const rgba = compose(shape, pixels, layout);
    const grey = Array.from({ length: 25 }, (_, i) => rgba[4 * i]);
    expect(grey).toEqual([1, 2, 0, 5, 6, 3, 4, 0, 7, 8, 0, 0, 0, 0, 0, 9, 10, 0, 0, 0, 11, 12, 0, 0, 0]);
    const opaque = Array.from({ length: 25 }, (_, i) => rgba[4 * i + 3]).filter((alpha) => alpha === 255);
    expect(opaque).toHaveLength(12);
  });

  it('keeps colours in their order', () => {
    const rgba = compose([1, 1, 1, 3], Uint8Array.of(10, 20, 30), layOut([1, 1, 1, 3]));
    expect([...rgba]).toEqual([10, 20, 30, 255]);
  });

  it('scales by whole device pixels where there is room, and shrinks where there is none', () => {
    const layout = layOut([64, 28, 28, 1], 8);
    expect(layout.width).toBe(231);
    expect(scaleToFit(layout, 800, 600, 1)).toBe(2);
    expect(scaleToFit(layout, 800, 600, 2)).toBe(2.5);
    expect(scaleToFit(layout, 115.5, 600, 1)).toBe(0.5);
  });
});

describe('the field', () => {
  const plane = {
    ...{ xMin: -1, xMax: 1, yMin: -2, yMax: 2, columns: 4, rows: 4 },
    values: Float32Array.from({ length: 16 }, (_, i) => (i % 4) - 1.5),
  };

  it('draws the contour of a plane where the plane has the value', () => {
    // The value is x in cells of width 0.5, whose middles are at -0.75 … 0.75: x = 0.25 at value 0.5.
    const segments = contour(plane, 0.5);
    expect(segments).toHaveLength(3);
    for (const [x1, y1, x2, y2] of segments) {
      expect(x1).toBeCloseTo(0.25);
      expect(x2).toBeCloseTo(0.25);
      expect(Math.abs(y2 - y1)).toBeCloseTo(1);
    }
  });

  it('leaves out what is not finite', () => {
    const values = Float32Array.from(plane.values);
    values[5] = NaN;
    expect(contour({ ...plane, values }, 0)).toHaveLength(1);
    expect(fieldRange({ ...plane, values: new Float32Array(16).fill(NaN) })).toBeNull();
  });

  it('chooses round levels inside the range', () => {
    expect(contourLevels(plane, 6)).toEqual([-1.5, -1, -0.5, 0, 0.5, 1, 1.5]);
    expect(contourLevels({ ...plane, values: new Float32Array(16) }, 6)).toEqual([]);
  });

  it('has the lowest row at the bottom of the picture', () => {
    const values = Float32Array.from({ length: 16 }, (_, i) => (i < 4 ? 1 : 0));
    const rgba = fieldColours({ ...plane, values }, 'light');
    expect([...rgba.subarray(12 * 4, 12 * 4 + 3)]).toEqual([241, 163, 64]);
    expect([...rgba.subarray(0, 3)]).toEqual([247, 247, 247]);
  });
});

describe('the playhead', () => {
  const steps = {
    iterations: Float64Array.of(0, 1, 2, 5, 10, 100),
    criticUpdates: new Float64Array(6),
    activeSeconds: new Float64Array(6),
  };
  it.each([
    [-4, 0],
    [0, 0],
    [3, 2],
    [4, 3],
    [7, 3],
    [8, 4],
    [54, 4],
    [56, 5],
    [1e9, 5],
  ])('finds the grid nearest to iteration %d', (iteration, index) => {
    expect(nearestStep(steps, iteration)).toBe(index);
  });
  it('finds none where there is none', () => {
    const none = new Float64Array();
    expect(nearestStep({ iterations: none, criticUpdates: none, activeSeconds: none }, 3)).toBe(-1);
  });
});

it('arrows point where the field rises, the steepest as long as 1', () => {
  const [columns, rows] = [16, 16];
  const extent = { xMin: 0, xMax: 16, yMin: 0, yMax: 8 };
  // f(x, y) = x^2 / 2 + y, whose gradient at the middle of a cell is (x, 1).
  const values = Float32Array.from({ length: columns * rows }, (_, at) => {
    const [x, y] = [(at % columns) + 0.5, (Math.floor(at / columns) + 0.5) / 2];
    return x ** 2 / 2 + y;
  });
  const arrows = fieldArrows({ ...extent, columns, rows, values }, 4);
  expect(new Set(arrows.map(({ x }) => x))).toEqual(new Set([2.5, 6.5, 10.5, 14.5]));
  for (const { x, dx, dy } of arrows) {
    expect(dx / dy).toBeCloseTo(x, 3);
  }
  expect(Math.max(...arrows.map(({ dx, dy }) => Math.hypot(dx, dy)))).toBeCloseTo(1, 6);
  expect(fieldArrows({ ...extent, columns, rows, values: values.map(() => 3) }, 4)).toEqual([]);
  expect(fieldArrows({ ...extent, columns, rows, values: values.map(() => NaN) }, 4)).toEqual([]);
});
