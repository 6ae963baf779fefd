// The exporter process: makes one file of runs, or takes in one bundle, beside the host that asked for it. It has the
// store open on its own.

import { constants, setPriority } from 'node:os';
import { importBundle } from '../export/bundle-import.ts';
import type { Work } from '../export/work.ts';
import { CallError } from '../protocol/call-error.ts';
import { openStore } from '../store/store.ts';
import { openPort, type TrainerPort } from '../trainer/port.ts';
import { toCallError } from './call-errors.ts';
import { makeFile } from './export-file.ts';
import type { FromExporter, ToExporter } from './exporter-messages.ts';

const progressMs = 100;
/** How long what is under way may take to clean up. */
const leaveMs = 4000;

const port: TrainerPort<FromExporter, ToExporter> = openPort();
const control = new AbortController();
let isAtWork = false;

try {
  // Runs that train and the window go first.
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
} catch {
  // Not every system lets a process do this.
}
// Ctrl-C reaches the whole process group; the host ends this one in its own time.
for (const signal of ['SIGINT', 'SIGHUP', 'SIGTERM'] as const) process.on(signal, () => undefined);

port.closed(() => {
  if (!isAtWork) process.exit();
  control.abort();
  setTimeout(() => process.exit(), leaveMs).unref();
});

port.receive((message) => {
  isAtWork = true;
  const leave = (): never => process.exit();
  answerTo(message)
    .catch(errorOf)
    .then((answer) => port.post(answer))
    .then(leave, leave);
});

async function answerTo(message: ToExporter): Promise<FromExporter> {
  const work = workFor(port);
  const store = openStore(message.dataDir);
  try {
    if (message.kind === 'make') return await makeFile(store, message, work);
    const { file, name } = message;
    try {
      const runs = await importBundle(store, file, work);
      return { kind: 'imported', runs: runs.map(({ id }) => id) };
    } catch (error) {
      const { code, message: sentence } = toCallError(error, report);
      // Nobody knows it by the path that it has here.
      throw new CallError(code, sentence.replaceAll(file, name), { cause: error });
    }
  } finally {
    store.close();
  }
}

function workFor({ post }: Pick<TrainerPort<FromExporter>, 'post'>): Work {
  let told = -Infinity;
  return {
    signal: control.signal,
    onProgress(done, of) {
      const now = performance.now();
      if (now - told < progressMs && done < of) return;
      told = now;
      void post({ kind: 'progress', done, of }).catch(() => undefined);
    },
  };
}

function errorOf(error: unknown): FromExporter {
  const { code, message } = toCallError(error, report);
  return { kind: 'error', code, message };
}

/** The host keeps the last of it. */
function report(error: unknown): void {
  console.error(error);
}
