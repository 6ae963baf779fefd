// The charts of a comparison with their series, and what has to be read for them.

import { computed, ref, shallowRef, watch, type ComputedRef, type WritableComputedRef } from 'vue';
import { metricFacts, type MetricKey } from '../../../core/spec/metric.ts';
import type { ChartPlan } from '../../charts/chart-sets.ts';
import type { ChartView } from '../../charts/chart-view.ts';
import type { ChartSeries } from '../../charts/picture.ts';
import { translate, type XAxis } from '../../charts/x-axis.ts';
import type { Span } from '../../charts/x-window.ts';
import { compareCharts, estimatesCompare, type CompareChart } from './compare-charts.ts';
import { seriesOf, type ComparedLine } from './compared-lines.ts';
import { differencePlan, differencesTo } from './delta-to-baseline.ts';

/** A chart that is ready to be drawn. */
export interface ReadyChart {
  readonly plan: ChartPlan;
  readonly series: readonly ChartSeries[];
  readonly lines: readonly ComparedLine[];
}

export interface ComparedCharts {
  readonly together: ComputedRef<readonly ReadyChart[]>;
  /** What each run's own critic says. */
  readonly own: ComputedRef<readonly ReadyChart[]>;
  readonly more: ComputedRef<readonly ReadyChart[]>;
  /** Whether there are several EM estimates, which could be on one axis. */
  readonly canOverlay: ComputedRef<boolean>;
  readonly isOverlaid: WritableComputedRef<boolean>;
  /** Grows whenever a series has changed. */
  readonly revision: ComputedRef<number>;
  /** Reads enough for charts of some width in pixels. */
  readonly fit: (width: number) => void;
}

/** Pixels to the next reading, so that a window that is made wider reads little anew. */
const widthStep = 100;
const restMs = 70;
/** Several metrics of one run keep its colour and differ in their dashes. */
const dashes: readonly (readonly number[])[] = [[], [6, 3], [2, 3]];

/**
 * @param keys metrics that have to be read in any case
 * @param hasMore whether the charts that are folded away are shown
 * @param asDifferences whether metrics that compare are shown less those of the first line
 */
export function useComparedCharts(
  lines: () => readonly ComparedLine[],
  view: () => ChartView,
  keys: () => readonly MetricKey[],
  hasMore: () => boolean,
  asDifferences: () => boolean,
): ComparedCharts {
  const overlay = ref<boolean | null>(null);
  const runs = computed(() => lines().flatMap((line) => line.runs));
  const charts = computed(() =>
    compareCharts(
      lines().map(({ spec, runs: members }) => ({
        spec,
        keys: [...new Set(members.flatMap(({ watched }) => watched.keys.value))],
      })),
    ),
  );
  const canOverlay = computed(() => charts.value.ownOverlaid !== null);
  // Critics of one design are on one scale: laid over each other unless told otherwise.
  const isOverlaid = computed({
    get: () => canOverlay.value && (overlay.value ?? estimatesCompare(lines().map(({ spec }) => spec))),
    set: (to) => {
      overlay.value = to;
    },
  });
  const own = computed(() => {
    const { own: apart, ownOverlaid } = charts.value;
    if (!isOverlaid.value || ownOverlaid === null) return apart;
    return [ownOverlaid, ...apart.filter(({ plan }) => !plan.keys.includes('em_estimate'))];
  });
  const more = computed(() => charts.value.more);

  const wishedKeys = computed(() => {
    const shown = [...charts.value.together, ...own.value, ...(hasMore() ? more.value : [])];
    return [...new Set([...keys(), ...shown.flatMap(({ plan }) => plan.keys)])];
  });
  const buckets = ref(600);
  /** The stretch to be read closely; it follows once the hand rests. */
  const closeUp = shallowRef<Span | null>(null);
  watch([() => view().window.value, () => view().axis.value], ([window], _, onCleanup) => {
    const timer = setTimeout(
      () => {
        closeUp.value = window;
      },
      window === null ? 0 : restMs,
    );
    onCleanup(() => {
      clearTimeout(timer);
    });
  });
  watch(
    [wishedKeys, buckets, closeUp, () => runs.value.map(({ watched }) => watched.keys.value)],
    () => {
      for (const { watched, spec } of runs.value) {
        const at = (x: number): number =>
          translate(watched.places, x, view().axis.value, 'iteration', spec.batch);
        const window = closeUp.value;
        const [from, to] = window === null ? [0, 0] : [at(window.min), at(window.max)];
        const margin = 1 + (2 * (to - from)) / buckets.value;
        watched.wish({
          keys: wishedKeys.value.filter((key) => watched.keys.value.includes(key)),
          buckets: buckets.value,
          closeUp:
            window === null
              ? null
              : { from: Math.max(0, Math.floor(from - margin)), to: Math.max(1, Math.ceil(to + margin)) },
        });
      }
    },
    { immediate: true },
  );

  const revision = computed(() => runs.value.reduce((sum, { watched }) => sum + watched.revision.value, 0));
  /** Depends on the revision, for series are made anew when they are read and means when they grow. */
  function ready(list: readonly CompareChart[]): readonly ReadyChart[] {
    if (revision.value < 0) return [];
    return list.map(({ plan, lines: places }) => {
      const members = places.map((at) => lines()[at]);
      if (plan.keys.length === 1) {
        return { plan, lines: members, series: members.map((line) => seriesOf(line, plan.keys[0])) };
      }
      // Several metrics of one run: it is named in the title, they in the legend.
      const [line] = members;
      return {
        plan: { ...plan, title: `${plan.title}, ${line.label}` },
        lines: members,
        series: plan.keys.map((key, number) => ({
          ...seriesOf(line, key),
          label: metricFacts[key].title,
          style: { ...line.style, dash: dashes[number % dashes.length] },
        })),
      };
    });
  }

  return {
    together: computed(() => {
      const charted = ready(charts.value.together);
      return asDifferences() ? charted.map((chart) => lessFirst(chart, lines(), view().axis.value)) : charted;
    }),
    own: computed(() => ready(own.value)),
    more: computed(() => ready(more.value)),
    ...{ canOverlay, isOverlaid, revision },
    fit(width) {
      const wanted = Math.max(widthStep, Math.ceil(width / widthStep) * widthStep);
      if (wanted > buckets.value) buckets.value = wanted;
    },
  };
}

/** A chart that the first line of the comparison is not in stays as it is. */
function lessFirst(chart: ReadyChart, lines: readonly ComparedLine[], axis: XAxis): ReadyChart {
  const [baseline] = chart.lines;
  if (chart.lines.length < 2 || baseline.id !== lines[0].id) return chart;
  return {
    ...chart,
    plan: differencePlan(chart.plan, baseline.label),
    series: differencesTo(chart.series, axis),
  };
}
