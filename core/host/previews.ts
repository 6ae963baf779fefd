// The first samples of a data set, read in a process of their own and remembered for a while.

import { statSync } from 'node:fs';
import type { DataPreview } from '../protocol/contract.ts';
import { dataPaths } from '../spec/data-facts.ts';
import type { DataSpec } from '../spec/run-spec.ts';
import type { PreviewAnswer } from '../trainer/messages.ts';
import { ask } from './one-shot.ts';
import type { ForkTrainer } from './run-process.ts';

export interface PreviewOptions {
  readonly fork: ForkTrainer;
  readonly trainerEntry: string;
  readonly resourcesDir: string;
}

const limitMs = 60_000;
const mostKept = 16;

export class Previews {
  readonly #options: PreviewOptions;
  /** Newest last. */
  readonly #kept = new Map<string, Promise<DataPreview>>();

  constructor(options: PreviewOptions) {
    this.#options = options;
  }

  /** @throws HostError, as a rejection */
  read(data: DataSpec, count: number): Promise<DataPreview> {
    const key = JSON.stringify([data, count, dataPaths(data).map(stampOf)]);
    const known = this.#kept.get(key);
    this.#kept.delete(key);
    const preview = known ?? this.#ask(data, count);
    this.#kept.set(key, preview);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > mostKept) this.#kept.delete(oldest);
    if (known === undefined) {
      preview.catch(() => {
        // Whoever asks again gets another try.
        if (this.#kept.get(key) === preview) this.#kept.delete(key);
      });
    }
    return preview;
  }

  async #ask(data: DataSpec, count: number): Promise<DataPreview> {
    const { fork, trainerEntry, resourcesDir } = this.#options;
    const message = { kind: 'preview', data, count, resourcesDir } as const;
    const { answer } = ask({ fork, trainerEntry, message, limitMs, doing: 'Reading the data' });
    return toPreview(await answer);
  }
}

function toPreview({ title, train, heldOut, shape, data }: PreviewAnswer): DataPreview {
  return {
    title,
    train,
    heldOut,
    content:
      data instanceof Uint8Array
        ? { kind: 'images', shape, pixels: data }
        : { kind: 'points', points: data, field: null },
  };
}

/** Changes when the file does. */
function stampOf(path: string): string {
  const entry = statSync(path, { throwIfNoEntry: false });
  return entry === undefined ? '' : `${entry.mtimeMs} ${entry.size}`;
}
