// From an error to what people read, and to an exit code.

import { DataError } from '../datasets/dataset.ts';
import { ExportError } from '../export/errors.ts';
import { HostError } from '../host/errors.ts';
import { StoreError } from '../store/errors.ts';
import { UsageError } from './args/usage-error.ts';
import { exitCodes, type ExitCode } from './exit.ts';

export interface Failure {
  readonly code: ExitCode;
  /** A sentence; with CRITIC_DEBUG=1 where it happened, too. */
  readonly text: string;
}

export function describeError(error: unknown, debug: boolean = process.env['CRITIC_DEBUG'] === '1'): Failure {
  const code = codeOf(error);
  if (!(error instanceof Error)) return { code, text: String(error) };
  const origin = error.cause === undefined ? '' : `\nCaused by: ${causeText(error.cause)}`;
  if (debug) return { code, text: `${error.stack ?? error.message}${origin}` };
  return { code, text: error.message };
}

function causeText(cause: unknown): string {
  return cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
}

function codeOf(error: unknown): ExitCode {
  if (error instanceof UsageError || error instanceof DataError || error instanceof ExportError) {
    return exitCodes.wrong;
  }
  if (error instanceof HostError) {
    const codes = {
      refused: exitCodes.wrong,
      failed: exitCodes.failed,
      aborted: exitCodes.interrupted,
    } as const;
    return codes[error.code];
  }
  if (error instanceof StoreError) {
    // The rest is not what was asked for, but what came in the way.
    const asked = ['unknown', 'ambiguous', 'invalid', 'refused'];
    return asked.includes(error.code) ? exitCodes.wrong : exitCodes.failed;
  }
  return exitCodes.failed;
}
