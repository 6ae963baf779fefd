// Scales, ticks and paths of the lab's figures.

export interface Range {
  readonly from: number;
  readonly to: number;
}

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface PlotScale {
  readonly box: Box;
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
  /** Back from pixels. */
  readonly xAt: (pixel: number) => number;
}

/** Points of one kind, all in one colour. */
export interface Dots {
  /** A colour of the theme: "--scatter-real". */
  readonly colour: string;
  readonly count: number;
  /** In the units of the axes. */
  readonly at: (k: number) => readonly [x: number, y: number];
}

export function scaleOf(box: Box, x: Range, y: Range): PlotScale {
  const xFactor = box.width / (x.to - x.from);
  const yFactor = box.height / (y.to - y.from);
  return {
    box,
    x: (value) => box.left + (value - x.from) * xFactor,
    y: (value) => box.top + box.height - (value - y.from) * yFactor,
    xAt: (pixel) => x.from + (pixel - box.left) / xFactor,
  };
}

/** Round numbers inside a range, about `wanted` of them. */
export function ticksOf({ from, to }: Range, wanted: number): readonly number[] {
  const raw = (to - from) / Math.max(1, wanted);
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= raw * 0.999) ?? 10);
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, k) => Number(((first + k) * step).toPrecision(12)));
}

/** A path through points; a value that is not finite interrupts it, and one far outside is cut off. */
export function pathOf(count: number, at: (k: number) => readonly [number, number]): string {
  let path = '';
  let isDown = false;
  for (let k = 0; k < count; k += 1) {
    const [x, y] = at(k);
    if (!Number.isFinite(x) || !Number.isFinite(y)) {
      isDown = false;
      continue;
    }
    // Far outside of every window all places look alike.
    const cut = Math.min(1e4, Math.max(-1e4, y));
    path += `${isDown ? 'L' : 'M'}${x.toFixed(2)} ${cut.toFixed(2)}`;
    isDown = true;
  }
  return path;
}
