// The file that the host makes for this window, or the bundle that it takes in: one at a time, with its progress,
// whatever view is shown.

import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import { CallError } from '../../../core/protocol/call-error.ts';
import type { ExportRequest, RunId } from '../../../core/protocol/contract.ts';
import { useShell } from '../../bridge/shell.ts';
import { formatBytes } from '../../composables/format.ts';
import { useNotices } from '../../stores/notices.ts';
import { saveAddress } from './save-address.ts';
import { sendBundle } from './send-bundle.ts';

export interface FileWork {
  /** "Making the film" */
  readonly step: string;
  readonly done: number;
  readonly of: number;
  /** False where it is too late to give up. */
  readonly canCancel: boolean;
}

export const useFileWork = defineStore('file-work', () => {
  const shell = useShell();
  const { session } = shell;
  const notices = useNotices();
  const current = shallowRef<FileWork | null>(null);
  let giveUp: AbortController | null = null;

  session.on('busy', ({ what, step, done, of }) => {
    // An empty step says that nothing is at work any more.
    if (what !== 'export' || current.value === null || step === '') return;
    current.value = { ...current.value, step, done, of };
  });

  /** Whether it may begin; a sentence says why not. */
  function begin(step: string): AbortController | null {
    if (current.value !== null) {
      notices.say(`${current.value.step} is not done yet. Wait until it is, or cancel it.`, { tone: 'bad' });
      return null;
    }
    current.value = { step, done: 0, of: 1, canCancel: true };
    return (giveUp = new AbortController());
  }

  return {
    /** Null while nothing is at work. */
    current,
    isAtWork: computed(() => current.value !== null),
    /** Has a file made and saves it. */
    async make(request: ExportRequest): Promise<void> {
      const own = begin('Making the file');
      if (own === null) return;
      own.signal.addEventListener('abort', () => {
        session.host.cancelExport().catch(notices.fail);
      });
      try {
        const { path, name, bytes } = await session.host.makeExport(request);
        saveAddress(shell.runFile('exports', path), name);
        notices.say(`${name} is ready, ${formatBytes(bytes)}.`, { tone: 'good' });
      } catch (error) {
        if (own.signal.aborted) notices.say('The export was given up.');
        else notices.fail(error);
      } finally {
        current.value = null;
      }
    },
    /** Takes in a bundle. Null when it was not taken; why was said. */
    async take(file: File): Promise<readonly RunId[] | null> {
      const own = begin(`Reading ${file.name}`);
      if (own === null) return null;
      try {
        const runs = await sendBundle(session.host, file, {
          signal: own.signal,
          sent: (done) => {
            const canCancel = done < file.size;
            current.value = { step: `Reading ${file.name}`, done, of: file.size, canCancel };
          },
        });
        if (runs === null) notices.say('The import was given up.');
        return runs;
      } catch (error) {
        if (error instanceof CallError) notices.fail(error);
        else notices.say(`${file.name} cannot be read. Check that you may read it.`, { tone: 'bad' });
        return null;
      } finally {
        current.value = null;
      }
    },
    cancel(): void {
      giveUp?.abort();
    },
  };
});
