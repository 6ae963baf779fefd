// Fetches known data sets, one at a time for the whole host: two windows that ask for the same one share it.

import { DataError } from '../datasets/dataset.ts';
import { download } from '../datasets/download.ts';
import { downloads } from '../datasets/downloads.ts';
import type { DownloadSpec } from '../spec/run-spec.ts';
import { HostError } from './errors.ts';
import type { OnStep } from './previews.ts';

interface Running {
  readonly name: DownloadSpec['name'];
  readonly control: AbortController;
  readonly listeners: Set<OnStep>;
  readonly ended: Promise<void>;
}

export class Downloads {
  #running: Running | null = null;

  /** @throws HostError, as a rejection */
  async fetch(name: DownloadSpec['name'], onStep: OnStep): Promise<void> {
    if (this.#running !== null && this.#running.name !== name)
      throw new HostError(
        'refused',
        `${downloads[this.#running.name].title} is being downloaded; wait for it, or cancel it first.`,
      );
    this.#running ??= this.#start(name);
    const { listeners, ended } = this.#running;
    listeners.add(onStep);
    try {
      await ended;
    } finally {
      onStep('', 1, 1);
    }
  }

  /** What has arrived is kept for the next time. */
  cancel(): void {
    this.#running?.control.abort();
  }

  #start(name: DownloadSpec['name']): Running {
    const control = new AbortController();
    const listeners = new Set<OnStep>();
    const onProgress: OnStep = (step, done, of) => {
      for (const listener of listeners) listener(step, done, of);
    };
    const ended = download(downloads[name], { signal: control.signal, onProgress })
      .then(
        () => undefined,
        (error: unknown) => {
          if (!(error instanceof DataError)) throw error;
          throw new HostError(control.signal.aborted ? 'aborted' : 'refused', error.message);
        },
      )
      .finally(() => {
        this.#running = null;
      });
    return { name, control, listeners, ended };
  }
}
