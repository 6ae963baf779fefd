// Where files that were exported wait to be fetched, and bundles until they are whole: a folder in the data directory
// that is empty whenever no workstation is open.

import { randomBytes } from 'node:crypto';
import { createReadStream, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ExportFile } from '../protocol/contract.ts';
import { storeError } from '../store/errors.ts';
import type { Asset } from './assets.ts';
import type { MadeAnswer } from './exporter-messages.ts';

/** A folder of its own for one file. */
export interface ExportPlace {
  readonly id: string;
  readonly path: string;
}

interface Kept extends Omit<Asset, 'body'> {
  readonly path: string;
}

export class ExportFolder {
  readonly #path: string;
  /** By address. */
  readonly #files = new Map<string, Kept>();

  /** Removes what a workstation that crashed has left. @throws StoreError */
  constructor(dataDir: string) {
    this.#path = join(dataDir, 'exports');
    this.empty();
  }

  /** @throws StoreError */
  open(): ExportPlace {
    const id = randomBytes(8).toString('hex');
    const path = join(this.#path, id);
    try {
      mkdirSync(path, { recursive: true });
    } catch (cause) {
      throw storeError(cause, 'make room for a file', path);
    }
    return { id, path };
  }

  /** Keeps the file that was written there. */
  keep({ id, path }: ExportPlace, { file, name, type, bytes }: MadeAnswer): ExportFile {
    const address = `${id}/${file}`;
    this.#files.set(address, { path: join(path, file), name, type });
    return { path: address, name, bytes };
  }

  /** @param address as `keep` gave it */
  find(address: string): Asset | null {
    const kept = this.#files.get(address);
    if (kept === undefined) return null;
    const { path, name, type } = kept;
    return { type, name, body: contentOf(path) };
  }

  /** Removes one with what is in it. */
  remove({ path }: ExportPlace): void {
    rmSync(path, { recursive: true, force: true, maxRetries: 3 });
  }

  /** Removes everything. @throws StoreError */
  empty(): void {
    this.#files.clear();
    try {
      rmSync(this.#path, { recursive: true, force: true, maxRetries: 3 });
    } catch (cause) {
      throw storeError(cause, 'remove exported files', this.#path);
    }
  }
}

/** Opened only once somebody reads. */
async function* contentOf(path: string): AsyncGenerator<Uint8Array> {
  for await (const part of createReadStream(path)) yield part as Uint8Array;
}
