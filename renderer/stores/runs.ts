// All runs as lists show them, kept up to date by events. A run changes a few times a second while it trains, so
// changes are gathered and shown once per frame.

import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import type { RunId, RunSummary } from '../../core/protocol/contract.ts';
import { useShell } from '../bridge/shell.ts';

const unfinished: ReadonlySet<RunSummary['state']> = new Set(['queued', 'starting', 'running', 'paused']);

export const useRuns = defineStore('runs', () => {
  const { session } = useShell();
  /** Newest first; null until the host has answered for the first time. */
  const all = shallowRef<readonly RunSummary[] | null>(null);
  const byId = new Map<RunId, RunSummary>();
  let frame: number | null = null;

  /** Ids sort by the time at which runs came to be. */
  function show(): void {
    frame = null;
    all.value = [...byId.values()].sort((a, b) => (a.id < b.id ? 1 : -1));
  }
  function showSoon(): void {
    frame ??= requestAnimationFrame(show);
  }

  session.on('run', (run) => {
    byId.set(run.id, run);
    showSoon();
  });
  session.on('gone', ({ runs }) => {
    for (const id of runs) byId.delete(id);
    showSoon();
  });
  session.whenReady(() => {
    void session.host.listRuns().then(
      (runs) => {
        byId.clear();
        for (const run of runs) byId.set(run.id, run);
        show();
      },
      // The line broke; it is asked again when it is back.
      () => undefined,
    );
  });

  const active = computed(() =>
    (all.value ?? []).filter(({ state }) => state !== 'queued' && unfinished.has(state)),
  );
  const queued = computed(() =>
    (all.value ?? [])
      .filter(({ state }) => state === 'queued')
      .sort((a, b) => (a.queuePlace ?? 0) - (b.queuePlace ?? 0)),
  );
  return {
    all,
    /** Starting, running or paused. */
    active,
    /** In the order in which they will start. */
    queued,
    /** Changes as `all` does. */
    find: (id: RunId): RunSummary | undefined => (all.value === null ? undefined : byId.get(id)),
  };
});
