// The runs of a sweep in the order in which they were planned, and what varies between them. Both follow live.

import { computed, shallowRef, watch, type ComputedRef } from 'vue';
import type { RunId, RunSummary } from '../../../core/protocol/contract.ts';
import type { RunSpec } from '../../../core/spec/run-spec.ts';
import { useShell } from '../../bridge/shell.ts';
import { useRuns } from '../../stores/runs.ts';
import { variedFields, type VariedField } from './varied.ts';

export interface SweepData {
  /** Null until the host has listed its runs. */
  readonly runs: ComputedRef<readonly RunSummary[] | null>;
  /** In the order of the runs; null until all their specifications have been read. */
  readonly specs: ComputedRef<readonly RunSpec[] | null>;
  readonly fields: ComputedRef<readonly VariedField[]>;
  /** Why the specifications could not be read. */
  readonly failure: ComputedRef<string | null>;
}

export function useSweep(group: () => string): SweepData {
  const { session } = useShell();
  const store = useRuns();
  const known = shallowRef<ReadonlyMap<RunId, RunSpec>>(new Map());
  const asked = new Set<RunId>();
  const problem = shallowRef<string | null>(null);

  const runs = computed(
    () =>
      store.all
        ?.filter(({ compareGroup }) => compareGroup === group())
        .sort((a, b) => (a.id < b.id ? -1 : 1)) ?? null,
  );
  const ids = computed(() => (runs.value ?? []).map(({ id }) => id).join());

  async function read(wanted: readonly RunId[]): Promise<void> {
    for (const id of wanted) asked.add(id);
    try {
      const specs = await session.host.readSpecs(wanted);
      known.value = new Map([...known.value, ...wanted.map((id, at) => [id, specs[at]] as const)]);
      problem.value = null;
    } catch (error) {
      // Asked again with the next change, or when the line is back.
      for (const id of wanted) asked.delete(id);
      problem.value = error instanceof Error ? error.message : String(error);
    }
  }
  watch(
    [ids, session.state],
    ([list]) => {
      const wanted = list.split(',').filter((id) => id !== '' && !asked.has(id));
      if (session.state.value.kind === 'ready' && wanted.length > 0) void read(wanted);
    },
    { immediate: true },
  );

  /** Only what the specifications say, so that progress does not make it anew. */
  const specs = computed<readonly RunSpec[] | null>(() => {
    const all = ids.value.split(',').map((id) => known.value.get(id));
    return all.every((spec) => spec !== undefined) ? all : null;
  });
  const fields = computed(() => (specs.value === null ? [] : variedFields(specs.value)));
  return { runs, specs, fields, failure: computed(() => problem.value) };
}
