// What a trainer says over its port, with the port in memory and plain JavaScript for an engine.

import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createReferenceExecutor } from '../../../core/executors/reference.ts';
import type { FromTrainer, OpenMessage, ToTrainer } from '../../../core/trainer/messages.ts';
import type { TrainerPort } from '../../../core/trainer/port.ts';
import { serveRun, type OpenExecutor } from '../../../core/trainer/trainer.ts';
import type { RunSpec } from '../../../core/spec/run-spec.ts';
import { tinySpec } from '../../support/tiny.ts';

function memoryPort() {
  const said: FromTrainer[] = [];
  let handler: (message: ToTrainer) => void = () => undefined;
  const port: TrainerPort = {
    post: (message) => {
      said.push(message);
      // As long as a real one takes, so that others get a turn.
      return new Promise((resolve) => {
        setImmediate(resolve);
      });
    },
    receive: (next) => {
      handler = next;
    },
    closed: () => undefined,
  };
  const tell = (message: ToTrainer): void => {
    handler(message);
  };
  return { port, said, tell };
}

const open = (spec: RunSpec): OpenMessage => ({
  kind: 'open',
  spec,
  engine: { id: 'reference', device: 'none' },
  resourcesDir: join(import.meta.dirname, 'nowhere'),
  checkpoint: null,
  seconds: null,
});

const never: OpenExecutor = () => Promise.reject(new Error('an engine was opened for nothing'));

describe('a trainer', () => {
  it('gets ready, waits for the word, trains, and obeys', async () => {
    const { port, said, tell } = memoryPort();
    const served = serveRun(port, createReferenceExecutor);
    tell(open({ ...tinySpec, iterations: 1000, evaluate: { every: 100, samples: 16 } }));
    while (said.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(said).toHaveLength(1);
    expect(said[0]).toMatchObject({ kind: 'ready', engine: { id: 'reference', deterministic: true } });
    tell({ kind: 'train' });
    while (said.length < 8) await new Promise((resolve) => setTimeout(resolve, 1));
    tell({ kind: 'command', command: { kind: 'stop' } });
    await served;
    const events = said.flatMap((message) => (message.kind === 'event' ? [message.event] : []));
    expect(events.slice(0, 3).map(({ kind }) => kind)).toEqual(['metrics', 'samples', 'metrics']);
    expect(events.at(-2)).toMatchObject({ kind: 'checkpoint', reason: 'interrupted' });
    expect(events.at(-1)).toMatchObject({ kind: 'finished', how: 'interrupted' });
  });

  it.each([
    [
      'data that are not there',
      { ...tinySpec, data: { kind: 'fashion-mnist', size: 28, channels: 1 } },
      /nowhere/,
    ],
    [
      'more held-out samples than there are',
      { ...tinySpec, evaluate: { every: 1, samples: 2001 } },
      /evaluate\.samples/,
    ],
  ] satisfies [string, RunSpec, RegExp][])('refuses %s before it opens an engine', async (_, spec, says) => {
    const { port, said, tell } = memoryPort();
    const served = serveRun(port, never);
    tell(open(spec));
    await served;
    expect(said).toHaveLength(1);
    expect(said[0]).toMatchObject({ kind: 'refused', message: expect.stringMatching(says) as string });
  });
});
