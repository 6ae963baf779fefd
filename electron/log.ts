// What happened to the app, for whoever looks into a fault: lines in a file beside the window's state.

import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

export type Log = (line: string) => void;

/** Beyond this the file starts anew, and the one before is kept. */
const largestFile = 2 ** 20;

/** A log that cannot be written is no reason to stop. */
export function openLog(file: string): Log {
  return (line) => {
    const dated = `${new Date().toISOString()} ${line}\n`;
    process.stderr.write(dated);
    try {
      mkdirSync(dirname(file), { recursive: true });
      if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > largestFile)
        renameSync(file, `${file}.old`);
      appendFileSync(file, dated);
    } catch {
      // stderr has it.
    }
  };
}
