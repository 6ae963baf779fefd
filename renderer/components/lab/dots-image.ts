// Thousands of dots as pixels: a round stamp for each, several times faster than as many circles of a canvas.

/** Places between two pixels, along either axis, for which there is a stamp. */
const steps = 4;

export interface Stamps {
  /** Of a stamp, in pixels. */
  readonly edge: number;
  /** `[steps * steps][edge * edge]`: how much of each pixel the dot covers, 0 to 255. */
  readonly cover: readonly Uint8ClampedArray[];
}

/** @param radius in pixels */
export function stampsOf(radius: number): Stamps {
  const edge = 2 * Math.ceil(radius + 1) + 1;
  const middle = (edge - 1) / 2;
  const cover = Array.from({ length: steps * steps }, (_, at) => {
    const [dx, dy] = [(at % steps) / steps, Math.floor(at / steps) / steps];
    return Uint8ClampedArray.from({ length: edge * edge }, (__, i) => {
      const [x, y] = [(i % edge) - middle - dx, Math.floor(i / edge) - middle - dy];
      // A rim one pixel wide, half covered where it is at the radius.
      return 255 * Math.min(1, Math.max(0, radius + 0.5 - Math.hypot(x, y)));
    });
  });
  return { edge, cover };
}

export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** RGBA, not premultiplied. */
  readonly data: Uint8ClampedArray;
}

/** Puts a dot with its centre at (x, y), where (0, 0) is the middle of the first pixel. Dots do not add up to darker ones. */
export function stampDot(
  { width, height, data }: Pixels,
  { edge, cover }: Stamps,
  [red, green, blue]: readonly [number, number, number],
  x: number,
  y: number,
): void {
  if (!Number.isFinite(x) || !Number.isFinite(y)) return;
  const [wholeX, wholeY] = [Math.floor(x), Math.floor(y)];
  const stamp = cover[Math.floor((y - wholeY) * steps) * steps + Math.floor((x - wholeX) * steps)];
  const [left, top] = [wholeX - (edge - 1) / 2, wholeY - (edge - 1) / 2];
  for (let row = Math.max(0, -top); row < edge && top + row < height; row += 1) {
    for (let column = Math.max(0, -left); column < edge && left + column < width; column += 1) {
      const alpha = stamp[row * edge + column];
      const at = 4 * ((top + row) * width + left + column);
      if (alpha <= data[at + 3]) continue;
      data[at] = red;
      data[at + 1] = green;
      data[at + 2] = blue;
      data[at + 3] = alpha;
    }
  }
}
