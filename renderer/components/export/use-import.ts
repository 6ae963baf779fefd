// Takes in a file that was dropped or chosen: a bundle becomes runs, a specification becomes a design.

import { useRouter } from 'vue-router';
import { useNotices } from '../../stores/notices.ts';
import { useRuns } from '../../stores/runs.ts';
import { readFile } from '../designer/files.ts';
import { useFileWork } from './file-work.ts';

export type ImportKind = 'bundle' | 'design';

/** What a file is, by its name; undefined for what cannot be taken in. */
export function importKindOf(name: string): ImportKind | undefined {
  if (/\.critic$/i.test(name)) return 'bundle';
  return /\.json$/i.test(name) ? 'design' : undefined;
}

/** @param fresh runs that were not here before */
export function importedWords(name: string, fresh: number, all: number): string {
  if (fresh === 0)
    return all === 1 ? `The run of ${name} was here already.` : `The runs of ${name} were here already.`;
  const words = fresh === 1 ? '1 run is imported' : `${fresh} runs are imported`;
  return fresh === all ? `${words}.` : `${words}; ${all - fresh} of ${name} were here already.`;
}

export interface Importing {
  /** Anything that goes wrong is said. */
  readonly take: (file: File) => Promise<void>;
  /** Asks for a file. */
  readonly pick: () => void;
}

export function useImport(): Importing {
  const router = useRouter();
  const notices = useNotices();
  const work = useFileWork();
  const list = useRuns();

  async function takeBundle(file: File): Promise<void> {
    const before = new Set((list.all ?? []).map(({ id }) => id));
    const runs = await work.take(file);
    const first = runs?.at(0);
    if (runs === null || first === undefined) return;
    notices.say(importedWords(file.name, runs.filter((id) => !before.has(id)).length, runs.length), {
      tone: 'good',
    });
    await router.push(runs.length === 1 ? { name: 'run', params: { id: first } } : { name: 'runs' });
  }

  async function takeDesign(file: File): Promise<void> {
    const read = await readFile(file);
    if ('sentence' in read) {
      notices.say(read.sentence, { tone: 'bad' });
      return;
    }
    // The designer is there once the window needs it.
    const { useDesigner } = await import('../../stores/designer.ts');
    const problem = useDesigner().startFromText(read.text, file.name).at(0);
    if (problem === undefined) {
      await router.push({ name: 'new-run' });
      return;
    }
    const line = problem.line === null ? '' : `, line ${problem.line}`;
    notices.say(`${file.name}${line}: ${problem.sentence}`, { tone: 'bad' });
  }

  async function take(file: File): Promise<void> {
    switch (importKindOf(file.name)) {
      case 'bundle':
        return takeBundle(file);
      case 'design':
        return takeDesign(file);
      case undefined:
        notices.say(
          `${file.name} is neither a bundle of runs (.critic) nor a design (.json). Choose another file.`,
          { tone: 'bad' },
        );
    }
  }

  return {
    take,
    pick() {
      const input = document.createElement('input');
      Object.assign(input, { type: 'file', accept: '.critic,.json,application/json' });
      input.addEventListener('change', () => {
        const file = input.files?.item(0);
        if (file) void take(file);
      });
      input.click();
    },
  };
}
