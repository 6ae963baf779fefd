// Reads whole files that somebody named in a specification, or says in a sentence why they cannot be read.

import { readFileSync, statSync, type Stats } from 'node:fs';
import { DataError } from './dataset.ts';

/** Throws a DataError where there is nothing at `path`, or it may not be looked at. */
export function statData(path: string, field: string): Stats {
  try {
    return statSync(path);
  } catch (error) {
    throw unreadable(path, field, error);
  }
}

/** All bytes of a file. Throws a DataError where it is no file, larger than `maxBytes`, or cannot be read. */
export function readDataFile(path: string, field: string, maxBytes: number): Buffer {
  const stat = statData(path, field);
  if (!stat.isFile())
    throw new DataError(
      `"${path}" is not a file${stat.isDirectory() ? ' but a folder' : ''}; set ${field} to a file.`,
    );
  if (stat.size > maxBytes)
    throw new DataError(
      `"${path}" has ${stat.size} bytes, more than the ${maxBytes} that are read; set ${field} to a smaller file.`,
    );
  try {
    return readFileSync(path);
  } catch (error) {
    throw unreadable(path, field, error);
  }
}

/** What an error of the file system means for the person who chose the path. */
export function unreadable(path: string, field: string, error: unknown): DataError {
  const code = codeOf(error);
  if (code === 'ENOENT' || code === 'ENOTDIR') return new DataError(`"${path}" is missing; check ${field}.`);
  if (code === 'ELOOP')
    return new DataError(`"${path}" is a link that leads back to itself; set ${field} to the real place.`);
  return new DataError(`"${path}" cannot be read (${code}); check that it may be read by you.`);
}

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
}
