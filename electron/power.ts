// Keeps the machine from going to sleep while something trains; its screen may go dark.

import type { PowerSaveBlocker } from 'electron';

/** Gives the setter: whether anything trains now. */
export function keepAwakeWhile(
  blocker: Pick<PowerSaveBlocker, 'start' | 'stop'>,
): (training: boolean) => void {
  let held: number | null = null;
  return (training) => {
    if (training && held === null) held = blocker.start('prevent-app-suspension');
    if (!training && held !== null) {
      blocker.stop(held);
      held = null;
    }
  };
}
