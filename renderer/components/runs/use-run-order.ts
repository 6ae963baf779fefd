// Which runs the table shows, in which order. What a person asks for, and runs that come or go, count at once; values
// that change by themselves count every two seconds, and not while the table is pointed at: no row moves away from
// under the pointer, and a run in training costs the list next to nothing.

import { onScopeDispose, shallowRef, watch, type Ref } from 'vue';
import type { RunId, RunSummary } from '../../../core/protocol/contract.ts';
import { useRuns } from '../../stores/runs.ts';
import type { Query } from './query.ts';
import { sortRuns, type Sort } from './sort-runs.ts';

const settleMs = 2000;

export interface RunOrder {
  /** The runs that are shown. Another array only when it says something else. */
  readonly order: Readonly<Ref<readonly RunId[]>>;
  /** All runs as they were when the order was made, for what need not be of this moment. */
  readonly settled: Readonly<Ref<readonly RunSummary[]>>;
  /** Counts up when the person asked for another order or filter, and not when runs came or went. */
  readonly asked: Readonly<Ref<number>>;
}

export function useRunOrder(query: () => Query, sort: () => Sort, isHeld: () => boolean): RunOrder {
  const runs = useRuns();
  const order = shallowRef<readonly RunId[]>([]);
  const settled = shallowRef<readonly RunSummary[]>([]);
  const asked = shallowRef(0);
  let known: ReadonlySet<RunId> = new Set();
  let timer: ReturnType<typeof setTimeout> | null = null;

  function arrange(): void {
    const all = runs.all ?? [];
    const now = Date.now();
    const { matches } = query();
    known = new Set(all.map(({ id }) => id));
    settled.value = all;
    const matching = all.filter((run) => matches(run, now));
    const next = sortRuns(matching, sort()).map(({ id }) => id);
    if (next.length !== order.value.length || next.some((id, at) => id !== order.value[at]))
      order.value = next;
  }
  function arrangeLater(): void {
    timer ??= setTimeout(() => {
      timer = null;
      if (isHeld()) arrangeLater();
      else arrange();
    }, settleMs);
  }

  watch([query, sort], () => {
    arrange();
    asked.value += 1;
  });
  watch(
    () => runs.all,
    (all) => {
      const same = all?.length === known.size && all.every(({ id }) => known.has(id));
      if (same) arrangeLater();
      else arrange();
    },
    { immediate: true },
  );
  onScopeDispose(() => {
    if (timer !== null) clearTimeout(timer);
  });
  return { order, settled, asked };
}
