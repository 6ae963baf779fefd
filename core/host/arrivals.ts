// Bundles that one window sends, part by part, and the runs in them once they are whole.

import { open, statfs, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { CallError } from '../protocol/call-error.ts';
import type { RunId } from '../protocol/contract.ts';
import { storeError } from '../store/errors.ts';
import { HostError } from './errors.ts';
import { fileName } from './export-name.ts';
import type { ExportFolder, ExportPlace } from './export-folder.ts';
import { askExporter, type ExporterOptions, type Exporting } from './exporter.ts';
import type { ImportedAnswer } from './exporter-messages.ts';
import type { OnBusy } from './exports.ts';

export interface ArrivalsOptions extends ExporterOptions {
  readonly folder: ExportFolder;
  /** Folder of the store. */
  readonly dataDir: string;
  /** Runs that came to be. */
  readonly arrived: (runs: readonly RunId[]) => void;
}

interface Arriving {
  readonly place: ExportPlace;
  readonly name: string;
  readonly file: string;
  readonly bytes: number;
  /** So many have come. */
  came: number;
  readonly handle: FileHandle;
  /** One part is written after another. */
  written: Promise<void>;
}

const mostAtOnce = 4;
/** Left to everything else on the disk. */
const spareBytes = 64e6;

export class Arrivals {
  readonly #options: ArrivalsOptions;
  readonly #onBusy: OnBusy;
  readonly #arriving = new Map<string, Arriving>();
  readonly #importing = new Set<Exporting<ImportedAnswer>>();
  #isClosed = false;

  constructor(options: ArrivalsOptions, onBusy: OnBusy) {
    this.#options = options;
    this.#onBusy = onBusy;
  }

  /** @throws CallError, StoreError, as a rejection */
  async begin(name: string, bytes: number): Promise<string> {
    const { folder, dataDir } = this.#options;
    const { bavail, bsize } = await statfs(dataDir);
    // It is there once as it came and once unpacked.
    const needed = 2 * bytes + spareBytes;
    if (needed > bavail * bsize) {
      throw new CallError(
        'refused',
        `${name} needs about ${megabytes(needed)} on the disk of the data directory, which has ${megabytes(bavail * bsize)}; free some space first.`,
      );
    }
    this.#requireOpen();
    if (this.#arriving.size >= mostAtOnce) {
      throw new CallError('busy', `${mostAtOnce} bundles are on their way already; wait until one is there.`);
    }
    const place = folder.open();
    const file = join(place.path, fileName(name));
    let handle: FileHandle;
    try {
      handle = await open(file, 'wx');
    } catch (cause) {
      folder.remove(place);
      throw storeError(cause, 'store the bundle', file);
    }
    const written = Promise.resolve();
    this.#arriving.set(place.id, { place, name, file, bytes, came: 0, handle, written });
    try {
      this.#requireOpen();
      return place.id;
    } catch (error) {
      await this.#drop(place.id);
      throw error;
    }
  }

  /** @throws CallError, StoreError, as a rejection; then all of it is dropped */
  async add(id: string, part: Uint8Array): Promise<void> {
    const arriving = this.#find(id);
    arriving.came += part.length;
    const { bytes, came, file, name, handle } = arriving;
    arriving.written = arriving.written.then(async () => {
      if (came > bytes) {
        throw new CallError('refused', `${name} is larger than was said; choose the file again.`);
      }
      try {
        await handle.writeFile(part);
      } catch (cause) {
        throw storeError(cause, 'store the bundle', file);
      }
    });
    try {
      await arriving.written;
    } catch (error) {
      await this.#drop(id);
      throw error;
    }
  }

  /** @returns ids of the runs that were in it @throws CallError, HostError, StoreError, as a rejection */
  async finish(id: string): Promise<readonly RunId[]> {
    const arriving = this.#find(id);
    const { name, file, bytes, came, handle, written } = arriving;
    this.#arriving.delete(id);
    try {
      await written.finally(() => handle.close());
      if (came !== bytes) {
        throw new CallError(
          'refused',
          `Of ${name} only ${came} of ${bytes} bytes have come; choose the file again.`,
        );
      }
      return await this.#import(file, name);
    } finally {
      this.#options.folder.remove(arriving.place);
    }
  }

  /** Drops what has not come as a whole, and lets imports clean up; resolves when their processes are gone. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const id of [...this.#arriving.keys()]) await this.#drop(id);
    const importing = [...this.#importing];
    for (const { leave } of importing) leave(givenUp());
    await Promise.allSettled(importing.map(({ answer }) => answer));
  }

  async #import(file: string, name: string): Promise<readonly RunId[]> {
    this.#requireOpen();
    const step = `Importing ${name}`;
    const { dataDir, arrived } = this.#options;
    const importing = askExporter(
      this.#options,
      { kind: 'import', dataDir, file, name },
      'The import',
      (done, of) => {
        this.#onBusy(step, done, of);
      },
    );
    this.#importing.add(importing);
    this.#onBusy(step, 0, 1);
    try {
      const { runs } = await importing.answer;
      arrived(runs);
      return runs;
    } finally {
      this.#importing.delete(importing);
      this.#onBusy('', 1, 1);
    }
  }

  /** @throws HostError once the window has gone, which may be at any moment */
  #requireOpen(): void {
    if (this.#isClosed) throw givenUp();
  }

  #find(id: string): Arriving {
    const arriving = this.#arriving.get(id);
    if (arriving === undefined) {
      throw new CallError('unknown', 'No such bundle is on its way any more; choose the file again.');
    }
    return arriving;
  }

  async #drop(id: string): Promise<void> {
    const arriving = this.#arriving.get(id);
    if (arriving === undefined) return;
    this.#arriving.delete(id);
    await arriving.written.catch(() => undefined);
    await arriving.handle.close();
    this.#options.folder.remove(arriving.place);
  }
}

const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1e6).toLocaleString('en-US')} MB`;

function givenUp(): HostError {
  return new HostError('aborted', 'The import was given up.');
}
