// What charts and the table have a line for: a run, or several that differ in nothing but their seed.

import type { MetricKey } from '../../../core/spec/metric.ts';
import type { ChartSeries } from '../../charts/picture.ts';
import type { LineStyle } from '../../charts/palette.ts';
import type { RunSpec } from '../../../core/spec/run-spec.ts';
import { listed } from './noise.ts';
import { bandOf, seedGroups } from './seed-groups.ts';
import type { ComparedRun } from './use-compared-runs.ts';

export interface ComparedLine {
  /** Stays the same while the line stands for the same runs. */
  readonly id: string;
  readonly label: string;
  readonly style: LineStyle;
  readonly spec: RunSpec;
  /** One, or more that are shown as their mean with a band. */
  readonly runs: readonly ComparedRun[];
}

/**
 * @param names one for each run
 * @param grouped whether runs that differ in nothing but their seed are one line
 */
export function linesOf(
  runs: readonly ComparedRun[],
  names: readonly string[],
  grouped: boolean,
  styleOf: (look: number) => LineStyle,
): readonly ComparedLine[] {
  const groups = grouped ? seedGroups(runs.map(({ spec }) => spec)) : runs.map((_, at) => [at]);
  return groups.map((places) => {
    const members = places.map((at) => runs[at]);
    const [first] = members;
    const name = names[places[0]];
    return {
      id: members.map(({ id }) => id).join('+'),
      label: members.length === 1 ? name : `${bareName(name)}, mean of ${members.length} seeds`,
      ...{ style: styleOf(first.look), spec: first.spec, runs: members },
    };
  });
}

/** "n = 1 seed each", "n = 3 seeds of wgan-gp, 1 of gan" */
export function seedWords(lines: readonly ComparedLine[]): string {
  const counts = [...new Set(lines.map(({ runs }) => runs.length))];
  if (counts.length === 1) {
    return counts[0] === 1
      ? 'n = 1 seed each: a difference may be chance.'
      : `n = ${counts[0]} seeds each: the mean, and a band from the smallest to the largest.`;
  }
  const each = lines.map(({ runs, label }) => `n = ${runs.length} for ${bareName(label)}`);
  return `${listed(each)}: the mean, and a band from the smallest to the largest.`;
}

const bareName = (name: string): string => name.replace(/, (seed \d+|mean of \d+ seeds)$/u, '');

/** A metric of a line. A mean is one of the runs that have values, and says so where some have none. */
export function seriesOf({ id, label, style, runs }: ComparedLine, key: MetricKey): ChartSeries {
  const look = { run: id, key, label, style, batch: runs[0].spec.batch };
  if (runs.length === 1) {
    const [{ watched }] = runs;
    return { ...look, model: watched.shown(key), whole: watched.whole(key) };
  }
  const models = runs.flatMap(({ watched }) => watched.whole(key) ?? []).filter(({ length }) => length > 0);
  const model = models.length > 1 ? bandOf(models) : (models.at(0) ?? null);
  const some = models.length > 0 && models.length < runs.length;
  return {
    ...look,
    ...(some ? { label: `${bareName(label)}, ${models.length} of ${runs.length} seeds` } : {}),
    ...{ model, whole: model },
  };
}
