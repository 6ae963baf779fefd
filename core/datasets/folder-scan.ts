// Finds the files of a folder of images, below it at any depth, in an order that is the same on every machine.

import { readdirSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DataError } from './dataset.ts';
import { codeOf, statData, unreadable } from './read-file.ts';
import type { SkipReport } from './skipped.ts';

export interface FoundFile {
  /** From the folder on, with forward slashes. */
  readonly name: string;
  readonly bytes: number;
  readonly mtimeMs: number;
}

const mostFiles = 5_000_000;
const deepest = 64;

/**
 * Every file that is not hidden. Links are followed, except to a folder that leads back to where one came from.
 * Throws a DataError when `root` itself cannot be read.
 */
export function scanFolder(root: string, skipped: SkipReport): readonly FoundFile[] {
  if (!statData(root, 'data.path').isDirectory())
    throw new DataError(`"${root}" is not a folder; set data.path to a folder of images.`);
  const files: FoundFile[] = [];
  try {
    enter(root, '', [realpathSync(root)], files, skipped);
  } catch (error) {
    if (error instanceof DataError) throw error;
    throw unreadable(root, 'data.path', error);
  }
  return files.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

function enter(
  root: string,
  prefix: string,
  /** Real places of the folder and of those above it. */
  above: readonly string[],
  files: FoundFile[],
  skipped: SkipReport,
): void {
  for (const { name: own } of readdirSync(join(root, prefix), { withFileTypes: true })) {
    if (own.startsWith('.') || own === 'Thumbs.db' || own === 'desktop.ini') continue;
    const name = `${prefix}${own}`;
    const path = join(root, name);
    try {
      const stat = statSync(path);
      if (stat.isDirectory()) {
        const real = realpathSync(path);
        if (above.includes(real) || above.length > deepest)
          skipped.add('a link that leads back to a folder above it', name);
        else enter(root, `${name}/`, [...above, real], files, skipped);
      } else if (stat.isFile()) {
        files.push({ name, bytes: stat.size, mtimeMs: stat.mtimeMs });
      } else {
        skipped.add('not a file', name);
      }
    } catch (error) {
      if (error instanceof DataError) throw error;
      const loop = codeOf(error) === 'ELOOP' || codeOf(error) === 'ENOENT';
      skipped.add(loop ? 'a link that leads nowhere' : `cannot be read (${codeOf(error)})`, name);
    }
    if (files.length > mostFiles)
      throw new DataError(`"${root}" holds more than ${mostFiles} files; choose a smaller folder.`);
  }
}
