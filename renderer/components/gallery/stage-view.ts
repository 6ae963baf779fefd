// What part of a picture a stage shows, and how large: zoom at a point, pan, and which tile is where.

import { scaleToFit, tileGap, type TileLayout } from '../samples/tiles.ts';

/** Positions are in pixels of the picture. */
export interface StageView {
  /** Device pixels for each pixel of the picture: 1 is 100 %. */
  readonly zoom: number;
  /** What is in the middle of the stage. */
  readonly x: number;
  readonly y: number;
}

/** What a stage can be asked for from outside. */
export interface StageHandle {
  /** The next zoom, about the middle. */
  readonly zoom: (direction: 1 | -1) => void;
  /** By shares of the stage: 0.1 moves the picture by a tenth of it. */
  readonly pan: (x: number, y: number) => void;
  readonly shown: StageView;
}

/** In device pixels. */
export interface StageSize {
  readonly width: number;
  readonly height: number;
}

/** Above 100 % whole numbers only, so that all pixels are equally large. */
export const zooms: readonly number[] = [1 / 4, 1 / 3, 1 / 2, 2 / 3, 1, 2, 3, 4, 5, 6, 8, 10, 12, 14, 16];

/** The whole picture, as large as it fits. */
export function fitted(layout: TileLayout, { width, height }: StageSize): StageView {
  const scale = scaleToFit(layout, width, height, 1);
  const zoom = Math.min(zooms[zooms.length - 1], Math.max(zooms[0], scale));
  return { zoom, x: layout.width / 2, y: layout.height / 2 };
}

/** The next zoom of the list, larger for 1 and smaller for -1; the same at its ends. */
export function nextZoom(zoom: number, direction: 1 | -1): number {
  const next =
    direction > 0 ? zooms.find((one) => one > zoom * 1.001) : zooms.findLast((one) => one < zoom * 0.999);
  return next ?? zooms[direction > 0 ? zooms.length - 1 : 0];
}

/** Zooms so that what is under a point stays there. `atX` and `atY` are device pixels from the stage's middle. */
export function zoomedAt(view: StageView, zoom: number, atX: number, atY: number): StageView {
  const shift = 1 / view.zoom - 1 / zoom;
  return { zoom, x: view.x + atX * shift, y: view.y + atY * shift };
}

/** Moves the picture by device pixels. */
export function panned(view: StageView, byX: number, byY: number): StageView {
  return { ...view, x: view.x - byX / view.zoom, y: view.y - byY / view.zoom };
}

/** With the middle of the stage inside the picture, so that it cannot be lost. */
export function bounded(view: StageView, { width, height }: TileLayout): StageView {
  const clamp = (value: number, most: number): number => Math.min(most, Math.max(0, value));
  return { ...view, x: clamp(view.x, width), y: clamp(view.y, height) };
}

/** Where the picture's upper left corner is on the stage, in whole device pixels. */
export function originOf({ zoom, x, y }: StageView, { width, height }: StageSize): readonly [number, number] {
  return [Math.round(width / 2 - x * zoom), Math.round(height / 2 - y * zoom)];
}

/** A pixel of one of the images. */
export interface TilePixel {
  readonly tile: number;
  readonly x: number;
  readonly y: number;
}

/**
 * The pixel at a place of the picture; null between tiles and outside of them.
 * @param shape `[count, height, width, channels]`
 */
export function pixelAt(
  [count, height, width]: readonly number[],
  { columns }: TileLayout,
  pictureX: number,
  pictureY: number,
): TilePixel | null {
  const [acrossX, acrossY] = [Math.floor(pictureX), Math.floor(pictureY)];
  const [column, row] = [Math.floor(acrossX / (width + tileGap)), Math.floor(acrossY / (height + tileGap))];
  const [x, y] = [acrossX - column * (width + tileGap), acrossY - row * (height + tileGap)];
  const tile = row * columns + column;
  const isInside = column >= 0 && column < columns && row >= 0 && x < width && y < height && tile < count;
  return isInside ? { tile, x, y } : null;
}

/** The upper left pixel of a tile in the picture. */
export function cornerOf(
  tile: number,
  [, height, width]: readonly number[],
  { columns }: TileLayout,
): readonly [number, number] {
  return [(tile % columns) * (width + tileGap), Math.floor(tile / columns) * (height + tileGap)];
}

/** 300 %, 66.7 % */
export function zoomWords(zoom: number): string {
  return `${zoom < 1 && zoom !== 0.5 && zoom !== 0.25 ? (100 * zoom).toFixed(1) : Math.round(100 * zoom)} %`;
}
