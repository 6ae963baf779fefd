// Which shell this window is in, asked once, by main.ts: how the line to the host is opened, and where the files of
// runs are.

import type { InjectionKey } from 'vue';
import { inject } from 'vue';
import type { Session } from './session.ts';

export interface Shell {
  readonly session: Session;
  /** Address of a run's file, such as `thumbnail.png` or `metrics.csv`. */
  runFile(run: string, name: string): string;
}

export const shellKey: InjectionKey<Shell> = Symbol('shell');

export function useShell(): Shell {
  const shell = inject(shellKey);
  if (shell === undefined) throw new Error('There is no shell: main.ts provides it.');
  return shell;
}
