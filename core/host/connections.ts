// The windows that are connected: what each has of its own, and what becomes of that when it leaves.

import type { RunId } from '../protocol/contract.ts';
import { serve } from '../protocol/serve.ts';
import type { Transport } from '../protocol/transport.ts';
import { Arrivals } from './arrivals.ts';
import { toCallError } from './call-errors.ts';
import { callsOf, type CallParts } from './calls.ts';
import type { ExportFolder } from './export-folder.ts';
import { Exports } from './exports.ts';
import { Outbox } from './outbox.ts';
import { replay } from './replay.ts';
import type { ForkProcess, ForkTrainer } from './run-process.ts';
import { Studios } from './studios.ts';
import { Trials } from './trials.ts';
import type { Window, Windows } from './windows.ts';

/** How processes that train, draw and measure are started. */
export interface TrainerOptions {
  readonly fork: ForkTrainer;
  readonly trainerEntry: string;
  readonly resourcesDir: string;
}

/** How processes that write and read files of exports are started. */
export interface ExporterOptions {
  readonly fork: ForkProcess;
  readonly exporterEntry: string;
  readonly resourcesDir: string;
  readonly dataDir: string;
  readonly version: string;
}

/** What all windows have in common. */
export interface ConnectionOptions extends Omit<
  CallParts,
  'window' | 'trials' | 'studios' | 'exports' | 'arrivals'
> {
  readonly windows: Windows;
  readonly trainer: TrainerOptions;
  readonly exporter: ExporterOptions;
  readonly folder: ExportFolder;
  readonly processors: number;
  readonly failed: (error: unknown) => void;
}

export class Connections {
  readonly #options: ConnectionOptions;
  /** Hang up on each of the windows. */
  readonly #leaves = new Set<() => void>();
  /** Of windows that have left: until their processes are gone. */
  readonly #leaving = new Set<Promise<unknown>>();

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  /** Serves one window. Returns the undo, after which nothing is sent any more. */
  connect(transport: Transport): () => void {
    const { store, windows, engines, trainer, exporter, folder, processors, failed } = this.#options;
    const outbox = new Outbox({
      post: (message) => {
        transport.post(message);
      },
      replay: (run, afterSeq) => replay(store, run, afterSeq),
      failed,
    });
    const window: Window = { outbox, lists: false };
    const choose = (requested: string) => engines.choose(requested);
    const trials = new Trials({ ...trainer, choose }, (step, done, of) => {
      outbox.tell('busy', { what: 'trial', step, done, of });
    });
    const studios = new Studios({ ...trainer, store, choose, processors });
    const busy = (step: string, done: number, of: number): void => {
      outbox.tell('busy', { what: 'export', step, done, of });
    };
    const exporting = { ...exporter, store, folder };
    const exports = new Exports(exporting, busy);
    const arrived = (runs: readonly RunId[]): void => {
      for (const run of runs) this.#options.changed(run);
    };
    const arrivals = new Arrivals({ ...exporting, arrived }, busy);
    windows.add(window);
    const stopServing = serve(transport, {
      calls: callsOf({ ...this.#options, window, trials, studios, exports, arrivals }),
      seen: (number) => {
        outbox.seen(number);
      },
      describe: (error) => toCallError(error, failed),
    });
    const leave = (): void => {
      if (!this.#leaves.delete(leave)) return;
      stopServing();
      trials.stop();
      windows.remove(window);
      const left = Promise.all([studios.closeAll(), exports.close(), arrivals.close()])
        .catch(failed)
        .finally(() => this.#leaving.delete(left));
      this.#leaving.add(left);
    };
    this.#leaves.add(leave);
    transport.closed(leave);
    return leave;
  }

  /** Hangs up on all windows, and waits until their processes are gone. */
  async close(): Promise<void> {
    for (const leave of this.#leaves) leave();
    await Promise.all(this.#leaving);
  }
}
