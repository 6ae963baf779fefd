// The geometry of the parallel coordinates: axes side by side, a curve through the places of each row on them.

import { formatValue } from '../../composables/format.ts';
import { metricFacts, type MetricKey } from '../../../core/spec/metric.ts';
import { axisOf, type Axis } from './axis.ts';
import type { SweepRow, Which } from './sweep-rows.ts';
import type { VariedField } from './varied.ts';

export interface PlotAxis extends Axis {
  /** A field's id, or `metric`. */
  readonly id: string;
  readonly label: string;
  readonly title: string;
}

export const metricAxis = 'metric';

export function plotAxes(
  fields: readonly VariedField[],
  rows: readonly SweepRow[],
  metric: MetricKey,
  which: Which,
): readonly PlotAxis[] {
  const { title, short, better } = metricFacts[metric];
  const measured = rows.map((row) => row[which]?.mean ?? null);
  return [
    ...fields.map((field) => ({ ...field, ...axisOf(field.values, { words: field.words }) })),
    {
      ...{ id: metricAxis, title: `${title}, ${which}`, label: `${which} ${short}` },
      ...axisOf(measured, { flipped: better === 'lower', format: formatValue, measured: true }),
    },
  ];
}

/** On each axis; null where a row has no value for it. */
export function placesOf(row: SweepRow, axes: readonly PlotAxis[], which: Which): readonly (number | null)[] {
  return axes.map(({ id, place }, at) =>
    place(id === metricAxis ? (row[which]?.mean ?? null) : row.values[at]),
  );
}

export interface PlotBox {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export function axisX(at: number, count: number, { left, right }: PlotBox): number {
  return count < 2 ? (left + right) / 2 : left + (at * (right - left)) / (count - 1);
}

export function placeY(place: number, { top, bottom }: PlotBox): number {
  return bottom - place * (bottom - top);
}

/** As an SVG path. Axes without a place are left out, so a row that was not measured yet ends at its last field. */
export function curveOf(places: readonly (number | null)[], box: PlotBox): string {
  let path = '';
  let before: readonly [x: number, y: number] | null = null;
  places.forEach((place, at) => {
    if (place === null) return;
    const [x, y] = [axisX(at, places.length, box), placeY(place, box)];
    const point = `${x.toFixed(1)} ${y.toFixed(1)}`;
    if (before === null) path = `M${point}`;
    else {
      const middle = ((before[0] + x) / 2).toFixed(1);
      path += `C${middle} ${before[1].toFixed(1)} ${middle} ${y.toFixed(1)} ${point}`;
    }
    before = [x, y];
  });
  return path;
}

/** A stretch of an axis, from 0 at the bottom to 1 at the top. */
export type Stretch = readonly [low: number, high: number];
/** By axis. */
export type Brushes = ReadonlyMap<string, Stretch>;

/** Whether a row is inside of all stretches. One without a value is in none. */
export function isInside(
  places: readonly (number | null)[],
  axes: readonly PlotAxis[],
  brushes: Brushes,
): boolean {
  return axes.every(({ id }, at) => {
    const stretch = brushes.get(id);
    const place = places[at];
    return stretch === undefined || (place !== null && place >= stretch[0] && place <= stretch[1]);
  });
}

/** Where the end of a stretch goes by a key: to the next gap between two values that are there. */
export function nextStop(places: readonly (number | null)[], from: number, up: boolean): number {
  const known = [...new Set(places.filter((place) => place !== null))].sort((a, b) => a - b);
  const stops = [0, ...known.slice(1).map((place, at) => (place + known[at]) / 2), 1];
  const epsilon = 1e-9;
  return up
    ? (stops.find((stop) => stop > from + epsilon) ?? 1)
    : (stops.findLast((stop) => stop < from - epsilon) ?? 0);
}
