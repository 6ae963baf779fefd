// What a test does as somebody who may not read everything. The superuser may, so it becomes another user meanwhile.

/** Of the user nobody on Linux and macOS: no files are theirs. */
const nobody = 65_534;

/** False where permissions are not those of POSIX. */
export const hasFileModes = process.platform !== 'win32';

/** Runs `act` without the superuser's rights. Only opening files obeys this; `access` asks for the real user. */
export async function asOrdinaryUser<T>(act: () => T | Promise<T>): Promise<T> {
  if (process.getuid?.() !== 0) return await act();
  process.seteuid?.(nobody);
  try {
    return await act();
  } finally {
    process.seteuid?.(0);
  }
}
