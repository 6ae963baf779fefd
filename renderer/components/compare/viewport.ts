// What part of a picture is shown, and how large: the same for all that are compared. Pure.

import type { Size } from '../../composables/use-element-size.ts';

export interface Viewport {
  /** CSS pixels for each pixel of the picture; null fits all of it in. */
  readonly scale: number | null;
  /** The place of the picture, in its pixels, that is in the middle. Without meaning while all of it fits. */
  readonly x: number;
  readonly y: number;
}

export const wholePicture: Viewport = { scale: null, x: 0, y: 0 };
const [leastScale, mostScale] = [0.25, 16] as const;
const steps = [0.25, 0.5, 1, 1.5, 2, 3, 4, 6, 8, 12, 16] as const;

/** The next larger or smaller of the usual scales. */
export function nextScale(scale: number, larger: boolean): number {
  const [low, high] = [scale * 0.99, scale * 1.01];
  return larger
    ? (steps.find((step) => step > high) ?? mostScale)
    : (steps.findLast((step) => step < low) ?? leastScale);
}

/** From here on the pixels of a picture are so large that none needs to be like its neighbour. */
const large = 3;

/**
 * CSS pixels for each pixel of a picture at which all of it fits: a whole number of device pixels, unless that leaves
 * more than a tenth of the room.
 */
export function fitScale(picture: Size, pane: Size, devicePixels: number): number {
  const fits = Math.min(pane.width / picture.width, pane.height / picture.height) * devicePixels;
  if (!(fits > 0)) return 1;
  const whole = Math.floor(fits);
  return (fits >= large || whole >= 0.9 * fits ? whole : fits) / devicePixels;
}

/** Whether a picture is smoothed: at small scales that are not whole, its pixels would be of different sizes. */
export function isSmoothed(scale: number, devicePixels: number): boolean {
  const pixels = scale * devicePixels;
  return pixels < large && Math.abs(pixels - Math.round(pixels)) > 1e-6;
}

/** The picture's left upper corner and scale, in CSS pixels of a pane. */
export interface Placed {
  readonly left: number;
  readonly top: number;
  readonly scale: number;
}

/**
 * All of the picture is shown at the top of the pane, below its heading.
 * @param fit CSS pixels for each pixel at which all of the picture fits
 */
export function place(view: Viewport, picture: Size, pane: Size, fit: number): Placed {
  if (view.scale === null) return { left: (pane.width - picture.width * fit) / 2, top: 0, scale: fit };
  const { scale, x, y } = view;
  return { left: pane.width / 2 - x * scale, top: pane.height / 2 - y * scale, scale };
}

/** Zooms by a factor so that what is at a point of the pane stays there. */
export function zoomed(
  view: Viewport,
  factor: number,
  at: { readonly x: number; readonly y: number },
  picture: Size,
  pane: Size,
  fit: number,
): Viewport {
  const { left, top, scale } = place(view, picture, pane, fit);
  const next = Math.min(mostScale, Math.max(leastScale, scale * factor));
  const point = { x: (at.x - left) / scale, y: (at.y - top) / scale };
  return inside(
    {
      scale: next,
      x: point.x + (pane.width / 2 - at.x) / next,
      y: point.y + (pane.height / 2 - at.y) / next,
    },
    picture,
  );
}

/** Moves the picture by some CSS pixels. */
export function panned(
  view: Viewport,
  by: { readonly x: number; readonly y: number },
  picture: Size,
): Viewport {
  if (view.scale === null) return view;
  return inside({ ...view, x: view.x - by.x / view.scale, y: view.y - by.y / view.scale }, picture);
}

/** The middle of the pane never leaves the picture. */
function inside(view: Viewport, { width, height }: Size): Viewport {
  return { ...view, x: Math.min(width, Math.max(0, view.x)), y: Math.min(height, Math.max(0, view.y)) };
}

/** In how many columns panes of some proportion are largest. */
export function columnsFor(count: number, room: Size, proportion: number, gap: number): number {
  let [best, columns] = [0, 1];
  for (let tried = 1; tried <= count; tried += 1) {
    const rows = Math.ceil(count / tried);
    const width = (room.width - gap * (tried - 1)) / tried;
    const height = (room.height - gap * (rows - 1)) / rows;
    const size = Math.min(width, height * proportion);
    if (size > best) [best, columns] = [size, tried];
  }
  return columns;
}
