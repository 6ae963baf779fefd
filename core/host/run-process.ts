// A process of Critic's from its start to its end. Nobody else knows how it is started; a shell may bring a way of its
// own.

import { fork, type ChildProcess, type Serializable } from 'node:child_process';
import { keepingHeap } from '../executors/onnx/heap.ts';
import type { FromTrainer, ToTrainer } from '../trainer/messages.ts';

/** How a process ended. */
export interface ProcessEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The last of what it wrote to stderr: runtimes that crash say something there. */
  readonly said: string;
}

/** A started process that takes messages of a kind. */
export interface HostProcess<Message> {
  /** Resolves when the process is gone, however that came about. Never rejects. */
  readonly ended: Promise<ProcessEnd>;
  /** Known once the process has said something; 0 where it could not be started. */
  readonly pid: number;
  /** Messages to a process that is gone are dropped: `ended` tells of that. */
  send(message: Message): void;
  /** Lets it go: a process without a host leaves. One that does not within some seconds is ended. */
  release(withinMs?: number): Promise<ProcessEnd>;
  /** Ends it at once. */
  kill(): void;
}

/** A started trainer. */
export type RunProcess = HostProcess<ToTrainer>;

/**
 * Starts a trainer. `receive` gets its messages in order, the last of them before `ended` resolves.
 * @param entry the trainer's script
 */
export type ForkTrainer = (entry: string, receive: (message: FromTrainer) => void) => RunProcess;

/** Starts any process; what is said to it and what it says is between it and its caller. */
export type ForkProcess = (entry: string, receive: (message: never) => void) => HostProcess<unknown>;

/** How much of stderr is kept. */
const keptCharacters = 4000;
/** How long a process may take to leave once it has nothing more to do. */
const leaveMs = 5000;

/** As a child of this process. */
export const forkTrainer: ForkTrainer = (entry, receive) => forkProcess(entry, receive);

/** The same for any process. */
export const forkProcess: ForkProcess = (entry, receive) => new ForkedProcess(entry, receive);

class ForkedProcess implements HostProcess<unknown> {
  readonly #child: ChildProcess;
  readonly ended: Promise<ProcessEnd>;
  #said = '';
  #over = false;
  #released = false;

  constructor(entry: string, receive: (message: never) => void) {
    this.#child = fork(entry, [], {
      serialization: 'advanced',
      execArgv: [],
      // Only a process's start can set how its C heap works.
      env: { ...process.env, ...keepingHeap },
      // Its stdout is nobody's: the host's own may be read by a program.
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.#child.on('message', (message) => {
      receive(message as never);
    });
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#said = `${this.#said}${text}`.slice(-keptCharacters);
    });
    this.ended = new Promise((resolve) => {
      const end = (code: number | null, signal: NodeJS.Signals | null): void => {
        this.#over = true;
        resolve({ code, signal, said: this.#said.trim() });
      };
      // `close` comes after the last message and the last of stderr.
      this.#child.once('close', end);
      // It does not come where this side hung up; then the exit is all there is to wait for.
      this.#child.once('exit', (code, signal) => {
        if (this.#released) end(code, signal);
      });
      // Only a process that could not be started at all has no `close`.
      this.#child.once('error', (error) => {
        this.#said = `${this.#said}\n${error.message}`;
        if (this.#child.pid === undefined) end(null, null);
      });
    });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  send(message: unknown): void {
    if (!this.#over && this.#child.connected) this.#child.send(message as Serializable, () => undefined);
  }

  async release(withinMs = leaveMs): Promise<ProcessEnd> {
    this.#released = true;
    if (this.#child.connected) this.#child.disconnect();
    const timer = setTimeout(() => {
      this.kill();
    }, withinMs);
    try {
      return await this.ended;
    } finally {
      clearTimeout(timer);
    }
  }

  kill(): void {
    if (!this.#over) this.#child.kill('SIGKILL');
  }
}
