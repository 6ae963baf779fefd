// Runs as lists show them: what is stored, and what only the living host knows, such as how fast they are.

import type { RunId, RunSummary } from '../protocol/contract.ts';
import type { StoredSummary } from '../store/summaries.ts';

export interface Living {
  readonly isStarting: (run: RunId) => boolean;
  /** Iterations per second of late; null where it is not known. */
  readonly rate: (run: RunId) => number | null;
  /** What a queued run would be computed on. */
  readonly foresee: (requested: string | null) => RunSummary['engine'];
}

export function toSummary(stored: StoredSummary, { isStarting, rate, foresee }: Living): RunSummary {
  const { status, statusDetail: detail, requestedEngine } = stored;
  const waits = status === 'queued';
  const starts = waits && isStarting(stored.id);
  return {
    id: stored.id,
    name: stored.name,
    state: starts ? 'starting' : status,
    detail,
    objective: stored.objective,
    data: stored.data,
    dataTitle: stored.dataTitle,
    sampleShape: stored.sampleShape,
    batch: stored.batch,
    seed: stored.seed,
    iterations: stored.iterations,
    seconds: stored.seconds,
    engine: waits ? (foresee(requestedEngine) ?? stored.engine) : stored.engine,
    createdAt: stored.createdAt,
    startedAt: stored.startedAt,
    endedAt: stored.endedAt,
    compareGroup: stored.compareGroup,
    starred: stored.starred,
    tags: stored.tags,
    note: stored.note,
    bytes: stored.bytes,
    iteration: stored.iteration,
    criticUpdates: stored.criticUpdates,
    activeSeconds: stored.activeSeconds,
    measures: stored.measures,
    newestGrid: stored.newestGrid,
    queuePlace: starts ? null : stored.queuePlace,
    rate: status === 'running' ? rate(stored.id) : null,
    resumable: stored.resumable,
  };
}
