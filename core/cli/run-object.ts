// A run's record as --json prints it: what is of use outside, times in ISO 8601.

import type { RunRecord } from '../store/run-record.ts';

const iso = (milliseconds: number | null): string | null =>
  milliseconds === null ? null : new Date(milliseconds).toISOString();

export function runObject(run: RunRecord): object {
  return {
    id: run.id,
    name: run.name,
    status: run.status,
    statusDetail: run.statusDetail,
    iteration: run.iteration,
    iterations: run.spec.iterations,
    criticUpdates: run.criticUpdates,
    activeSeconds: run.activeSeconds,
    engine: run.engine,
    createdAt: iso(run.createdAt),
    startedAt: iso(run.startedAt),
    endedAt: iso(run.endedAt),
    compareGroup: run.compareGroup,
    dataFingerprint: run.dataFingerprint,
  };
}
