// A small picture of a run for lists: the first tiles of its newest grid, or its points. Drawn as plain pixels, so that
// no drawing library is loaded for it.

import { encode } from 'fast-png';
import { squareAround } from '../export/point-square.ts';
import type { CriticField, GridContent } from '../store/samples.ts';

/** Tiles in a row and in a column: fewer in colour, so that the file stays below some 20 KB. */
const greyTiles = 4;
const colourTiles = 3;
/** Pixels of a tile's edge at most. */
const tileEdge = 32;
/** Pixels of a picture of points. */
const pointsEdge = 96;
/** The colour of generated points (core/export/style.ts). */
const accent = [0x00, 0x72, 0xb2] as const;

/** The bytes of a PNG file. */
export function thumbnailPng(content: GridContent): Uint8Array {
  return content.kind === 'images' ? tiles(content) : dots(content.points, content.field);
}

function tiles({ shape, pixels }: Extract<GridContent, { kind: 'images' }>): Uint8Array {
  const [count, height, width, channels] = shape;
  const across = Math.min(channels === 1 ? greyTiles : colourTiles, count);
  const down = Math.min(across, Math.ceil(count / across));
  // Pixels of the image that become one of the picture, in both directions.
  const shrink = Math.max(1, Math.ceil(Math.max(height, width) / tileEdge));
  const [tileHeight, tileWidth] = [Math.floor(height / shrink), Math.floor(width / shrink)];
  const stride = across * tileWidth * channels;
  const data = new Uint8Array(down * tileHeight * stride);
  for (let tile = 0; tile < Math.min(count, across * down); tile += 1) {
    const top = Math.floor(tile / across) * tileHeight;
    const left = (tile % across) * tileWidth;
    for (let y = 0; y < tileHeight; y += 1) {
      for (let x = 0; x < tileWidth; x += 1) {
        for (let channel = 0; channel < channels; channel += 1) {
          let sum = 0;
          for (let dy = 0; dy < shrink; dy += 1) {
            const row = (tile * height + y * shrink + dy) * width + x * shrink;
            for (let dx = 0; dx < shrink; dx += 1) sum += pixels[(row + dx) * channels + channel];
          }
          const at = (top + y) * stride + (left + x) * channels + channel;
          data[at] = Math.round(sum / (shrink * shrink));
        }
      }
    }
  }
  return encode({ width: across * tileWidth, height: down * tileHeight, channels, data, depth: 8 });
}

interface Extent {
  readonly x: number;
  readonly y: number;
  readonly edge: number;
}

/** On a transparent ground, so that it fits light and dark lists. Points outside the field are left out. */
function dots(points: Float32Array, field: CriticField | null): Uint8Array {
  const { x: left, y: low, edge } = field === null ? around(points) : extentOf(field);
  const data = new Uint8Array(4 * pointsEdge * pointsEdge);
  const scale = (pointsEdge - 2) / edge;
  for (let i = 0; i + 1 < points.length; i += 2) {
    const x = Math.floor((points[i] - left) * scale);
    const y = Math.floor(pointsEdge - 2 - (points[i + 1] - low) * scale);
    if (!(x >= 0 && y >= 0 && x < pointsEdge - 1 && y < pointsEdge - 1)) continue;
    for (const at of [0, 1, pointsEdge, pointsEdge + 1]) {
      const pixel = 4 * (y * pointsEdge + x + at);
      data.set(accent, pixel);
      data[pixel + 3] = 255 - Math.round((255 - data[pixel + 3]) * 0.4);
    }
  }
  return encode({ width: pointsEdge, height: pointsEdge, channels: 4, data, depth: 8 });
}

function extentOf({ xMin, xMax, yMin, yMax }: CriticField): Extent {
  return { x: xMin, y: yMin, edge: Math.max(xMax - xMin, yMax - yMin) || 1 };
}

/** The square around the finite points. */
function around(points: Float32Array): Extent {
  const { centre, reach: half } = squareAround(points);
  const reach = half > 0 ? half : 1;
  return { x: centre[0] - reach, y: centre[1] - reach, edge: 2 * reach };
}
