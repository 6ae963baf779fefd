// What goes wrong in a store, as sentences for people. Causes from the system or from SQLite become one of these here.

/**
 * `full` no space left, `refused` no permission or read-only, `damaged` bytes are not what was written,
 * `newer` written by a later version, `unknown` no such thing, `ambiguous` more than one fits, `busy` another process
 * is at it, `invalid` a value that makes no sense, `failed` anything else.
 */
export type StoreProblem =
  'full' | 'refused' | 'damaged' | 'newer' | 'unknown' | 'ambiguous' | 'busy' | 'invalid' | 'failed';

/** `message` is a sentence that names the file or run and says what to do. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly code: StoreProblem;

  constructor(code: StoreProblem, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

const problems: Readonly<Record<string, StoreProblem>> = {
  ENOSPC: 'full',
  EDQUOT: 'full',
  SQLITE_FULL: 'full',
  EACCES: 'refused',
  EPERM: 'refused',
  EROFS: 'refused',
  SQLITE_READONLY: 'refused',
  SQLITE_PERM: 'refused',
  SQLITE_CANTOPEN: 'refused',
  SQLITE_CORRUPT: 'damaged',
  SQLITE_NOTADB: 'damaged',
  SQLITE_BUSY: 'busy',
  SQLITE_LOCKED: 'busy',
};

/** The problem behind an error's code; SQLite's extended codes (`SQLITE_BUSY_SNAPSHOT`) count as their primary one. */
function problemOf(code: string): StoreProblem {
  const primary = code.startsWith('SQLITE_') ? code.split('_').slice(0, 2).join('_') : code;
  return problems[primary] ?? 'failed';
}

function codeOf(cause: unknown): string {
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
}

/**
 * Turns any error into a StoreError.
 * @param doing what was being done, to follow "cannot": "save the checkpoint at iteration 100"
 * @param place the file or folder concerned
 */
export function storeError(cause: unknown, doing: string, place: string): StoreError {
  if (cause instanceof StoreError) return cause;
  const code = codeOf(cause);
  const problem = problemOf(code);
  return new StoreError(problem, `Cannot ${doing}: ${explain(problem, place, cause, code)}`, { cause });
}

function explain(problem: StoreProblem, place: string, cause: unknown, code: string): string {
  switch (problem) {
    case 'full':
      return `the disk that holds ${place} is full; nothing was changed. Free some space, then resume.`;
    case 'refused':
      return `${place} may not be written; choose another data directory or change its permissions.`;
    case 'damaged':
      return `${place} is damaged or is not a database; move it aside or restore a backup.`;
    case 'busy':
      return `${place} is in use by another process; try again in a moment.`;
    case 'newer':
    case 'unknown':
    case 'ambiguous':
    case 'invalid':
    case 'failed': {
      if (code === 'ENOTDIR' || code === 'EEXIST') return `${place} is not a directory; choose another one.`;
      const said = cause instanceof Error ? cause.message : String(cause);
      return `${place} reports "${said}".`;
    }
  }
}
