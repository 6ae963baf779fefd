// Asks a trainer process one question, and ends the process with the answer.

import type { FromTrainer, PreviewMessage, TrialMessage } from '../trainer/messages.ts';
import { HostError } from './errors.ts';
import type { ForkTrainer } from './run-process.ts';
import { endWords } from './sentences.ts';

export interface Question<K extends 'preview' | 'trial'> {
  readonly fork: ForkTrainer;
  readonly trainerEntry: string;
  readonly message: Extract<PreviewMessage | TrialMessage, { readonly kind: K }>;
  /** Without an answer or a sign of progress for so long it is given up. */
  readonly limitMs: number;
  /** What takes so long when the limit is reached: "Reading the data". */
  readonly doing: string;
  readonly onProgress?: (step: string, done: number, of: number) => void;
}

type Answer<K extends 'preview' | 'trial'> = Extract<FromTrainer, { readonly kind: K }>;

export interface Asked<K extends 'preview' | 'trial'> {
  /** Rejects with a HostError. */
  readonly answer: Promise<Answer<K>>;
  /** Gives up: `answer` rejects with the reason. */
  readonly abandon: (reason: HostError) => void;
}

export function ask<K extends 'preview' | 'trial'>(question: Question<K>): Asked<K> {
  const { fork, trainerEntry, message, limitMs, doing, onProgress } = question;
  let resolve: (answer: Answer<K>) => void = () => undefined;
  let reject: (reason: HostError) => void = () => undefined;
  const answered = new Promise<Answer<K>>((whenAnswered, whenFailed) => {
    resolve = whenAnswered;
    reject = whenFailed;
  });
  const child = fork(trainerEntry, (said) => {
    switch (said.kind) {
      case 'progress':
        limit.refresh();
        onProgress?.(said.step, said.done, said.of);
        break;
      case 'refused':
        reject(new HostError('refused', said.message));
        break;
      case 'failed':
        reject(new HostError('failed', `${doing} failed: ${said.message}`, { cause: said.detail }));
        break;
      case 'preview':
      case 'trial':
        resolve(said as Answer<K>);
        break;
      default:
        // Only trainers of another kind say the rest.
        break;
    }
  });
  const limit = setTimeout(() => {
    reject(
      new HostError(
        'failed',
        `${doing} took more than ${Math.round(limitMs / 1000)} seconds and was given up.`,
      ),
    );
  }, limitMs);
  void child.ended.then((end) => {
    reject(new HostError('failed', `${doing} failed: its process ${endWords(end)}.`));
  });
  child.send(message);
  const answer = answered.finally(() => {
    clearTimeout(limit);
    // Whatever it still does, nobody waits for it.
    child.kill();
  });
  return { answer, abandon: reject };
}
