// The first samples of a data set, read in a process of their own and remembered for a while.

import { statSync } from 'node:fs';
import type { DataPreview } from '../protocol/contract.ts';
import { dataPaths } from '../spec/data-facts.ts';
import type { DataSpec } from '../spec/run-spec.ts';
import type { PreviewAnswer } from '../trainer/messages.ts';
import { HostError } from './errors.ts';
import { ask, type Asked } from './one-shot.ts';
import type { ForkTrainer } from './run-process.ts';

export interface PreviewOptions {
  readonly fork: ForkTrainer;
  readonly trainerEntry: string;
  readonly resourcesDir: string;
}

const limitMs = 60_000;
const mostKept = 16;

/** Told while data are prepared; an empty step once nothing is at work. */
export type OnStep = (step: string, done: number, of: number) => void;

interface Kept {
  readonly data: string;
  readonly preview: Promise<DataPreview>;
  /** Of those who wait for it. */
  readonly listeners: Set<OnStep>;
  /** Null once there is an answer. */
  asked: Asked<'preview'> | null;
}

export class Previews {
  readonly #options: PreviewOptions;
  /** Newest last. */
  readonly #kept = new Map<string, Kept>();

  constructor(options: PreviewOptions) {
    this.#options = options;
  }

  /** @throws HostError, as a rejection */
  read(data: DataSpec, count: number, onStep: OnStep = () => undefined): Promise<DataPreview> {
    const key = JSON.stringify([data, count, dataPaths(data).map(stampOf)]);
    const known = this.#kept.get(key);
    this.#kept.delete(key);
    const kept = known ?? this.#ask(key, data, count);
    this.#kept.set(key, kept);
    if (kept.asked !== null) kept.listeners.add(onStep);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > mostKept) this.#kept.delete(oldest);
    return kept.preview;
  }

  /** Ends the processes that prepare these data. */
  cancel(data: DataSpec): void {
    const which = JSON.stringify(data);
    for (const kept of this.#kept.values()) {
      if (kept.data === which)
        kept.asked?.abandon(new HostError('aborted', 'Reading the data was cancelled; nothing was changed.'));
    }
  }

  #ask(key: string, data: DataSpec, count: number): Kept {
    const { fork, trainerEntry, resourcesDir } = this.#options;
    const message = { kind: 'preview', data, count, resourcesDir } as const;
    const listeners = new Set<OnStep>();
    let steps = 0;
    const asked = ask({
      ...{ fork, trainerEntry, message, limitMs, doing: 'Reading the data' },
      onProgress(step, done, of) {
        steps = of;
        for (const listener of listeners) listener(step, done, of);
      },
    });
    const kept: Kept = {
      data: JSON.stringify(data),
      preview: asked.answer.then(toPreview).finally(() => {
        kept.asked = null;
        // Only the folder itself has a stamp, not what is below it, and a prepared one is read again at once.
        if (data.kind === 'folder') this.#forget(key, kept);
        if (steps > 0) for (const listener of listeners) listener('', steps, steps);
        listeners.clear();
      }),
      listeners,
      asked,
    };
    kept.preview.catch(() => {
      // Whoever asks again gets another try.
      this.#forget(key, kept);
    });
    return kept;
  }

  #forget(key: string, kept: Kept): void {
    if (this.#kept.get(key) === kept) this.#kept.delete(key);
  }
}

function toPreview({
  title,
  train,
  heldOut,
  shape,
  data,
  classes,
  skipped,
  notes,
}: PreviewAnswer): DataPreview {
  return {
    title,
    train,
    heldOut,
    content:
      data instanceof Uint8Array
        ? { kind: 'images', shape, pixels: data }
        : { kind: 'points', points: data, field: null },
    classes,
    skipped,
    notes,
  };
}

/** Changes when the file does. */
function stampOf(path: string): string {
  const entry = statSync(path, { throwIfNoEntry: false });
  return entry === undefined ? '' : `${entry.mtimeMs} ${entry.size}`;
}
