// A comparison picture of runs in a store: what the figure needs, read from there and put into words.

import { isToy } from '../spec/data-facts.ts';
import type { MetricKey } from '../store/series.ts';
import type { RunRecord } from '../store/run-record.ts';
import type { Store } from '../store/store.ts';
import type { ArmCurve, ComparisonArm, ComparisonOptions } from './figure-layout.ts';
import type { Points } from './point-square.ts';
import type { AxisKind } from './steps.ts';
import { countText, durationText } from './ticks.ts';
import {
  dataWords,
  divergenceWords,
  hasCriticGap,
  isFGan,
  isWasserstein,
  objectiveWords,
  trainingWords,
} from '../spec/words.ts';

/** Everything `renderComparison` wants for some runs. @throws StoreError when one of them is not there */
export function comparisonOf(
  store: Store,
  runIds: readonly string[],
  options: {
    readonly axis: AxisKind;
    readonly until?: number;
    readonly real?: Points;
    readonly fontFolder: string;
    /** The runs' names unless given. */
    readonly title?: string;
    readonly rows?: number;
  },
): { readonly arms: readonly ComparisonArm[]; readonly options: ComparisonOptions } {
  const runs = runIds.map((id) => store.runs.get(id));
  const toys = runs.every(({ spec }) => isToy(spec.data));
  const key: MetricKey = toys ? 'w1' : 'sliced_wasserstein';
  return {
    arms: runs.map((run) => armOf(store, run, key)),
    options: {
      title: listed(runs.map(({ name }) => name)),
      ...options,
      subtitle: 'Samples from the same fixed noise at equal steps',
      measure: toys
        ? 'Exact Wasserstein distance W₁ to held-out points'
        : 'Sliced Wasserstein distance to held-out images',
      caption: captionOf(runs),
    },
  };
}

function armOf(store: Store, { id, name, spec }: RunRecord, key: MetricKey): ComparisonArm {
  const curve = (metric: MetricKey, label: string): ArmCurve => ({
    name: label,
    ...store.series.read(id, metric),
  });
  const own = isWasserstein(spec.objective)
    ? {
        title: 'EM estimate of its own critic',
        curves: [curve('em_estimate', 'E f(x) − E f(G(z))')],
      }
    : isFGan(spec.objective)
      ? {
          title: `Bound of its own critic: ${divergenceWords[spec.objective.kind].name}`,
          curves: [curve('divergence_bound', 'E T(x) − E f*(T(G(z)))')],
        }
      : hasCriticGap(spec.objective)
        ? { title: 'Difference of its own critic', curves: [curve('critic_gap', 'E f(x) − E f(G(z))')] }
        : {
            title: 'Output of its own discriminator',
            curves: [curve('d_real', 'D(x)'), curve('d_fake', 'D(G(z))')],
          };
  return {
    name,
    objective: objectiveWords(spec.objective),
    training: trainingWords(spec),
    batch: spec.batch,
    grids: store.samples.list(id),
    readGrid: (iteration) => store.samples.read(id, iteration),
    comparable: curve(key, name),
    own,
  };
}

/** What is the same for all, then what the runs used: "Fashion-MNIST, 28 × 28 · seed 7 · batch 64 · …". */
function captionOf(runs: readonly RunRecord[]): string {
  const each = <T>(of: (run: RunRecord) => T): T[] => [...new Set(runs.map(of))];
  const seeds = each(({ spec }) => spec.seed);
  return [
    each(({ spec }) => dataWords(spec.data)).join(' and '),
    `seed ${seeds.join(', ')}`,
    `batch ${each(({ spec }) => spec.batch).join(', ')}`,
    `${each(({ iteration }) => countText(iteration)).join(' and ')} generator iterations`,
    `${each(({ activeSeconds }) => durationText(activeSeconds)).join(' and ')} of training`,
    each(({ engine }) => (engine === null ? 'no engine' : `${engine.id}, ${engine.device}`)).join(' and '),
    seeds.length === 1 ? 'n = 1 seed' : 'n = 1 seed each',
  ].join(' · ');
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}
