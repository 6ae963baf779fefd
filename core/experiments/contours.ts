// Level lines of a field on cells: marching squares.

import type { CriticField } from '../gan/events.ts';

/** A piece of a level line, in the field's own coordinates: x1, y1, x2, y2. */
export type Segment = readonly [x1: number, y1: number, x2: number, y2: number];

/**
 * The pieces of the line on which the field has the value `level`, linear between the centres of cells. A square whose
 * corners are above and below crosswise is cut by the mean of its corners.
 */
export function levelLine(field: CriticField, level: number): readonly Segment[] {
  const { columns, rows, values, xMin, xMax, yMin, yMax } = field;
  const x = (column: number): number => xMin + ((column + 0.5) / columns) * (xMax - xMin);
  const y = (row: number): number => yMin + ((row + 0.5) / rows) * (yMax - yMin);
  const segments: Segment[] = [];
  for (let row = 0; row + 1 < rows; row += 1) {
    for (let column = 0; column + 1 < columns; column += 1) {
      // Around the square: bottom left, bottom right, top right, top left.
      const corners = [
        [column, row],
        [column + 1, row],
        [column + 1, row + 1],
        [column, row + 1],
      ] as const;
      const heights = corners.map(([c, r]) => values[r * columns + c]);
      if (!heights.every(Number.isFinite)) continue;
      const cuts: (readonly [number, number])[] = [];
      corners.forEach(([c, r], i) => {
        const next = (i + 1) % 4;
        const [from, to] = [heights[i], heights[next]];
        if (from > level === to > level) return;
        const t = (level - from) / (to - from);
        const [nc, nr] = corners[next];
        cuts.push([x(c) + t * (x(nc) - x(c)), y(r) + t * (y(nr) - y(r))]);
      });
      if (cuts.length === 2) segments.push([...cuts[0], ...cuts[1]]);
      if (cuts.length === 4) {
        // Cuts are in order of the edges; the middle decides which corner is on its own.
        const middle = heights.reduce((sum, height) => sum + height, 0) / 4;
        const pairs = middle > level === heights[0] > level ? [0, 1, 2, 3] : [3, 0, 1, 2];
        segments.push([...cuts[pairs[0]], ...cuts[pairs[1]]], [...cuts[pairs[2]], ...cuts[pairs[3]]]);
      }
    }
  }
  return segments;
}

/** `count` levels between the least and the greatest finite value of a field, evenly spaced; none for a flat one. */
export function levels({ values }: CriticField, count: number): readonly number[] {
  const finite = Array.from(values).filter(Number.isFinite);
  const low = finite.reduce((least, value) => Math.min(least, value), Infinity);
  const high = finite.reduce((most, value) => Math.max(most, value), -Infinity);
  if (!(high > low)) return [];
  return Array.from({ length: count }, (_, i) => low + ((i + 1) / (count + 1)) * (high - low));
}
