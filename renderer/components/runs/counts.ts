// How many runs have which value.

import type { RunSummary } from '../../../core/protocol/contract.ts';

export function countsBy(
  runs: readonly RunSummary[],
  of: (run: RunSummary) => readonly string[],
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const run of runs) for (const value of of(run)) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

/** A value to filter by, as a menu shows it. */
export interface FilterOption {
  readonly value: string;
  readonly label: string;
  readonly count: number;
}
