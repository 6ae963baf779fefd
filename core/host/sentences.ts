// What is said of runs that ended badly.

import type { DivergedEvent } from '../gan/events.ts';
import type { ProcessEnd } from './run-process.ts';

/** What can be done about it, given the iteration of the newest checkpoint. */
function offer(checkpoint: number | undefined): string {
  return checkpoint === undefined
    ? 'No checkpoint had been saved; train it again from the start.'
    : `Resume it to go on from the checkpoint at iteration ${checkpoint}.`;
}

export function killedSentence(iteration: number, checkpoint: number | undefined): string {
  return `Stopped at once at iteration ${iteration}, without saving. ${offer(checkpoint)}`;
}

export function crashSentence(end: ProcessEnd, iteration: number, checkpoint: number | undefined): string {
  return `Its trainer ${endWords(end)} at iteration ${iteration}. ${offer(checkpoint)}`;
}

/** "ended with code 70 (out of memory)", to be followed by when */
export function endWords({ code, signal, said }: ProcessEnd): string {
  const lastLine = said.split('\n').findLast((line) => line.trim() !== '');
  const because = lastLine === undefined ? '' : ` (${lastLine.trim()})`;
  if (signal === 'SIGKILL') {
    return `was ended by SIGKILL${because}, which systems do when memory runs out,`;
  }
  return signal === null
    ? `ended with code ${code ?? 'unknown'}${because}`
    : `was ended by ${signal}${because}`;
}

export function divergedSentence(
  { what, value, iteration }: DivergedEvent,
  checkpoint: number | undefined,
): string {
  const kept =
    checkpoint === undefined
      ? 'No checkpoint had been saved before.'
      : `The checkpoint at iteration ${checkpoint} is the last good one.`;
  const became = Number.isNaN(value) ? 'NaN' : value > 0 ? 'infinite' : 'minus infinity';
  return (
    `${what} became ${became} at iteration ${iteration}. ${kept} ` +
    'Train again with lower learning rates (optimizer.critic.lr, optimizer.generator.lr) or another objective.'
  );
}
