// The trainer process: one per run, preview, trial or studio, started by a host. If it crashes, the host and the other runs
// live on.

import { createExecutor } from '../executors/catalog.ts';
import { StoreError } from '../store/errors.ts';
import { openPort } from './port.ts';
import { stepBack } from './step-back.ts';
import { serve } from './trainer.ts';

/** EX_SOFTWARE of sysexits.h: an error inside the program. */
const internalError = 70;

const port = openPort();

// Ctrl-C, a closing terminal and a system that shuts down reach the whole process group. Saving first is up to the
// host, which asks for it.
for (const signal of ['SIGINT', 'SIGHUP', 'SIGTERM'] as const) process.on(signal, () => undefined);

// Without a host nobody keeps what is computed. After the last message this is how the host says goodbye.
port.closed(() => process.exit());

process.on('uncaughtException', (error) => {
  fail(error);
});
process.on('unhandledRejection', (reason) => {
  fail(reason);
});

function fail(reason: unknown): void {
  const error = reason instanceof Error ? reason : new Error(String(reason));
  process.exitCode = internalError;
  const exit = (): never => process.exit();
  const stored = error instanceof StoreError;
  const { message, stack: detail = message } = error;
  port.post({ kind: 'failed', reason: stored ? 'storage' : 'error', message, detail }).then(exit, exit);
}

serve(port, ({ id, ...options }) => createExecutor(id, options), stepBack).catch(fail);
