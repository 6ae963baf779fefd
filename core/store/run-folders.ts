// The folders of runs: made whole or not at all, moved aside before they are removed, and tidied after a crash.

import { mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { RunSpec } from '../spec/run-spec.ts';
import { storeError } from './errors.ts';
import { namesIn, syncFolder, writeDurably, type Write } from './files.ts';

// Folders in the middle of being made or removed carry these, and no list ever shows them.
const newPrefix = '.new-';
const deletedPrefix = '.deleted-';

export class RunFolders {
  readonly #folder: string;
  readonly #write: Write | undefined;

  constructor(folder: string, write?: Write) {
    this.#folder = folder;
    this.#write = write;
  }

  of(id: string): string {
    return join(this.#folder, id);
  }

  /**
   * Makes the folder of a run, with its spec as `spec.json`; `record` is called just before it gets its name, so that
   * a folder without a row is all that a crash in between can leave.
   * @throws StoreError, with no folder left
   */
  make(id: string, spec: RunSpec, doing: string, record: () => void): void {
    const made = join(this.#folder, `${newPrefix}${id}`);
    try {
      mkdirSync(join(made, 'samples'), { recursive: true });
      mkdirSync(join(made, 'checkpoints'));
      const json = new TextEncoder().encode(`${JSON.stringify(spec, null, 2)}\n`);
      writeDurably(join(made, 'spec.json'), [json], doing, this.#write);
      record();
      renameSync(made, this.of(id));
      syncFolder(this.#folder);
    } catch (cause) {
      rmSync(made, { recursive: true, force: true });
      throw storeError(cause, doing, this.#folder);
    }
  }

  /** Hides the folder of a run, if there is one. @throws StoreError, with the folder where it was */
  moveAside(id: string, doing: string): AsideFolder {
    const folder = this.of(id);
    const aside = this.#aside(id);
    const exists = statSync(folder, { throwIfNoEntry: false }) !== undefined;
    try {
      if (exists) {
        renameSync(folder, aside);
        syncFolder(this.#folder);
      }
    } catch (cause) {
      throw storeError(cause, doing, folder);
    }
    return {
      putBack() {
        if (exists) renameSync(aside, folder);
      },
      empty() {
        for (const name of namesIn(aside)) rmSync(join(aside, name), { recursive: true, force: true });
      },
      remove: () => {
        this.removeAside(id);
      },
    };
  }

  /** Removes what `moveAside` has hidden. */
  removeAside(id: string): void {
    try {
      rmSync(this.#aside(id), { recursive: true, force: true });
    } catch {
      // A file in it is open elsewhere (Windows). It is invisible already, and the next opening removes it.
    }
  }

  /** Whether a crash left anything half-made or half-removed. */
  hasLeftOvers(): boolean {
    return namesIn(this.#folder).some((name) => name.startsWith(newPrefix) || name.startsWith(deletedPrefix));
  }

  /** Removes what is half-made. Nobody may be in the middle of `make`. */
  removeHalfMade(): void {
    for (const name of namesIn(this.#folder)) {
      if (name.startsWith(newPrefix)) rmSync(join(this.#folder, name), { recursive: true, force: true });
    }
  }

  /** Ids of the runs whose removal was cut short. */
  halfRemoved(): string[] {
    return namesIn(this.#folder)
      .filter((name) => name.startsWith(deletedPrefix))
      .map((name) => name.slice(deletedPrefix.length));
  }

  #aside(id: string): string {
    return join(this.#folder, `${deletedPrefix}${id}`);
  }
}

export interface AsideFolder {
  putBack(): void;
  /** Leaves only the folder itself, as the mark by which a removal that is cut short is finished later. */
  empty(): void;
  remove(): void;
}
