// A bundle on its way to the host, in parts, and what is in it once it is whole.

import type { RunId } from '../../../core/protocol/contract.ts';
import type { Session } from '../../bridge/session.ts';

/** The most that the host takes at once. */
export const partBytes = 2 ** 20;

export interface Sending {
  /** Bytes that have gone, after every part. */
  readonly sent: (bytes: number) => void;
  readonly signal: AbortSignal;
}

/**
 * Null when it was given up on the way; the host has dropped it then.
 * @throws CallError, and what reading the file throws
 */
export async function sendBundle(
  host: Session['host'],
  file: Blob & { readonly name: string },
  { sent, signal }: Sending,
): Promise<readonly RunId[] | null> {
  const id = await host.beginImport(file.name, file.size);
  try {
    for (let at = 0; at < file.size; at += partBytes) {
      if (signal.aborted) {
        // One that is not whole is refused, and dropped.
        await host.finishImport(id).catch(() => undefined);
        return null;
      }
      const part = await file.slice(at, at + partBytes).arrayBuffer();
      await host.addToImport(id, new Uint8Array(part));
      sent(Math.min(at + partBytes, file.size));
    }
  } catch (error) {
    await host.finishImport(id).catch(() => undefined);
    throw error;
  }
  return host.finishImport(id);
}
