// Takes in a file that was dropped or chosen: a bundle becomes runs, a specification becomes a design.

import { useRouter } from 'vue-router';
import { useNotices } from '../../stores/notices.ts';
import { readFile } from '../designer/files.ts';
import { useFileWork } from './file-work.ts';

export type ImportKind = 'bundle' | 'design';

/** What a file is, by its name; undefined for what cannot be taken in. */
export function importKindOf(name: string): ImportKind | undefined {
  if (/\.critic$/i.test(name)) return 'bundle';
  return /\.json$/i.test(name) ? 'design' : undefined;
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

  async function takeBundle(file: File): Promise<void> {
    const runs = await work.take(file);
    const first = runs?.at(0);
    if (runs === null || first === undefined) return;
    notices.say(runs.length === 1 ? `${file.name} is imported.` : `${runs.length} runs are imported.`, {
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
