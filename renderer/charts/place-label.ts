// Where the label of a reference line stands: along its line, where it covers least of what is drawn.

export interface Area {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** A line in pixels, from left to right; places without a value are NaN. */
export interface PixelLine {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
}

export interface LabelPlace {
  /** Of the label's left edge. */
  readonly left: number;
  readonly isBelow: boolean;
}

const margin = 4;
/** Between the label and its line. */
export const labelGap = 2;
/** Shares of the way from the left to the right end, as they are tried. */
const tried = [1, 0.75, 0.5, 0.25, 0] as const;

/**
 * The first place with nothing in it: above the line before below it, and as far right as there is one. Where all are
 * taken, the one that covers least.
 * @param y of the reference line
 */
export function placeLabel(
  area: Area,
  y: number,
  size: { readonly width: number; readonly height: number },
  lines: readonly PixelLine[],
): LabelPlace {
  let best: LabelPlace & { covered: number } = { left: area.left, isBelow: false, covered: Infinity };
  for (const isBelow of [false, true]) {
    const top = isBelow ? y + labelGap : y - labelGap - size.height;
    if (top < area.top || top + size.height > area.bottom) continue;
    for (const share of tried) {
      const left = area.left + margin + share * (area.right - area.left - 2 * margin - size.width);
      const box = { left, right: left + size.width, top, bottom: top + size.height };
      const covered = lines.reduce((sum, line) => sum + coveredBy(box, line), 0);
      if (covered < best.covered) best = { left, isBelow, covered };
      if (covered === 0) return best;
    }
  }
  return best;
}

/** Over how many pixels of its width a line passes through a box. */
function coveredBy(box: Area, { x, y }: PixelLine): number {
  let covered = 0;
  for (let i = 1; i < x.length; i += 1) {
    const [from, to] = [Math.max(box.left, x[i - 1]), Math.min(box.right, x[i])];
    if (!(to > from)) continue;
    const slope = (y[i] - y[i - 1]) / (x[i] - x[i - 1]);
    const [one, other] = [y[i - 1] + slope * (from - x[i - 1]), y[i - 1] + slope * (to - x[i - 1])];
    const [low, high] = [Math.min(one, other), Math.max(one, other)];
    if (!(high >= box.top && low <= box.bottom)) continue;
    const inside = Math.min(high, box.bottom) - Math.max(low, box.top);
    covered += (to - from) * (high > low ? inside / (high - low) : 1);
  }
  return covered;
}
