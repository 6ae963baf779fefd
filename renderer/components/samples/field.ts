// The critic's field as a picture: colours for its values, and lines of equal value.

import type { CriticField } from '../../../core/protocol/contract.ts';

/** Red, green and blue, 0 to 255. */
type Colour = readonly [number, number, number];

// Two hues that colour-blind people tell apart, through a neutral middle (ColorBrewer's PuOr, softened).
const light = { low: [153, 142, 195], middle: [247, 247, 247], high: [241, 163, 64] } as const;
const dark = { low: [92, 80, 150], middle: [30, 33, 40], high: [176, 104, 20] } as const;

const mix = (a: Colour, b: Colour, t: number): Colour => [
  a[0] + (b[0] - a[0]) * t,
  a[1] + (b[1] - a[1]) * t,
  a[2] + (b[2] - a[2]) * t,
];

/** Lowest, median and highest finite value. Null when none is finite. */
export function fieldRange({ values }: CriticField): { low: number; middle: number; high: number } | null {
  const sorted = values.filter((value) => Number.isFinite(value)).sort();
  if (sorted.length === 0) return null;
  return { low: sorted[0], middle: sorted[sorted.length >> 1], high: sorted[sorted.length - 1] };
}

/** RGBA, `[rows, columns]` from the top: the median is neutral, and each side reaches its full colour at its end. */
export function fieldColours(field: CriticField, theme: 'light' | 'dark'): Uint8ClampedArray<ArrayBuffer> {
  const { columns, rows, values } = field;
  const rgba = new Uint8ClampedArray(columns * rows * 4);
  const range = fieldRange(field);
  const { low, middle, high } = theme === 'dark' ? dark : light;
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const value = values[(rows - 1 - row) * columns + column];
      let colour: Colour = middle;
      if (range !== null && Number.isFinite(value)) {
        colour =
          value < range.middle
            ? mix(middle, low, share(range.middle - value, range.middle - range.low))
            : mix(middle, high, share(value - range.middle, range.high - range.middle));
      }
      rgba.set([...colour, 255], (row * columns + column) * 4);
    }
  }
  return rgba;
}

const share = (part: number, whole: number): number => (whole > 0 ? part / whole : 0);

/** From `(x1, y1)` to `(x2, y2)`, in the coordinates of the plane. */
export type Segment = readonly [x1: number, y1: number, x2: number, y2: number];

/** Lines along which the field has a value, by marching squares; cells with a value that is not finite have none. */
export function contour(field: CriticField, level: number): Segment[] {
  const { columns, rows, values, xMin, xMax, yMin, yMax } = field;
  // Values are those at the middle of their cell.
  const toX = (column: number): number => xMin + ((column + 0.5) / columns) * (xMax - xMin);
  const toY = (row: number): number => yMin + ((row + 0.5) / rows) * (yMax - yMin);
  const segments: Segment[] = [];
  for (let row = 0; row < rows - 1; row += 1) {
    for (let column = 0; column < columns - 1; column += 1) {
      // Corners against the clock, from the lower left.
      const corners = [
        [column, row],
        [column + 1, row],
        [column + 1, row + 1],
        [column, row + 1],
      ] as const;
      const at = corners.map(([x, y]) => values[y * columns + x] - level);
      if (!at.every(Number.isFinite)) continue;
      const crossings: [number, number][] = [];
      for (let edge = 0; edge < 4; edge += 1) {
        const [from, to] = [at[edge], at[(edge + 1) % 4]];
        if (from < 0 === to < 0) continue;
        const t = from / (from - to);
        const [[x1, y1], [x2, y2]] = [corners[edge], corners[(edge + 1) % 4]];
        crossings.push([toX(x1 + (x2 - x1) * t), toY(y1 + (y2 - y1) * t)]);
      }
      for (let pair = 0; pair + 1 < crossings.length; pair += 2) {
        segments.push([...crossings[pair], ...crossings[pair + 1]]);
      }
    }
  }
  return segments;
}

/** About `count` round values between the lowest and the highest. */
export function contourLevels(field: CriticField, count: number): number[] {
  const range = fieldRange(field);
  if (range === null || range.high <= range.low) return [];
  const raw = (range.high - range.low) / count;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = power * ([1, 2, 5].find((factor) => factor * power >= raw) ?? 10);
  const first = Math.ceil(range.low / step);
  const last = Math.floor(range.high / step);
  return Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step);
}

/** An arrow from a place in the plane, in its coordinates. */
export interface FieldArrow {
  readonly x: number;
  readonly y: number;
  /** Along the gradient; the longest arrow of a field has length 1. */
  readonly dx: number;
  readonly dy: number;
}

/**
 * The direction in which the critic's value rises, which is where a generated point is pushed, at about `count` places
 * along either side: central differences over the field. Places whose neighbours are not finite have none.
 */
export function fieldArrows(field: CriticField, count: number): readonly FieldArrow[] {
  const { columns, rows, values, xMin, xMax, yMin, yMax } = field;
  const [width, height] = [(xMax - xMin) / columns, (yMax - yMin) / rows];
  const stride = Math.max(1, Math.round(Math.max(columns, rows) / count));
  const found: FieldArrow[] = [];
  let longest = 0;
  for (let row = Math.max(1, stride >> 1); row < rows - 1; row += stride) {
    for (let column = Math.max(1, stride >> 1); column < columns - 1; column += stride) {
      const at = row * columns + column;
      const dx = (values[at + 1] - values[at - 1]) / (2 * width);
      const dy = (values[at + columns] - values[at - columns]) / (2 * height);
      const length = Math.hypot(dx, dy);
      if (!Number.isFinite(length) || length === 0) continue;
      longest = Math.max(longest, length);
      found.push({ x: xMin + (column + 0.5) * width, y: yMin + (row + 0.5) * height, dx, dy });
    }
  }
  return found.map(({ x, y, dx, dy }) => ({ x, y, dx: dx / longest, dy: dy / longest }));
}
