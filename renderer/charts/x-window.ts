// The stretch of the x axis that charts show, and what zooming and panning make of it. Pure.

export interface Span {
  readonly min: number;
  readonly max: number;
}

/** Null stands for the whole run, which then may grow. */
export type XWindow = Span | null;

/** Zooms around a place: a factor below 1 shows less. */
export function zoomAt(window: XWindow, whole: Span, at: number, factor: number, smallest: number): XWindow {
  const { min, max } = window ?? whole;
  const width = Math.max(smallest, (max - min) * factor);
  if (width >= whole.max - whole.min) return null;
  const share = (at - min) / (max - min || 1);
  return inside({ min: at - share * width, max: at + (1 - share) * width }, whole);
}

/** Moves the window; the whole run has nowhere to go. */
export function panBy(window: XWindow, whole: Span, by: number): XWindow {
  return window === null ? null : inside({ min: window.min + by, max: window.max + by }, whole);
}

/** Shows what lies between two places, in either order. A window of next to nothing changes nothing. */
export function zoomTo(window: XWindow, whole: Span, from: number, to: number, smallest: number): XWindow {
  const span = { min: Math.max(whole.min, Math.min(from, to)), max: Math.min(whole.max, Math.max(from, to)) };
  return span.max - span.min < smallest ? window : span;
}

/** The same width, moved until it lies inside. */
function inside({ min, max }: Span, whole: Span): Span {
  const shift = Math.max(0, whole.min - min) - Math.max(0, max - whole.max);
  return { min: min + shift, max: max + shift };
}
