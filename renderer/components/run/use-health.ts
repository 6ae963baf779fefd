// What is to be said of a run's health, from its newest values: read once, kept up by what comes in live, judged at
// most once a second.

import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue';
import type { MetricBatch, RunDetail } from '../../../core/protocol/contract.ts';
import { healthOf, type HealthNote } from '../../../core/spec/health.ts';
import type { Session } from '../../bridge/session.ts';
import type { WatchedRun } from '../../stores/watched-run.ts';
import { RecentLog, recentRequests } from './recent-log.ts';

const restMs = 1000;

/** The charts are read first. */
const readAfterMs = 250;

/**
 * Null until there was something to judge by.
 * @param tell hears of values that could not be read
 */
export function useHealth(
  { host, on }: Pick<Session, 'host' | 'on'>,
  { id, detail }: Pick<WatchedRun, 'id' | 'detail'>,
  tell: (error: unknown) => void,
): Readonly<ShallowRef<readonly HealthNote[] | null>> {
  const notes = shallowRef<readonly HealthNote[] | null>(null);
  let log: RecentLog | null = null;
  /** Batches that came while values were being read. */
  let early: MetricBatch[] | null = null;
  /** Grows when what was asked for before is of no use any more. */
  let generation = 0;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let judgedAt = -Infinity;

  function judge(): void {
    timer = null;
    if (log === null || detail.value === null) return;
    judgedAt = performance.now();
    notes.value = healthOf(detail.value.spec, log.recent);
  }
  function judgeSoon(): void {
    timer ??= setTimeout(judge, Math.max(0, judgedAt + restMs - performance.now()));
  }

  async function read({ spec, keys, summary }: RunDetail): Promise<void> {
    generation += 1;
    const mine = generation;
    early = [];
    try {
      await new Promise((resolve) => setTimeout(resolve, readAfterMs));
      if (mine !== generation) return;
      const { every } = spec.evaluate;
      const requests = recentRequests(keys, summary.iteration, every);
      const parts = await Promise.all(requests.map((request) => host.readSeries(id, request)));
      if (mine !== generation) return;
      log = new RecentLog(every);
      for (const part of parts.flat()) log.add(part);
      for (const batch of early) log.extend(batch);
      early = null;
      judgeSoon();
    } catch (error) {
      if (mine === generation) tell(error);
    }
  }

  // It is read anew when the line is back.
  watch(detail, (now) => now !== null && void read(now), { immediate: true });
  const undo = [
    on('metrics', (batch) => {
      if (batch.run !== id) return;
      if (early !== null) early.push(batch);
      else log?.extend(batch);
      judgeSoon();
    }),
    on('rewound', ({ run, iteration }) => {
      if (run !== id || detail.value === null) return;
      void read({ ...detail.value, summary: { ...detail.value.summary, iteration } });
    }),
  ];
  onScopeDispose(() => {
    generation += 1;
    if (timer !== null) clearTimeout(timer);
    for (const one of undo) one();
  });
  return notes;
}
