// Deleting runs, and taking that back for as long as the host allows it.

import { defineStore } from 'pinia';
import type { Deleted, RunSummary } from '../../../core/protocol/contract.ts';
import { useShell } from '../../bridge/shell.ts';
import { useNotices } from '../../stores/notices.ts';
import { canDelete, deletedSentence, inTrainingSentence } from './run-rules.ts';

export const useDeletions = defineStore('deletions', () => {
  const { host } = useShell().session;
  const notices = useNotices();
  /** Newest last, each with the notice that offers its undo. */
  let undoable: readonly { readonly deleted: Deleted; readonly notice: number }[] = [];

  function forget(deleted: Deleted): void {
    for (const entry of undoable) if (entry.deleted === deleted) notices.dismiss(entry.notice);
    undoable = undoable.filter((entry) => entry.deleted !== deleted);
  }
  async function restore(deleted: Deleted): Promise<void> {
    forget(deleted);
    try {
      await host.restoreRuns(deleted.runs);
    } catch (error) {
      notices.fail(error);
    }
  }

  async function stop(runs: readonly RunSummary[]): Promise<void> {
    const results = await Promise.allSettled(runs.map(({ id }) => host.controlRun(id, 'stop')));
    for (const result of results) if (result.status === 'rejected') notices.fail(result.reason);
  }

  return {
    /** Deletes what is not in training, and says what was done and how to undo it. */
    async remove(runs: readonly RunSummary[]): Promise<void> {
      const busy = runs.filter((run) => !canDelete(run));
      const free = runs.filter(canDelete);
      if (busy.length > 0) {
        notices.say(inTrainingSentence(busy), {
          action: { label: busy.length === 1 ? 'Stop it' : 'Stop them', run: () => void stop(busy) },
          stayMs: 12_000,
        });
      }
      if (free.length === 0) return;
      try {
        const deleted = await host.deleteRuns(free.map(({ id }) => id));
        const notice = notices.say(deletedSentence(deleted, free.length === 1 ? free[0].name : null), {
          action: { label: 'Undo', run: () => void restore(deleted) },
          stayMs: Math.max(0, deleted.until - Date.now()),
        });
        undoable = [...undoable, { deleted, notice }];
        setTimeout(() => {
          forget(deleted);
        }, deleted.until - Date.now());
      } catch (error) {
        notices.fail(error);
      }
    },
    /** Takes the newest deletion back; says so when there is none. */
    async undo(): Promise<void> {
      const last = undoable.at(-1);
      if (last === undefined)
        notices.say('Nothing to undo: deleted runs can be brought back for a short while only.');
      else {
        await restore(last.deleted);
      }
    },
  };
});
