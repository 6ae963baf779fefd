// Which stored grid belongs to an iteration.

import type { GridSteps } from '../../../core/protocol/contract.ts';

/** Index of the stored grid nearest to an iteration, the earlier one of two that are as near; -1 when there is none. */
export function nearestStep({ iterations }: GridSteps, iteration: number): number {
  let [low, high] = [0, iterations.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (iterations[middle] < iteration) low = middle + 1;
    else high = middle;
  }
  const isEarlierNearer = low > 0 && iteration - iterations[low - 1] <= iterations[low] - iteration;
  return isEarlierNearer ? low - 1 : Math.min(low, iterations.length - 1);
}
