// What metrics are called in a terminal, and which of them matter for a run.

import { hasCriticGap, isFGan, isWasserstein } from '../spec/words.ts';
import { valueText } from '../export/ticks.ts';
import { isToy } from '../spec/data-facts.ts';
import { isPenalised } from '../spec/penalty.ts';
import { metricFacts, type MetricKey } from '../spec/metric.ts';
import type { RunSpec } from '../spec/run-spec.ts';

/** The distance to held-out data, the same for every objective. */
function distanceOf(spec: RunSpec): MetricKey {
  return isToy(spec.data) ? 'w1' : 'sliced_wasserstein';
}

/** What the run's own critic says. */
function ownMeasures({ objective }: RunSpec): readonly MetricKey[] {
  if (isWasserstein(objective)) return ['em_estimate'];
  if (hasCriticGap(objective)) return ['critic_gap'];
  return isFGan(objective) ? ['divergence_bound'] : ['d_real', 'd_fake'];
}

/** The numbers to watch, most telling first. */
export function tellingMetrics(spec: RunSpec): readonly MetricKey[] {
  const distance = distanceOf(spec);
  const penalised = isPenalised(spec);
  return [
    ...ownMeasures(spec),
    distance,
    ...(distance === 'w1' ? (['modes'] as const) : []),
    ...(penalised ? (['gradient_norm'] as const) : []),
    'generator_loss',
  ];
}

export function metricName(key: MetricKey): string {
  return metricFacts[key].short;
}

/** "EM 3.21" */
export function measureText(key: MetricKey, value: number): string {
  return `${metricName(key)} ${numberText(key, value)}`;
}

export function numberText(key: MetricKey, value: number): string {
  if (key === 'modes') return String(value);
  if (key === 'high_quality' || key === 'clipped_share') return `${(100 * value).toFixed(1)} %`;
  // Terminals have no need of a typographic minus, and those who copy numbers have none for it.
  return valueText(value).replaceAll('\u2212', '-');
}
