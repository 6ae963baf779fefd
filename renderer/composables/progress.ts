// How far a run is.

import type { RunSummary } from '../../core/protocol/contract.ts';

/** Seconds until it is complete at its present rate; infinite while that is not known. */
export function remainingSeconds({
  iteration,
  iterations,
  rate,
  seconds,
  activeSeconds,
}: RunSummary): number {
  const byIterations = rate !== null && rate > 0 ? (iterations - iteration) / rate : Infinity;
  const byTime = seconds === null ? Infinity : Math.max(0, seconds - activeSeconds);
  return Math.min(byIterations, byTime);
}

/** Share of it that is done, 0 to 1. */
export function progressOf({ iteration, iterations, seconds, activeSeconds }: RunSummary): number {
  const byTime = seconds === null ? 0 : activeSeconds / seconds;
  return Math.min(1, Math.max(iteration / iterations, byTime));
}

/** Whether it is being trained, or about to be, by a process of its own. */
export function isActive({ state }: RunSummary): boolean {
  return state === 'starting' || state === 'running' || state === 'paused';
}
