import { expect, test } from 'vitest';
import { PlaceLog } from '../../../../renderer/charts/place-log.ts';
import {
  formatOnAxis,
  lastAtMost,
  nearestIndex,
  onAxis,
  translate,
  xAxes,
  xTicks,
} from '../../../../renderer/charts/x-axis.ts';
import { panBy, zoomAt, zoomTo } from '../../../../renderer/charts/x-window.ts';

const places = new PlaceLog();
places.replace({
  iterations: Float64Array.of(0, 10, 20),
  // A warm-up: 100 critic updates each at first, then 5.
  criticUpdates: Float64Array.of(0, 1000, 1050),
  activeSeconds: Float64Array.of(0, 60, 63),
});

test('a place stands where it should on every axis', () => {
  const place = { iteration: 10, criticUpdates: 1000, activeSeconds: 60 };
  expect(xAxes.map((axis) => onAxis(axis, place, 64))).toEqual([10, 1000, 64_000, 60]);
});

test('axes translate into each other through known places, and beyond them', () => {
  expect(translate(places, 15, 'iteration', 'critic-updates', 64)).toBe(1025);
  expect(translate(places, 1025 * 64, 'images', 'iteration', 64)).toBe(15);
  expect(translate(places, 61.5, 'seconds', 'images', 64)).toBe(1025 * 64);
  expect(translate(places, 30, 'iteration', 'seconds', 64)).toBe(66);
  for (const axis of xAxes) {
    expect(translate(places, translate(places, 7, 'iteration', axis, 64), axis, 'iteration', 64)).toBeCloseTo(
      7,
      9,
    );
  }
});

test('with nothing known, or time that stands still, it stays finite', () => {
  const none = new PlaceLog();
  expect(translate(none, 5, 'iteration', 'seconds', 64)).toBe(0);
  none.replace({
    iterations: Float64Array.of(0, 1),
    criticUpdates: Float64Array.of(0, 0),
    activeSeconds: Float64Array.of(0, 0),
  });
  expect(translate(none, 5, 'seconds', 'iteration', 64)).toBe(0);
});

test('the log of places stays in order, small, and forgets what was rewound', () => {
  const log = new PlaceLog();
  const three = (list: number[]) => ({
    ...{ iterations: Float64Array.from(list), last: Float64Array.from(list) },
    ...{ criticUpdates: Float64Array.from(list, (i) => 5 * i), activeSeconds: Float64Array.from(list) },
  });
  log.replace(three([0, 100, 200]));
  log.add(three([50, 100, 150, 300]));
  log.extend(three([250, 301]));
  expect(log.iterations).toEqual([0, 50, 100, 150, 200, 300, 301]);
  expect(log.criticUpdates).toEqual(log.iterations.map((i) => 5 * i));
  log.rewind(180);
  expect(log.iterations).toEqual([0, 50, 100, 150]);
  log.extend(three(Array.from({ length: 50_000 }, (_, i) => 200 + i)));
  expect(log.iterations.length).toBeLessThanOrEqual(4096);
  expect(log.iterations[0]).toBe(0);
  expect(log.iterations.at(-1)).toBe(50_199);
});

test('searching finds the nearest entry', () => {
  const sorted = [0, 10, 20];
  expect([-1, 0, 9, 10, 25].map((x) => lastAtMost(sorted, x))).toEqual([-1, 0, 0, 1, 2]);
  expect([-5, 4, 5, 6, 99].map((x) => nearestIndex(sorted, x))).toEqual([0, 0, 0, 1, 2]);
  expect(nearestIndex([], 3)).toBe(-1);
});

test('ticks of iterations are whole, ticks of time are what clocks have', () => {
  expect(xTicks('iteration', 0, 3, 6)).toEqual([0, 1, 2, 3]);
  expect(xTicks('seconds', 0, 3600, 4)).toEqual([0, 900, 1800, 2700, 3600]);
  expect(xTicks('seconds', 0, 1e6, 5).every((tick) => tick % 86_400 === 0)).toBe(true);
  expect(formatOnAxis('seconds', 3725)).toBe('1:02:05');
  expect(formatOnAxis('images', 64_000)).toBe('64,000');
});

const whole = { min: 0, max: 1000 };

test('zooming keeps the place under the pointer, and stays inside the run', () => {
  const zoomed = zoomAt(null, whole, 250, 0.5, 4);
  expect(zoomed).toEqual({ min: 125, max: 625 });
  expect(zoomAt({ min: 0, max: 100 }, whole, 90, 2, 4)).toEqual({ min: 0, max: 200 });
  expect(zoomAt({ min: 0, max: 900 }, whole, 90, 2, 4)).toBeNull();
  const least = zoomAt({ min: 100, max: 110 }, whole, 105, 1e-9, 4);
  expect(least).toEqual({ min: 103, max: 107 });
});

test('dragging to the left zooms as dragging to the right, and next to nothing does not', () => {
  expect(zoomTo(null, whole, 600, 200, 4)).toEqual({ min: 200, max: 600 });
  expect(zoomTo(null, whole, 600, 601, 4)).toBeNull();
  expect(zoomTo(null, whole, -50, 2000, 4)).toEqual(whole);
});

test('panning stops at the ends', () => {
  expect(panBy({ min: 100, max: 200 }, whole, 50)).toEqual({ min: 150, max: 250 });
  expect(panBy({ min: 100, max: 200 }, whole, -500)).toEqual({ min: 0, max: 100 });
  expect(panBy({ min: 100, max: 200 }, whole, 5000)).toEqual({ min: 900, max: 1000 });
  expect(panBy(null, whole, 50)).toBeNull();
});
