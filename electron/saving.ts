// Quitting: nothing of a run may be lost, and nobody may wait for ever.

import type { App } from 'electron';
import type { Log } from './log.ts';

export interface SavingParts {
  readonly app: Pick<App, 'on' | 'exit'>;
  /** Saves and stops all runs and closes the store. */
  readonly save: () => Promise<void>;
  /** Called when saving takes long enough for people to notice. */
  readonly announce: () => void;
  readonly log: Log;
  /** After this the app ends all the same: what was trained since the last checkpoint is lost then. */
  readonly limitMs?: number;
}

const noticedMs = 150;
/** The host itself ends runs that have not saved within a minute. */
const usualLimitMs = 75_000;

/** Makes every way of quitting wait until everything is saved. */
export function saveBeforeQuit({ app, save, announce, log, limitMs = usualLimitMs }: SavingParts): void {
  let saving = false;
  app.on('before-quit', (event) => {
    event.preventDefault();
    if (saving) return;
    saving = true;
    const notice = setTimeout(announce, noticedMs);
    const limit = setTimeout(() => {
      log(`Runs were not saved within ${limitMs / 1000} seconds; they go on from their last checkpoints.`);
      app.exit(1);
    }, limitMs);
    const end = (code: number): void => {
      clearTimeout(notice);
      clearTimeout(limit);
      app.exit(code);
    };
    save().then(
      () => {
        end(0);
      },
      (error: unknown) => {
        log(`Saving failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
        end(1);
      },
    );
  });
}
