// What can be done with runs from the table: by button, menu or key.

import { useRouter } from 'vue-router';
import type { RunCommand, RunEdit, RunId, RunSummary } from '../../../core/protocol/contract.ts';
import { useShell } from '../../bridge/shell.ts';
import { useNotices } from '../../stores/notices.ts';
import { useDeletions } from './deletions.ts';
import { canContinue, canPause, canResume, canStop } from './run-rules.ts';
import { useRunsTable } from './runs-table.ts';

export interface RunActions {
  open(run: RunId): void;
  duplicate(run: RunId): void;
  rename(run: RunId): void;
  /** Opens the dialog for the tags of these runs. */
  tag(runs: readonly RunSummary[]): void;
  note(run: RunId): void;
  edit(runs: readonly RunSummary[], edit: (run: RunSummary) => RunEdit): Promise<void>;
  /** Those of the runs that it can be said to. */
  control(runs: readonly RunSummary[], command: 'pause' | 'continue' | 'stop'): Promise<void>;
  resume(runs: readonly RunSummary[]): Promise<void>;
  /** Moves a queued run, negative to start earlier. */
  moveInQueue(run: RunSummary, by: number): Promise<void>;
  copyId(run: RunId): Promise<void>;
  /** Saves a file of the run as the shell saves downloads. */
  save(run: RunSummary, file: 'spec.json' | 'metrics.csv'): void;
  remove(runs: readonly RunSummary[]): Promise<void>;
}

const rules = { pause: canPause, continue: canContinue, stop: canStop } as const;

export function useRunActions(): RunActions {
  const shell = useShell();
  const { host } = shell.session;
  const router = useRouter();
  const notices = useNotices();
  const deletions = useDeletions();
  const table = useRunsTable();

  /** All at once; the first failure is told, as the others are mostly the same. */
  async function each(runs: readonly RunSummary[], act: (run: RunSummary) => Promise<void>): Promise<void> {
    const results = await Promise.allSettled(runs.map(act));
    const failed = results.find((result) => result.status === 'rejected');
    if (failed !== undefined) notices.fail(failed.reason);
  }

  return {
    open: (run) => void router.push({ name: 'run', params: { id: run } }),
    duplicate: (run) => void router.push({ name: 'new-run', query: { from: run } }),
    rename: (run) => (table.renaming = run),
    tag: (runs) => (table.dialog = { kind: 'tags', runs: runs.map(({ id }) => id) }),
    note: (run) => (table.dialog = { kind: 'note', run }),
    edit: (runs, edit) => each(runs, (run) => host.editRun(run.id, edit(run))),
    control: (runs, command) =>
      each(runs.filter(rules[command]), (run) => host.controlRun(run.id, command satisfies RunCommand)),
    resume: (runs) => each(runs.filter(canResume), ({ id }) => host.resumeRun(id)),
    moveInQueue: (run, by) =>
      each([run], ({ id, queuePlace }) =>
        queuePlace === null || queuePlace + by < 1
          ? Promise.resolve()
          : host.moveInQueue(id, queuePlace + by),
      ),
    async copyId(run) {
      try {
        await navigator.clipboard.writeText(run);
        notices.say(`Copied ${run}.`);
      } catch {
        notices.say(`The clipboard is not available here. The run is ${run}.`, { tone: 'bad' });
      }
    },
    save(run, file) {
      const link = document.createElement('a');
      link.href = shell.runFile(run.id, file);
      link.download = `${run.name.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-')}-${file}`;
      link.click();
    },
    remove: (runs) => deletions.remove(runs),
  };
}
