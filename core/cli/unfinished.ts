// Finding a comparison that was interrupted, so that asking for it again goes on with it.

import type { ArmsBudget } from '../host/arms.ts';
import { unitOf } from '../host/compare-group.ts';
import { sameValue } from '../spec/paths.ts';
import type { RunSpec } from '../spec/run-spec.ts';
import type { RunRecord } from '../store/run-record.ts';
import type { Store } from '../store/store.ts';

export interface Unfinished {
  readonly group: string;
  /** What there is of each arm, by its place in the comparison. */
  readonly runs: ReadonlyMap<number, RunRecord>;
}

/** Whether a run is as far as it will ever get. To diverge is a result. */
export function isOver({ status }: RunRecord): boolean {
  return status === 'completed' || status === 'diverged';
}

/** The newest comparison of exactly these arms and this budget, if some of it is missing. */
export function findUnfinished(
  store: Store,
  arms: readonly RunSpec[],
  { unit, amount }: ArmsBudget,
): Unfinished | null {
  const groups = new Map<string, RunRecord[]>();
  for (const run of store.runs.list()) {
    if (run.compareGroup === null || unitOf(run.compareGroup) !== unit) continue;
    // Other amounts are in the runs themselves: in their iterations, or in their time.
    if (run.seconds !== (unit === 'seconds' ? amount : null)) continue;
    groups.set(run.compareGroup, [...(groups.get(run.compareGroup) ?? []), run]);
  }
  for (const [group, members] of groups) {
    const runs = new Map<number, RunRecord>();
    // Newest first: an arm that had to be trained anew counts once, as it is now.
    const places = members.map((run) => arms.findIndex((spec) => sameValue(spec, run.spec)));
    if (places.includes(-1)) continue;
    places.forEach((place, at) => {
      if (!runs.has(place)) runs.set(place, members[at]);
    });
    const alive = members.some((run) => store.runs.isAlive(run));
    const whole = arms.every((_, at) => runs.has(at) && isOver(runs.get(at)!));
    // Only the newest one of this kind counts: an older one was given up for it.
    return alive || whole ? null : { group, runs };
  }
  return null;
}
