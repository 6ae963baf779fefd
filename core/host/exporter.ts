// Has an exporter process do one thing.

import { CallError } from '../protocol/call-error.ts';
import { HostError } from './errors.ts';
import type {
  FromExporter,
  ImportedAnswer,
  ImportMessage,
  MadeAnswer,
  MakeMessage,
} from './exporter-messages.ts';
import type { ForkProcess, HostProcess } from './run-process.ts';
import { endWords } from './sentences.ts';

export interface ExporterOptions {
  readonly fork: ForkProcess;
  /** The exporter's script. */
  readonly exporterEntry: string;
}

export interface Exporting<A> {
  /** Rejects with a CallError or a HostError. Either way the process is gone. */
  readonly answer: Promise<A>;
  /** Ends it at once: `answer` rejects with the reason. */
  readonly kill: (reason: HostError) => void;
  /** Lets it clean up after itself first. */
  readonly leave: (reason: HostError) => void;
}

interface Answers {
  readonly make: MadeAnswer;
  readonly import: ImportedAnswer;
}

/** @param doing what failed where it does: "The export" */
export function askExporter<K extends keyof Answers>(
  { fork, exporterEntry }: ExporterOptions,
  message: Extract<MakeMessage | ImportMessage, { readonly kind: K }>,
  doing: string,
  onProgress: (done: number, of: number) => void,
): Exporting<Answers[K]> {
  let outcome: { readonly answer: Answers[K] } | { readonly reason: Error } | null = null;
  const child: HostProcess<unknown> = fork(exporterEntry, (said: FromExporter) => {
    switch (said.kind) {
      case 'progress':
        if (outcome === null) onProgress(said.done, said.of);
        break;
      case 'error':
        outcome ??= { reason: new CallError(said.code, said.message) };
        break;
      case 'made':
      case 'imported':
        outcome ??= { answer: said as Answers[K] };
        break;
    }
    // It has said all that it has to say.
    if (said.kind !== 'progress') void child.release();
  });
  child.send(message);
  const answer = child.ended.then((end) => {
    const known = outcome ?? {
      reason: new HostError('failed', `${doing} failed: its process ${endWords(end)}.`),
    };
    if ('reason' in known) throw known.reason;
    return known.answer;
  });
  return {
    answer,
    kill(reason) {
      outcome ??= { reason };
      child.kill();
    },
    leave(reason) {
      outcome ??= { reason };
      void child.release();
    },
  };
}
