// Histograms of weights over time as one picture: a column for each evaluation, on one range for all of them.

import type { HistogramStep } from '../../../core/protocol/contract.ts';

export interface WeightHeat {
  readonly iterations: readonly number[];
  /** The least and the greatest weight there ever was. */
  readonly low: number;
  readonly high: number;
  readonly rows: number;
  /** `[columns, rows]` from the lowest weight: how dense weights are, 1 where a column is densest. */
  readonly density: Float32Array;
}

export type SpreadKind = 'weights' | 'gradients';

const gradient = '/gradient';

/** What there are histograms of, under the names of the weights. */
export function tensorNames(steps: readonly HistogramStep[], kind: SpreadKind): readonly string[] {
  const all = [...new Set(steps.flatMap(({ tensors }) => tensors.map(({ name }) => name)))];
  const names =
    kind === 'weights'
      ? all.filter((name) => !name.endsWith(gradient))
      : all.filter((name) => name.endsWith(gradient)).map((name) => name.slice(0, -gradient.length));
  // The critic's first: it is the one that objectives hold in bounds.
  return names.toSorted((a, b) => Number(b.startsWith('critic')) - Number(a.startsWith('critic')));
}

/** Null where no step has the tensor. */
export function weightHeat(
  steps: readonly HistogramStep[],
  { name, kind }: { readonly name: string; readonly kind: SpreadKind },
  rows: number,
): WeightHeat | null {
  const stored = kind === 'weights' ? name : `${name}${gradient}`;
  const found = steps.flatMap(({ iteration, tensors }) => {
    const histogram = tensors.find((one) => one.name === stored);
    return histogram === undefined ? [] : [{ iteration, histogram }];
  });
  if (found.length === 0) return null;
  const low = Math.min(...found.map(({ histogram }) => histogram.low));
  const high = Math.max(...found.map(({ histogram }) => histogram.high));
  const density = new Float32Array(found.length * rows);
  found.forEach(({ histogram }, column) => {
    const one = density.subarray(column * rows, (column + 1) * rows);
    spread(histogram, { low, high }, one);
    const most = one.reduce((a, b) => Math.max(a, b), 0);
    if (most > 0) for (let row = 0; row < rows; row += 1) one[row] /= most;
  });
  return { iterations: found.map(({ iteration }) => iteration), low, high, rows, density };
}

/** Shares out the counts of each cell among the rows that it reaches over. */
function spread(
  { low, high, counts }: HistogramStep['tensors'][number],
  range: { readonly low: number; readonly high: number },
  into: Float32Array,
): void {
  const rows = into.length;
  const perUnit = range.high > range.low ? rows / (range.high - range.low) : 0;
  const width = ((high - low) / counts.length) * perUnit;
  counts.forEach((count, cell) => {
    if (count === 0) return;
    const from = (low - range.low) * perUnit + cell * width;
    const first = Math.min(rows - 1, Math.floor(from));
    const last = Math.min(rows - 1, Math.max(first, Math.ceil(from + width) - 1));
    if (first === last) {
      into[first] += count;
      return;
    }
    for (let row = first; row <= last; row += 1) {
      into[row] += (count * (Math.min(row + 1, from + width) - Math.max(row, from))) / width;
    }
  });
}

/** The column whose iteration is nearest. */
export function columnAt({ iterations }: WeightHeat, iteration: number): number {
  return iterations.reduce(
    (best, one, at) => (Math.abs(one - iteration) < Math.abs(iterations[best] - iteration) ? at : best),
    0,
  );
}
