// Which charts a run gets and in which order, as tables: what tells about samples first, the rest folded away.

import { isToy } from '../../core/spec/data-facts.ts';
import { metricFacts, type MetricFacts, type MetricKey } from '../../core/spec/metric.ts';
import { isPenalised, penaltyOf } from '../../core/spec/penalty.ts';
import type { RunSpec } from '../../core/spec/run-spec.ts';
import { divergenceWords, hasCriticGap, isFGan, isWasserstein } from '../../core/spec/words.ts';

export interface ReferenceLine {
  readonly value: number;
  /** What is drawn around it, where it is not known exactly. */
  readonly band?: readonly [low: number, high: number];
  readonly label: string;
}

export interface ChartPlan {
  readonly id: string;
  readonly title: string;
  /** One line each. All have the same unit. */
  readonly keys: readonly MetricKey[];
  /** What the axis shows at least. */
  readonly range?: readonly [low: number, high: number];
  readonly references: readonly ReferenceLine[];
  /** What the values are in, where that depends on the run. */
  readonly unit?: string;
  /** Whether the values are differences to those of another run, of either sign. */
  readonly isDifference?: boolean;
  /** A sentence that belongs beside the values. */
  readonly note?: string;
}

export interface ChartSet {
  readonly main: readonly ChartPlan[];
  /** Folded away under "More". */
  readonly more: readonly ChartPlan[];
}

const single = (key: MetricKey, rest: Partial<ChartPlan> = {}): ChartPlan => ({
  ...{ id: key, title: metricFacts[key].title, keys: [key], references: [] },
  ...rest,
});

const charts = {
  em: single('em_estimate', {
    note: 'EM estimates of different critics are on different scales: compare runs by sliced Wasserstein or exact W₁.',
  }),
  gap: single('critic_gap', {
    references: [{ value: 0, label: '0: cannot tell' }],
    note: 'How much higher the critic scores real samples than generated ones: no distance between them.',
  }),
  d: {
    id: 'd',
    title: 'D(x) and D(G(z))',
    keys: ['d_real', 'd_fake'],
    range: [0, 1],
    references: [{ value: 0.5, label: '0.5: cannot tell' }],
  },
  losses: { id: 'losses', title: 'Losses', keys: ['critic_loss', 'generator_loss'], references: [] },
  js: single('js_bound', { references: [{ value: Math.LN2, label: 'log 2' }] }),
  bound: single('divergence_bound'),
  sliced: single('sliced_wasserstein', { keys: ['sliced_wasserstein', 'ema_sliced_wasserstein'] }),
  w1: single('w1', { keys: ['w1', 'ema_w1'] }),
  penalty: single('penalty'),
  norm: single('gradient_norm', { references: [{ value: 1, label: '1' }] }),
  clipped: single('clipped_share', { range: [0, 1] }),
  modes: single('modes', { range: [0, 8] }),
  quality: single('high_quality', {
    range: [0, 1],
    references: [{ value: 1 - Math.exp(-4.5), label: '98.9 %: a perfect generator' }],
  }),
  kl: single('reverse_kl'),
  spread: single('sample_spread', { references: [{ value: 1, label: '1: as varied as the data' }] }),
} as const satisfies Record<string, ChartPlan>;

type ChartName = keyof typeof charts;

const wassersteinOrder: readonly ChartName[] = ['em', 'w1', 'sliced', 'norm', 'penalty', 'clipped'];
const ganOrder: readonly ChartName[] = ['d', 'losses', 'gap', 'js', 'w1', 'sliced', 'norm', 'penalty'];
const fGanOrder: readonly ChartName[] = ['bound', 'w1', 'sliced', 'losses', 'norm', 'penalty'];
const toyOrder: readonly ChartName[] = ['modes', 'quality', 'kl'];

/**
 * The charts of a run.
 * @param keys metrics that it has values of; none while it has no values, then the charts that are to be expected
 */
