// What a run's states mean: which of them end it, and what its journal says of each.

import type Database from 'better-sqlite3';
import { addEntry, type MarkKind } from './journal.ts';
import type { RunRecord, RunStatus } from './run-record.ts';

/** Whether a run in this state is over, for now or for good. */
export function isEnd(status: RunStatus): boolean {
  return status !== 'queued' && status !== 'running' && status !== 'paused';
}

interface StateMark {
  readonly kind: MarkKind;
  readonly text: string | null;
}

/** The mark of an end; null for a state that is none. */
export function endMark(status: RunStatus, detail: string | null): StateMark | null {
  switch (status) {
    case 'queued':
    case 'running':
    case 'paused':
      return null;
    case 'completed':
      return { kind: 'ended', text: detail ?? 'Complete.' };
    case 'interrupted':
      return { kind: 'ended', text: detail ?? 'Stopped on request.' };
    case 'failed':
      return { kind: 'ended', text: detail };
    case 'diverged':
    case 'crashed':
      return { kind: status, text: detail };
  }
}

/**
 * Gives a run another state and marks that in its journal, inside a transaction of the caller. Only queued runs keep
 * their place in the queue, and only those in training their process.
 * @param number the run's row number
 */
export function recordState(
  connection: Database.Database,
  number: number,
  before: RunRecord,
  status: RunStatus,
  detail: string | null,
): void {
  const set = (columns: string, ...values: (string | number | null)[]): void => {
    connection.prepare(`UPDATE runs SET ${columns} WHERE number = ?`).run(...values, number);
  };
  set('status = ?, status_detail = ?, ended_at = ?', status, detail, isEnd(status) ? Date.now() : null);
  if (status !== 'queued') set('queue_order = NULL');
  if (status === 'queued' || isEnd(status)) set('pid = NULL, boot_id = NULL, process_start = NULL');
  const mark = stateMark(before.status, status, detail);
  if (mark !== null) addEntry(connection, number, mark.kind, before.iteration, mark.text);
}

/** The mark of a change of state; null where there is nothing to tell. */
function stateMark(before: RunStatus, status: RunStatus, detail: string | null): StateMark | null {
  if (status === 'paused') return { kind: 'paused', text: detail };
  if (status === 'running') return { kind: before === 'paused' ? 'continued' : 'started', text: detail };
  return endMark(status, detail);
}
