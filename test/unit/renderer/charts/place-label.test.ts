// Labels of reference lines keep off the lines that are drawn.

import { expect, test } from 'vitest';
import { placeLabel } from '../../../../renderer/charts/place-label.ts';

const area = { left: 0, right: 208, top: 0, bottom: 100 };
const size = { width: 100, height: 10 };

test('at the right end above its line where nothing is there', () => {
  expect(placeLabel(area, 50, size, [])).toMatchObject({ left: 104, isBelow: false });
});

test('as far left as it must where a line ends just above the right end', () => {
  // Falls from the top to 8 pixels above the reference at 104, and stays there: only 4 to 104 is free of it, but for
  // the last pixels of the slope, from 78 at 98.9 on.
  const line = { x: [0, 104, 208], y: [0, 82, 82] };
  expect(placeLabel(area, 90, size, [line])).toMatchObject({ left: 4, isBelow: false });
});

test('below its line where a line runs above all of it', () => {
  const line = { x: [0, 208], y: [42, 42] };
  expect(placeLabel(area, 50, size, [line])).toMatchObject({ left: 104, isBelow: true });
});

test('below at the upper edge, and never outside', () => {
  expect(placeLabel(area, 5, size, [])).toMatchObject({ isBelow: true });
  expect(placeLabel(area, 95, size, [])).toMatchObject({ isBelow: false });
});

test('places without a value are free', () => {
  const line = { x: [0, 104, 208], y: [42, NaN, 42] };
  expect(placeLabel(area, 50, size, [line])).toMatchObject({ left: 104, isBelow: false });
});

test('where all is taken it covers least', () => {
  // Two lines above and below, but for the last tenth below.
  const above = { x: [0, 208], y: [42, 42] };
  const below = { x: [0, 188], y: [57, 57] };
  expect(placeLabel(area, 50, size, [above, below])).toMatchObject({ left: 104, isBelow: true });
});
