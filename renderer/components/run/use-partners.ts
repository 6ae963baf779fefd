// The runs that a run was started together with: those of its comparison, or of its sweep.

import { computed, type ComputedRef } from 'vue';
import type { RouteLocationRaw } from 'vue-router';
import type { RunId, RunSummary } from '../../../core/protocol/contract.ts';
import { useRuns } from '../../stores/runs.ts';

export interface PartnersLink {
  readonly label: string;
  readonly to: RouteLocationRaw;
  /** The runs that are shown beside each other; none for a sweep. */
  readonly runs: readonly RunId[];
}

/** As many as are shown beside each other. */
const mostCompared = 6;

/** Where a run is seen beside its partners; null for a run that has none. */
export function usePartnersLink(summary: () => RunSummary | null): ComputedRef<PartnersLink | null> {
  const runs = useRuns();
  return computed(() => {
    const group = summary()?.compareGroup ?? null;
    return group === null ? null : partnersLink(group, runs.all ?? []);
  });
}

export function partnersLink(group: string, all: readonly RunSummary[]): PartnersLink | null {
  if (group.startsWith('sweep/'))
    return { label: 'Sweep', to: { name: 'sweep', params: { group } }, runs: [] };
  // In the order in which they were started, which ids sort by.
  const ids = all
    .flatMap(({ compareGroup, id }) => (compareGroup === group ? [id] : []))
    .sort()
    .slice(0, mostCompared);
  if (ids.length < 2) return null;
  return { label: 'Compare', to: { name: 'compare', params: { ids: ids.join(',') } }, runs: ids };
}
