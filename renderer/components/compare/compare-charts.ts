// Which charts a comparison gets: what means the same in all runs on one axis each, what comes out of each run's own
// critic in charts of its own.

import { metricFacts, type MetricKey } from '../../../core/spec/metric.ts';
import { sameValue } from '../../../core/spec/paths.ts';
import { isPenalised } from '../../../core/spec/penalty.ts';
import type { RunSpec } from '../../../core/spec/run-spec.ts';
import { chartsFor, type ChartPlan } from '../../charts/chart-sets.ts';

/** Runs with equal places in a list of specifications and of the metrics that they have values of. */
export interface Charted {
  readonly spec: RunSpec;
  readonly keys: readonly MetricKey[];
}

export interface CompareChart {
  readonly plan: ChartPlan;
  /** Places of the runs it shows. */
  readonly lines: readonly number[];
}

export interface CompareCharts {
  /** Metrics that compare. */
  readonly together: readonly CompareChart[];
  /** What each run's own critic says, a chart for each run. */
  readonly own: readonly CompareChart[];
  /** The EM estimates of all runs that have one on one axis; null with fewer than two. */
  readonly ownOverlaid: CompareChart | null;
  readonly more: readonly CompareChart[];
}

const comparable: readonly MetricKey[] = [
  'w1',
  'ema_w1',
  'sliced_wasserstein',
  'ema_sliced_wasserstein',
  'modes',
  'high_quality',
  'reverse_kl',
];
const inspected: readonly MetricKey[] = ['sample_spread', 'js_bound', 'gradient_norm', 'clipped_share'];
const losses: readonly MetricKey[] = ['critic_loss', 'generator_loss', 'penalty'];
const outputs: readonly MetricKey[] = ['d_real', 'd_fake'];

export function compareCharts(runs: readonly Charted[]): CompareCharts {
  const overlaid = (key: MetricKey): readonly CompareChart[] => {
    const lines = having(runs, key);
    return lines.length === 0 ? [] : [{ plan: planOf(key, runs[lines[0]].spec), lines }];
  };
  const apart = (
    at: number,
    id: string,
    title: string,
    keys: readonly MetricKey[],
  ): readonly CompareChart[] => {
    const known = keys.filter((key) => runs[at].keys.includes(key));
    if (known.length === 0) return [];
    return [
      { plan: { ...planOf(known[0], runs[at].spec), id: `${id}-${at}`, title, keys: known }, lines: [at] },
    ];
  };
  const estimates = overlaid('em_estimate').at(0) ?? null;
  return {
    together: comparable.flatMap(overlaid),
    own: runs.flatMap(({ keys }, at) =>
      keys.includes('em_estimate')
        ? apart(at, 'em', metricFacts.em_estimate.title, ['em_estimate'])
        : keys.includes('divergence_bound')
          ? apart(at, 'bound', metricFacts.divergence_bound.title, ['divergence_bound'])
          : keys.includes('critic_gap')
            ? apart(at, 'gap', metricFacts.critic_gap.title, ['critic_gap'])
            : apart(at, 'd', 'D(x) and D(G(z))', outputs),
    ),
    ownOverlaid: estimates === null || estimates.lines.length < 2 ? null : estimates,
    more: [...inspected.flatMap(overlaid), ...runs.flatMap((_, at) => apart(at, 'losses', 'Losses', losses))],
  };
}

function having(runs: readonly Charted[], key: MetricKey): readonly number[] {
  return runs.flatMap(({ keys }, at) => (keys.includes(key) ? [at] : []));
}

/** One metric, with the range and the reference lines that its run's own view draws. */
function planOf(key: MetricKey, spec: RunSpec): ChartPlan {
  const { main, more } = chartsFor(spec, [key]);
  const known = [...main, ...more].find(({ keys }) => keys.includes(key));
  const { range, references = [] } = known ?? {};
  return {
    ...{ id: key, title: metricFacts[key].title, keys: [key], references },
    ...(range === undefined ? {} : { range }),
  };
}

/** Whether the estimates of all runs are on one scale: the same critic, bounded in the same way, on the same data. */
export function estimatesCompare(specs: readonly RunSpec[]): boolean {
  const decides = ({ objective, penalty, critic, data }: RunSpec): unknown => ({
    ...{ objective, penalty, critic, data },
  });
  return specs.every((spec) => sameValue(decides(spec), decides(specs[0])));
}

/** Why the estimates of these runs should not be read off one axis. */
export function whyApart(specs: readonly RunSpec[]): string {
  const clipped = specs.some(({ objective }) => objective.kind === 'wgan');
  const penalised = specs.some(isPenalised);
  const reasons = [
    ...(clipped ? ['clipping scales it by an unknown factor'] : []),
    ...(penalised ? ['a penalty biases it by as much as λ lets it'] : []),
  ];
  const because = reasons.length === 0 ? '' : `: ${reasons.join(', ')}`;
  return `The estimate of each critic has a scale of its own${because}. A lower line here is not a better run. Compare by sliced Wasserstein or exact W₁ instead.`;
}
