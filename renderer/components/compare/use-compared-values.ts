// The rows of the table of values as they are now, and what may be concluded from them.

import { computed, type ComputedRef, type Ref } from 'vue';
import { metricFacts, type MetricKey } from '../../../core/spec/metric.ts';
import { sameValue } from '../../../core/spec/paths.ts';
import { formatOnAxis, xAxisWords, type XAxis } from '../../charts/x-axis.ts';
import { useRuns } from '../../stores/runs.ts';
import { comparedKeys, valueNear, valueRows, type ValueRows } from './compare-values.ts';
import { seedWords, type ComparedLine } from './compared-lines.ts';
import { listed } from './noise.ts';

/** What comes from each run's own critic has no winner. */
const ownKeys: readonly MetricKey[] = ['em_estimate', 'critic_gap', 'js_bound', 'divergence_bound'];

export interface ComparedValues {
  readonly rows: ComputedRef<readonly ValueRows[]>;
  /** "At iteration 1,200" */
  readonly hereWords: ComputedRef<string>;
  /** Sentences. */
  readonly notes: ComputedRef<readonly string[]>;
}

export function useComparedValues(
  lines: () => readonly ComparedLine[],
  axis: Readonly<Ref<XAxis>>,
  here: Readonly<Ref<number>>,
): ComparedValues {
  const runs = useRuns();
  const sameData = computed(() => lines().every(({ spec }) => sameValue(spec.data, lines()[0].spec.data)));
  const keys = computed(() =>
    comparedKeys.filter((key) =>
      lines().some((line) => line.runs.some(({ watched }) => watched.keys.value.includes(key))),
    ),
  );

  function rowsOf(key: MetricKey): ValueRows {
    const known = lines().map(({ label, style, runs: members }) => ({
      ...{ name: label, look: style },
      runs: members.map(({ id, watched, spec }) => {
        const has = watched.revision.value >= 0 && watched.keys.value.includes(key);
        return {
          measure: (runs.find(id) ?? watched.detail.value?.summary)?.measures[key],
          here: has ? valueNear(watched.whole(key), axis.value, spec.batch, here.value) : null,
        };
      }),
    }));
    return valueRows(key, known, sameData.value && !ownKeys.includes(key));
  }

  return {
    rows: computed(() => keys.value.map(rowsOf)),
    hereWords: computed(
      () => `At ${xAxisWords[axis.value].label.toLowerCase()} ${formatOnAxis(axis.value, here.value)}`,
    ),
    notes: computed(() => {
      const own = ownKeys.filter((key) => keys.value.includes(key)).map((key) => metricFacts[key].title);
      return [
        seedWords(lines()),
        sameData.value
          ? 'A star marks the best of these runs.'
          : 'The runs learn from different data: their distances do not compare, and none is marked as the best.',
        ...(own.length === 0
          ? []
          : [
              `${listed(own)} ${own.length === 1 ? 'has' : 'have'} no winner: each run’s own critic tells it.`,
            ]),
      ];
    }),
  };
}
