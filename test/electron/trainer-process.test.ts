// Against a child that keeps the trainer's own end of the line, core/trainer/port.ts, over Node's message ports.

import { EventEmitter } from 'node:events';
import { setTimeout as later } from 'node:timers/promises';
import { PassThrough } from 'node:stream';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import type { ForkOptions } from 'electron';
import { afterEach, expect, it } from 'vitest';
import type { RunProcess } from '../../core/host/run-process.ts';
import type { FromTrainer, ToTrainer } from '../../core/trainer/messages.ts';
import { unreceived, utilityPort, type ParentPort, type TrainerPort } from '../../core/trainer/port.ts';
import { trainerForker } from '../../electron/trainer-process.ts';

class ChildDouble extends EventEmitter {
  pid: number | undefined = 4711;
  readonly stdout = null;
  readonly stderr = new PassThrough();
  readonly posted: unknown[] = [];
  readonly trainer: TrainerPort;
  readonly #host: MessagePort;
  readonly #inside: MessagePort;
  constructor() {
    super();
    const { port1, port2 } = new MessageChannel();
    [this.#host, this.#inside] = [port1, port2];
    port1.on('message', (message: unknown) => this.emit('message', message));
    const parent: ParentPort = {
      on: (_event, listener) =>
        port2.on('message', (data: unknown) => {
          listener({ data });
        }),
      postMessage: (message) => {
        port2.postMessage(message);
      },
    };
    this.trainer = utilityPort(parent);
  }
  postMessage(message: unknown): void {
    this.posted.push(message);
    this.#host.postMessage(message);
  }
  kill(): boolean {
    this.exit(15);
    return true;
  }
  exit(code: number): void {
    this.pid = undefined;
    this.emit('exit', code);
  }
  close(): void {
    this.#host.close();
    this.#inside.close();
  }
}

interface Started {
  readonly child: ChildDouble;
  readonly process: RunProcess;
  readonly got: FromTrainer[];
  readonly ended: number[];
  readonly forked: readonly unknown[];
}

let last: ChildDouble | null = null;
afterEach(() => {
  last?.close();
});

function start(receive?: (message: FromTrainer) => void): Started {
  const child = new ChildDouble();
  last = child;
  const got: FromTrainer[] = [];
  const ended: number[] = [];
  let forked: readonly unknown[] = [];
  const fork = trainerForker(
    (entry: string, args: string[], options: ForkOptions) => {
      forked = [entry, args, options];
      return child;
    },
    (pid) => {
      ended.push(pid);
      child.exit(9);
    },
  );
  const process = fork('/trainer.js', (message) => {
    got.push(message);
    receive?.(message);
  });
  return { child, process, got, ended, forked };
}

const stop: ToTrainer = { kind: 'command', command: { kind: 'stop' } };
const said = (message: string): FromTrainer => ({ kind: 'refused', message });

it('starts the script with its heap settings, its stderr kept and its stdout nobody’s', () => {
  const { forked } = start();
  expect(forked).toMatchObject([
    '/trainer.js',
    [],
    { stdio: ['ignore', 'ignore', 'pipe'], env: { MALLOC_TRIM_THRESHOLD_: '8589934592' } },
  ]);
});

it('passes messages both ways, in order', async () => {
  const { child, process, got } = start();
  const heard: ToTrainer[] = [];
  child.trainer.receive((message) => heard.push(message));
  process.send(stop);
  await child.trainer.post(said('a'));
  await child.trainer.post(said('b'));
  await later(20);
  expect(heard).toEqual([stop]);
  expect(got).toEqual([said('a'), said('b')]);
});

it('lets a trainer post thousands of messages, and never more than it may have under way', async () => {
  const { child, got } = start();
  let mostUnderWay = 0;
  for (let count = 1; count <= 2000; count += 1) {
    await child.trainer.post(said(String(count)));
    mostUnderWay = Math.max(mostUnderWay, count - got.length);
  }
  await later(20);
  expect(got).toHaveLength(2000);
  expect(got.at(-1)).toEqual(said('2000'));
  expect(mostUnderWay).toBeLessThanOrEqual(unreceived);
});

it('gives the last words before the end, with what was said on stderr', async () => {
  const { child, process, got } = start();
  child.stderr.write('terminate called\n');
  await later(5);
  child.exit(134);
  // What had been posted before arrives by another pipe.
  setTimeout(() => void child.trainer.post(said('last')), 10);
  expect(await process.ended).toEqual({ code: 134, signal: null, said: 'terminate called' });
  expect(got).toEqual([said('last')]);
  process.send(stop);
  expect(child.posted).toEqual([]);
});

it('lets a trainer go, which leaves by itself', async () => {
  const { child, process, ended } = start();
  child.trainer.closed(() => {
    child.exit(0);
  });
  expect(await process.release()).toMatchObject({ code: 0 });
  expect(ended).toEqual([]);
});

it('ends a trainer that does not leave, and one at once that is to be killed', async () => {
  const late = start();
  expect(await late.process.release(30)).toMatchObject({ code: 9 });
  expect(late.ended).toEqual([4711]);
  late.child.close();
  const killed = start();
  killed.process.kill();
  expect(await killed.process.ended).toMatchObject({ code: 9 });
  killed.process.kill();
  expect(killed.ended).toEqual([4711]);
});
