// What all charts of a view share: the x axis and the stretch of it that is shown, the crosshair, smoothing, and how
// heights are scaled.

import { computed, reactive, ref, shallowRef, type Ref, type ShallowRef } from 'vue';
import type { YScaleKind } from './y-scale.ts';
import type { XAxis } from './x-axis.ts';
import { panBy, zoomAt, zoomTo, type Span, type XWindow } from './x-window.ts';

export interface ChartView {
  readonly axis: Ref<XAxis>;
  /** In units of the axis. */
  readonly window: ShallowRef<XWindow>;
  /** The whole of what there is, in units of the axis. */
  readonly whole: Readonly<Ref<Span>>;
  /** What is shown. */
  readonly shown: Readonly<Ref<Span>>;
  /** In units of the axis; null while nothing is pointed at. */
  readonly crosshair: ShallowRef<number | null>;
  /** Place in the list of time constants; 0 for off. */
  readonly smoothing: Ref<number>;
  readonly ignoreOutliers: Ref<boolean>;
  /** By chart; linear where there is none. */
  readonly scales: Readonly<Record<string, YScaleKind>>;
  readonly setScale: (chart: string, scale: YScaleKind) => void;
  readonly zoom: (at: number, factor: number) => void;
  readonly zoomTo: (from: number, to: number) => void;
  readonly pan: (by: number) => void;
  readonly showWhole: () => void;
}

/**
 * @param whole the whole of what there is, in units of an axis
 * @param smallest the least that zooming shows
 */
export function createChartView(whole: (axis: XAxis) => Span, smallest: (axis: XAxis) => number): ChartView {
  const axis = ref<XAxis>('iteration');
  const window = shallowRef<XWindow>(null);
  const all = computed(() => whole(axis.value));
  const scales = reactive<Record<string, YScaleKind>>({});
  return {
    axis,
    window,
    whole: all,
    shown: computed(() => window.value ?? all.value),
    crosshair: shallowRef(null),
    smoothing: ref(3),
    ignoreOutliers: ref(false),
    scales,
    setScale(chart, scale) {
      scales[chart] = scale;
    },
    zoom(at, factor) {
      window.value = zoomAt(window.value, all.value, at, factor, smallest(axis.value));
    },
    zoomTo(from, to) {
      window.value = zoomTo(window.value, all.value, from, to, smallest(axis.value));
    },
    pan(by) {
      window.value = panBy(window.value, all.value, by);
    },
    showWhole() {
      window.value = null;
    },
  };
}
