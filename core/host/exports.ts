// The export that one window waits for.

import type { ExportFile, ExportRequest } from '../protocol/contract.ts';
import { CallError } from '../protocol/call-error.ts';
import type { Store } from '../store/store.ts';
import { HostError } from './errors.ts';
import type { ExportFolder } from './export-folder.ts';
import { askExporter, type ExporterOptions, type Exporting } from './exporter.ts';
import type { MadeAnswer } from './exporter-messages.ts';

export interface ExportsOptions extends ExporterOptions {
  readonly store: Store;
  readonly folder: ExportFolder;
  readonly resourcesDir: string;
  /** Of the program. */
  readonly version: string;
}

/** How far something is, for a line of progress; `step` is empty once nothing is at work. */
export type OnBusy = (step: string, done: number, of: number) => void;

const steps: Readonly<Record<ExportRequest['kind'], string>> = {
  grid: 'Drawing the grid',
  film: 'Making the film',
  'latent-film': 'Making the film',
  csv: 'Writing the table',
  json: 'Writing the file',
  onnx: 'Making the model',
  bundle: 'Packing the bundle',
  figure: 'Drawing the figure',
  report: 'Writing the report',
};

export class Exports {
  readonly #options: ExportsOptions;
  readonly #onBusy: OnBusy;
  #current: Exporting<MadeAnswer> | null = null;
  #isClosed = false;

  constructor(options: ExportsOptions, onBusy: OnBusy) {
    this.#options = options;
    this.#onBusy = onBusy;
  }

  /** @throws CallError, HostError, StoreError, as a rejection with nothing left behind */
  async make(request: ExportRequest): Promise<ExportFile> {
    const { store, folder, resourcesDir, version } = this.#options;
    if (this.#isClosed) throw givenUp();
    if (this.#current !== null) {
      throw new CallError('busy', 'Another export is being made; wait until it is done, or cancel it.');
    }
    // By their ids only.
    for (const run of request.runs) store.runs.numberOf(run);
    const place = folder.open();
    const step = steps[request.kind];
    const job = { request, dataDir: store.directory, folder: place.path, resourcesDir, version };
    this.#current = askExporter(this.#options, { kind: 'make', ...job }, 'The export', (done, of) => {
      this.#onBusy(step, done, of);
    });
    this.#onBusy(step, 0, 1);
    try {
      const made = await this.#current.answer;
      return folder.keep(place, made);
    } catch (error) {
      folder.remove(place);
      throw error;
    } finally {
      this.#current = null;
      this.#onBusy('', 1, 1);
    }
  }

  /** Gives up the one that is being made, if there is one. */
  cancel(): void {
    this.#current?.kill(givenUp());
  }

  /** Resolves when its process is gone. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.cancel();
    await this.#current?.answer.catch(() => undefined);
  }
}

function givenUp(): HostError {
  return new HostError('aborted', 'The export was given up.');
}
