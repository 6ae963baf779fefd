// What is thrown where a command line asks for nothing the program can do.

import type { CommandName } from '../request.ts';

/** The request was wrong (exit code 2); `message` is a sentence that says how. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  /** Whose help would help; the whole program's where it is undefined. */
  readonly command: CommandName | undefined;

  constructor(message: string, command?: CommandName) {
    super(message);
    this.command = command;
  }
}
