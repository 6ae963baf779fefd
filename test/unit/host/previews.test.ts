// Long preparations: everybody who waits hears how far it is, and one call ends it.

import { expect, test } from 'vitest';
import { Previews } from '../../../core/host/previews.ts';
import type { RunProcess } from '../../../core/host/run-process.ts';
import type { FromTrainer } from '../../../core/trainer/messages.ts';

const data = { kind: 'folder', path: 'x', size: 32, channels: 3, fit: 'crop', heldOut: 1 } as const;

function scripted() {
  const started: { readonly say: (message: FromTrainer) => void; killed: boolean }[] = [];
  const previews = new Previews({
    fork: (_, receive) => {
      const one = { say: receive, killed: false };
      started.push(one);
      return {
        send: () => undefined,
        kill: () => {
          one.killed = true;
        },
        ended: new Promise(() => undefined),
      } as unknown as RunProcess;
    },
    trainerEntry: '',
    resourcesDir: '',
  });
  return { started, previews };
}

test('two windows share one preparation, and cancelling ends it for both', async () => {
  const { started, previews } = scripted();
  const heard: string[] = [];
  const hear =
    (who: string) =>
    (step: string, done: number): void => {
      heard.push(`${who} ${step} ${done}`);
    };
  const both = [previews.read(data, 4, hear('a')), previews.read(data, 4, hear('b'))];
  expect(started).toHaveLength(1);
  started[0].say({ kind: 'progress', step: 'Reading images', done: 16, of: 40 });
  expect(heard).toEqual(['a Reading images 16', 'b Reading images 16']);
  previews.cancel({ ...data, heldOut: 2 });
  expect(started[0].killed).toBe(false);
  previews.cancel(data);
  const ends = await Promise.allSettled(both);
  expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(String((ends[0] as PromiseRejectedResult).reason)).toContain('Reading the data was cancelled');
  expect(started[0].killed).toBe(true);
  expect(heard.slice(2)).toEqual(['a  40', 'b  40']);
  // Another try is another process.
  void previews.read(data, 4).catch(() => undefined);
  expect(started).toHaveLength(2);
  previews.cancel(data);
});
