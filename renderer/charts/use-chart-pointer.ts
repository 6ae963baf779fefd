// What pointer, wheel and keys do on a chart: they move the shared crosshair, zoom and pan the shared window, and a
// click picks a place.

import { onScopeDispose, shallowRef, type ShallowRef } from 'vue';
import type { ChartView } from './chart-view.ts';
import type { LineChart } from './line-chart.ts';
import type { Picture } from './picture.ts';
import { nearestIndex } from './x-axis.ts';

/** Less than this many pixels is a click. */
const dragPixels = 4;
/** A second click within this time makes the first one part of a double click. */
const doubleClickMs = 250;

type Hold = { readonly kind: 'zoom'; readonly start: number } | { readonly kind: 'pan'; last: number };

export interface ChartPointer {
  /** What is being dragged over, in pixels of the canvas. */
  readonly dragged: Readonly<ShallowRef<{ readonly from: number; readonly to: number } | null>>;
  readonly press: (event: PointerEvent) => void;
  readonly move: (event: PointerEvent) => void;
  readonly release: () => void;
  readonly leave: () => void;
  readonly wheel: (event: WheelEvent) => void;
  readonly keydown: (event: KeyboardEvent) => void;
  readonly doubleClick: () => void;
}

export function useChartPointer(
  chart: () => LineChart | null,
  picture: () => Picture | null,
  view: () => ChartView,
  pick: (x: number) => void,
): ChartPointer {
  const dragged = shallowRef<{ from: number; to: number } | null>(null);
  let hold: Hold | null = null;
  let picking: number | undefined;

  /** Pixels from the canvas's left edge, kept inside the plot. */
  function pixelAt(event: MouseEvent, { area }: LineChart): number {
    const left = (event.currentTarget as HTMLElement).getBoundingClientRect().left;
    return Math.min(Math.max(event.clientX - left, area.left), area.right);
  }
  function endHold(): void {
    hold = null;
    dragged.value = null;
  }

  /** A double click shows the whole run and picks nothing; where the whole run is shown it has no meaning. */
  function pickUnlessDouble(x: number): void {
    clearTimeout(picking);
    if (view().window.value === null) pick(x);
    else picking = window.setTimeout(pick, doubleClickMs, x);
  }
  onScopeDispose(() => {
    clearTimeout(picking);
  });

  return {
    dragged,
    press(event) {
      const on = chart();
      if (on === null || event.button > 1) return;
      const pixel = pixelAt(event, on);
      hold =
        event.shiftKey || event.button === 1 ? { kind: 'pan', last: pixel } : { kind: 'zoom', start: pixel };
      (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
      // A press does not focus the chart, so that arrow keys go on moving the playhead.
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
      // The middle button would begin to scroll by itself.
      if (event.button === 1) event.preventDefault();
    },
    move(event) {
      const on = chart();
      if (on === null) return;
      const pixel = pixelAt(event, on);
      view().crosshair.value = on.valueAt(pixel);
      if (hold?.kind === 'pan') {
        view().pan(on.valueAt(hold.last) - on.valueAt(pixel));
        hold.last = pixel;
      } else if (hold !== null && Math.abs(pixel - hold.start) >= dragPixels) {
        dragged.value = { from: Math.min(hold.start, pixel), to: Math.max(hold.start, pixel) };
      }
    },
    release() {
      const on = chart();
      if (on !== null && hold?.kind === 'zoom') {
        if (dragged.value !== null)
          view().zoomTo(on.valueAt(dragged.value.from), on.valueAt(dragged.value.to));
        else pickUnlessDouble(on.valueAt(hold.start));
      }
      endHold();
    },
    leave() {
      if (hold !== null) return;
      view().crosshair.value = null;
    },
    wheel(event) {
      const on = chart();
      if (on === null || event.deltaY === 0) return;
      // The whole run cannot be zoomed out of: the page scrolls then.
      if (event.deltaY > 0 && view().window.value === null) return;
      event.preventDefault();
      const notch = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? event.deltaY / 100 : event.deltaY / 3;
      view().zoom(on.valueAt(pixelAt(event, on)), 1.35 ** Math.min(3, Math.max(-3, notch)));
    },
    keydown(event) {
      const { crosshair, shown, showWhole, zoom } = view();
      const line = picture()?.lines.at(0);
      if (line === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
      const { min, max } = shown.value;
      const at = crosshair.value === null ? line.x.length - 1 : nearestIndex(line.x, crosshair.value);
      const go = (to: number): void => {
        const x = line.x[Math.max(0, Math.min(line.x.length - 1, to))];
        crosshair.value = Math.min(max, Math.max(min, x));
      };
      const step = event.shiftKey ? 10 : 1;
      const middle = crosshair.value ?? (min + max) / 2;
      const actions: Readonly<Record<string, (() => void) | undefined>> = {
        ArrowLeft: () => {
          go(crosshair.value === null ? at : at - step);
        },
        ArrowRight: () => {
          go(at + step);
        },
        Home: () => {
          crosshair.value = min;
        },
        End: () => {
          crosshair.value = max;
        },
        '+': () => {
          zoom(middle, 0.5);
        },
        '-': () => {
          zoom(middle, 2);
        },
        Enter: () => {
          if (crosshair.value !== null) pick(crosshair.value);
        },
        Escape: showWhole,
      };
      const action = actions[event.key];
      if (action === undefined) return;
      event.preventDefault();
      action();
    },
    doubleClick() {
      endHold();
      clearTimeout(picking);
      view().showWhole();
    },
  };
}
