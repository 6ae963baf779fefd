// The designs that were trained of late, to start from again.

import type { RunSummary } from '../../../core/protocol/contract.ts';

const most = 5;

/**
 * The newest run of each of the newest designs. Runs of the same name, objective and data count as one design: seeds, and
 * attempts with other numbers.
 * @param runs newest first
 */
export function recentDesigns(
  runs: readonly Pick<RunSummary, 'id' | 'name' | 'objective' | 'data' | 'dataTitle'>[],
): readonly Pick<RunSummary, 'id' | 'name' | 'objective' | 'dataTitle'>[] {
  const seen = new Set<string>();
  return runs
    .filter(({ name, objective, data }) => {
      const design = JSON.stringify([name, objective, data]);
      if (seen.has(design)) return false;
      seen.add(design);
      return true;
    })
    .slice(0, most);
}
