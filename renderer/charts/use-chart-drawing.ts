// Keeps a chart on a canvas drawn: in the next frame after a hand changed something, ten times a second at most for
// new values.

import { onMounted, onUnmounted, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue';
import { readLook } from './chart-look.ts';
import { gutters, LineChart } from './line-chart.ts';
import { drawPicture, type ChartSeries, type Picture, type PictureOptions } from './picture.ts';

export interface Drawing {
  readonly series: readonly ChartSeries[];
  readonly options: PictureOptions;
  readonly percent: boolean;
}

export interface ChartDrawing {
  readonly chart: ShallowRef<LineChart | null>;
  readonly picture: ShallowRef<Picture | null>;
  /** Pixels from the plot's left edge, or null when the place is out of sight or nothing is drawn yet. */
  readonly pixelOf: (x: number | null) => number | null;
}

export interface DrawingSources {
  readonly canvas: Readonly<Ref<HTMLCanvasElement | null>>;
  readonly plot: Readonly<Ref<HTMLElement | null>>;
  readonly drawing: () => Drawing;
  /** Changes with what a hand changes. */
  readonly byHand: () => unknown;
  /** Changes with new values. */
  readonly byValues: () => unknown;
  /** Gets the width of the plot in pixels. */
  readonly resized: (width: number) => void;
}

const longestRestMs = 100;

export function useChartDrawing({
  canvas,
  plot,
  drawing,
  byHand,
  byValues,
  resized,
}: DrawingSources): ChartDrawing {
  const chart = shallowRef<LineChart | null>(null);
  const picture = shallowRef<Picture | null>(null);
  /** Grows with every drawing: the lines on top follow the scales. */
  const drawn = ref(0);
  let lastDrawn = 0;
  let frame: number | null = null;

  function draw(): void {
    frame = null;
    if (chart.value === null) return;
    lastDrawn = performance.now();
    const { series, options, percent } = drawing();
    picture.value = drawPicture(series, options);
    chart.value.show({ picture: picture.value, axis: options.axis, look: readLook(), percent });
    drawn.value += 1;
  }
  function drawSoon(atOnce: boolean): void {
    if (frame !== null && !atOnce) return;
    if (frame !== null) cancelAnimationFrame(frame);
    const wait = (): void => {
      if (!atOnce && performance.now() - lastDrawn < longestRestMs) frame = requestAnimationFrame(wait);
      else draw();
    };
    frame = requestAnimationFrame(wait);
  }
  watch(byValues, () => {
    drawSoon(false);
  });
  watch(byHand, () => {
    drawSoon(true);
  });

  const observer = new ResizeObserver(([entry]) => {
    resized(Math.max(0, entry.contentRect.width - gutters.left - gutters.right));
    drawn.value += 1;
  });
  onMounted(() => {
    if (canvas.value === null || plot.value === null) return;
    chart.value = new LineChart(canvas.value);
    draw();
    observer.observe(plot.value);
  });
  onUnmounted(() => {
    observer.disconnect();
    if (frame !== null) cancelAnimationFrame(frame);
    chart.value?.close();
  });

  return {
    chart,
    picture,
    pixelOf(x) {
      if (x === null || chart.value === null || picture.value === null || drawn.value === 0) return null;
      const { min, max } = picture.value.window;
      return x < min || x > max ? null : Math.round(chart.value.pixelOf(x));
    },
  };
}
