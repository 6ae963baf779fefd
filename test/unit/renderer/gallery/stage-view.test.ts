import { describe, expect, it, test } from 'vitest';
import {
  bounded,
  cornerOf,
  fitted,
  nextZoom,
  originOf,
  panned,
  pixelAt,
  zoomedAt,
  zooms,
  zoomWords,
} from '../../../../renderer/components/gallery/stage-view.ts';
import { layOut } from '../../../../renderer/components/samples/tiles.ts';

const shape = [64, 28, 28, 1];
const layout = layOut(shape, 8);
const size = { width: 700, height: 700 };

describe('zoom', () => {
  it('fits the whole picture by whole pixels, within the least and the most', () => {
    expect(fitted(layout, size)).toEqual({ zoom: 3, x: 115.5, y: 115.5 });
    expect(fitted(layout, { width: 20, height: 700 }).zoom).toBe(0.25);
    expect(fitted(layOut([1, 4, 4, 1]), size).zoom).toBe(16);
  });
  it('goes from 25 to 1600 % and stops there', () => {
    expect([zooms[0], zooms.at(-1)]).toEqual([0.25, 16]);
    expect(nextZoom(16, 1)).toBe(16);
    expect(nextZoom(0.25, -1)).toBe(0.25);
    expect(nextZoom(3, 1)).toBe(4);
    expect(nextZoom(3, -1)).toBe(2);
    // Between two of the list, as a picture that fits can be.
    expect([nextZoom(0.4, 1), nextZoom(0.4, -1)]).toEqual([0.5, 1 / 3]);
    expect(zooms.filter((zoom) => zoom >= 1).every(Number.isInteger)).toBe(true);
  });
  it('keeps what is below the pointer where it is', () => {
    const view = { zoom: 3, x: 100, y: 60 };
    const [atX, atY] = [120, -45];
    const below = [view.x + atX / view.zoom, view.y + atY / view.zoom];
    const larger = zoomedAt(view, 8, atX, atY);
    expect(larger.x + atX / 8).toBeCloseTo(below[0]);
    expect(larger.y + atY / 8).toBeCloseTo(below[1]);
  });
  it('follows the hand when it is dragged, but not out of sight', () => {
    const view = panned({ zoom: 4, x: 50, y: 50 }, 40, -20);
    expect(view).toEqual({ zoom: 4, x: 40, y: 55 });
    expect(bounded(panned(view, 1e6, -1e6), layout)).toEqual({ zoom: 4, x: 0, y: layout.height });
  });
  it.each([
    [1 / 3, '33.3 %'],
    [0.25, '25 %'],
    [2 / 3, '66.7 %'],
    [16, '1600 %'],
  ])('says %f as %s', (zoom, words) => {
    expect(zoomWords(zoom)).toBe(words);
  });
});

test('pixels of tiles are found where they are drawn', () => {
  const [left, top] = originOf({ zoom: 3, x: 115.5, y: 115.5 }, size);
  expect([left, top]).toEqual([4, 4]);
  const [x, y] = cornerOf(10, shape, layout);
  expect([x, y]).toEqual([58, 29]);
  expect(pixelAt(shape, layout, x, y)).toEqual({ tile: 10, x: 0, y: 0 });
  expect(pixelAt(shape, layout, x + 27.9, y + 3)).toEqual({ tile: 10, x: 27, y: 3 });
  // Between two tiles, and around all of them.
  expect(pixelAt(shape, layout, x + 28.5, y)).toBeNull();
  expect(pixelAt(shape, layout, -1, 5)).toBeNull();
  expect(pixelAt(shape, layout, 5, 500)).toBeNull();
  expect(pixelAt([3, 28, 28, 1], layOut([3, 28, 28, 1], 2), 30, 30)).toBeNull();
});
