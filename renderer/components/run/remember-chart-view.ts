// How charts were last drawn, for the next time: axis, smoothing, scales. Which stretch was shown is not remembered.

import { watch } from 'vue';
import type { ChartView } from '../../charts/chart-view.ts';
import { xAxes } from '../../charts/x-axis.ts';
import type { YScaleKind } from '../../charts/y-scale.ts';
import { useNotices } from '../../stores/notices.ts';
import type { useSettings } from '../../stores/settings.ts';

const name = 'charts';
const scaleKinds: readonly unknown[] = ['linear', 'log', 'symlog'] satisfies readonly YScaleKind[];

/** Takes over what was remembered, where it makes sense, and remembers every change until the component goes away. */
export function rememberChartView(view: ChartView, settings: ReturnType<typeof useSettings>): void {
  const remembered = settings.recall(name);
  if (typeof remembered === 'object' && remembered !== null) {
    const { axis, smoothing, ignoreOutliers, scales } = remembered as Readonly<Record<string, unknown>>;
    view.axis.value = xAxes.find((one) => one === axis) ?? view.axis.value;
    if (Number.isInteger(smoothing) && Number(smoothing) >= 0 && Number(smoothing) <= 7) {
      view.smoothing.value = Number(smoothing);
    }
    view.ignoreOutliers.value = ignoreOutliers === true;
    if (typeof scales === 'object' && scales !== null) {
      for (const [chart, scale] of Object.entries(scales)) {
        if (scaleKinds.includes(scale)) view.setScale(chart, scale as YScaleKind);
      }
    }
  }
  const { fail } = useNotices();
  watch(
    [view.axis, view.smoothing, view.ignoreOutliers, () => ({ ...view.scales })],
    ([axis, smoothing, ignoreOutliers, scales], _, onCleanup) => {
      // A slider passes many values on its way.
      const timer = setTimeout(() => {
        settings.remember(name, { axis, smoothing, ignoreOutliers, scales }).catch(fail);
      }, 500);
      onCleanup(() => {
        clearTimeout(timer);
      });
    },
  );
}
