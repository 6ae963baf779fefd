// Lays the images of a grid out as one picture: pixels as they are, tiles a pixel apart.

/** Between tiles, in pixels of the images. */
export const tileGap = 1;

export interface TileLayout {
  readonly columns: number;
  readonly rows: number;
  /** Of the whole picture, in pixels of the images. */
  readonly width: number;
  readonly height: number;
}

/** @param shape `[count, height, width, channels]` */
export function layOut([count, height, width]: readonly number[], wantedColumns?: number): TileLayout {
  const columns = Math.max(1, Math.min(count, wantedColumns ?? Math.ceil(Math.sqrt(count))));
  const rows = Math.ceil(count / columns);
  return {
    columns,
    rows,
    width: columns * (width + tileGap) - tileGap,
    height: rows * (height + tileGap) - tileGap,
  };
}

/** RGBA of the whole picture; the gaps are transparent. Grey images are shown grey. */
export function compose(
  [count, height, width, channels]: readonly number[],
  pixels: Uint8Array,
  { columns, width: across, height: down }: TileLayout,
): Uint8ClampedArray<ArrayBuffer> {
  const rgba = new Uint8ClampedArray(across * down * 4);
  let from = 0;
  for (let tile = 0; tile < count; tile += 1) {
    const left = (tile % columns) * (width + tileGap);
    const top = Math.floor(tile / columns) * (height + tileGap);
    for (let y = 0; y < height; y += 1) {
      let to = ((top + y) * across + left) * 4;
      for (let x = 0; x < width; x += 1) {
        rgba[to] = pixels[from];
        rgba[to + 1] = pixels[from + (channels === 3 ? 1 : 0)];
        rgba[to + 2] = pixels[from + (channels === 3 ? 2 : 0)];
        rgba[to + 3] = 255;
        from += channels;
        to += 4;
      }
    }
  }
  return rgba;
}

/**
 * How large a pixel of the images is shown, in CSS pixels: the largest whole number of device pixels that fits, so
 * that all are equally large; below one device pixel whatever fits.
 */
export function scaleToFit(layout: TileLayout, roomX: number, roomY: number, devicePixels: number): number {
  const fits = Math.min(roomX / layout.width, roomY / layout.height) * devicePixels;
  return (fits >= 1 ? Math.floor(fits) : Math.max(fits, 0)) / devicePixels;
}