export function chartsFor(spec: RunSpec, keys: readonly MetricKey[]): ChartSet {
  const order = [...orderFor(spec), ...(isToy(spec.data) ? toyOrder : [])];
  const known = new Set<MetricKey>(keys.length > 0 ? keys : expectedKeys(spec));
  const present = (name: ChartName): ChartPlan[] => {
    const plan: ChartPlan = planOf(name, spec);
    const shown = plan.keys.filter((key) => known.has(key));
    return shown.length === 0 ? [] : [{ ...plan, keys: shown }];
  };
  const rest = (Object.keys(charts) as ChartName[]).filter((name) => !order.includes(name));
  return { main: order.flatMap(present), more: rest.flatMap(present) };
}

function orderFor({ objective }: RunSpec): readonly ChartName[] {
  if (isWasserstein(objective)) return wassersteinOrder;
  return isFGan(objective) ? fGanOrder : ganOrder;
}

/** A chart with what depends on the run. */
function planOf(name: ChartName, { data, objective, penalty }: RunSpec): ChartPlan {
  if (name === 'modes' && data.kind === '25gaussians') return { ...charts.modes, range: [0, 25] };
  if (name === 'norm') {
    const inForce = penaltyOf({ objective, penalty });
    if (inForce.kind === 'r1') return { ...charts.norm, references: [] };
    if (inForce.kind === 'dragan') {
      return { ...charts.norm, references: [{ value: inForce.k, label: `k = ${inForce.k}` }] };
    }
  }
  if (name === 'bound' && isFGan(objective)) {
    const { name: divergence, unit, ceiling } = divergenceWords[objective.kind];
    const inNats = unit === null ? {} : { unit };
    const note = `A lower bound of the ${divergence}; P is the data, Q what is generated.`;
    if (ceiling === null) return { ...charts.bound, ...inNats, note };
    const label = objective.kind === 'fgan-js' ? 'log 2' : `${ceiling}: no overlap`;
    return { ...charts.bound, ...inNats, note, references: [{ value: ceiling, label }] };
  }
  return charts[name];
}

/** Metrics that a run of this kind will report. */
export function expectedKeys(spec: RunSpec): readonly MetricKey[] {
  const { objective, data } = spec;
  const keys: MetricKey[] = ['critic_loss', 'generator_loss'];
  const judges = ['gan', 'gan-minimax', 'dragan'].includes(objective.kind);
  if (isFGan(objective)) keys.push('divergence_bound');
  else if (judges) keys.push('d_real', 'd_fake', 'js_bound');
  else keys.push(hasCriticGap(objective) ? 'critic_gap' : 'em_estimate');
  if (isPenalised(spec)) keys.push('penalty', 'gradient_norm');
  if (objective.kind === 'wgan') keys.push('clipped_share');
  const isAveraged = spec.ema.decay > 0;
  if (!isToy(data))
    return [...keys, 'sliced_wasserstein', ...(isAveraged ? (['ema_sliced_wasserstein'] as const) : [])];
  keys.push('w1', ...(isAveraged ? (['ema_w1'] as const) : []));
  return data.kind === 'swissroll' ? keys : [...keys, 'modes', 'high_quality', 'reverse_kl'];
}

const unitWords: Readonly<Record<MetricFacts['unit'], string>> = {
  loss: 'loss',
  score: 'score',
  distance: 'distance',
  norm: 'norm',
  share: '%',
  probability: 'probability',
  modes: 'modes',
  nats: 'nats',
  ratio: 'ratio',
  divergence: 'divergence',
};

/** What a chart's values are in, for its axis. */
export function unitOf({ keys, unit }: ChartPlan): string {
  return unit ?? unitWords[metricFacts[keys[0]].unit];
}

/** Whether values are shares, to be shown in percent. */
export function isPercent({ keys }: ChartPlan): boolean {
  return metricFacts[keys[0]].unit === 'share';
}
