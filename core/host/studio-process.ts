// A studio's process: a generator that is kept open, and the requests that wait for its answers.

import { CallError } from '../protocol/call-error.ts';
import type {
  FromTrainer,
  StudioAnswer,
  StudioMessage,
  StudioReply,
  StudioRequest,
} from '../trainer/messages.ts';
import { HostError } from './errors.ts';
import type { ForkTrainer, RunProcess } from './run-process.ts';
import { endWords } from './sentences.ts';

/** What each request is answered with. */
interface Replies {
  readonly draw: 'drawn';
  readonly latents: 'latents';
  readonly nearest: 'nearest';
}

type Ask = StudioRequest['kind'];
type ReplyTo<K extends Ask> = Extract<StudioReply, { readonly kind: Replies[K] }>;
type Unnumbered<T> = T extends unknown ? Omit<T, 'id'> : never;
/** A request without its number. */
export type StudioAsk<K extends Ask = Ask> = Unnumbered<Extract<StudioRequest, { readonly kind: K }>>;

interface Waiting {
  readonly resolve: (reply: never) => void;
  readonly reject: (reason: Error) => void;
}

/** Reading the data and compiling takes seconds, on a machine with much else to do. */
const openMs = 120_000;

export class StudioProcess {
  readonly #process: RunProcess;
  readonly #waiting = new Map<number, Waiting>();
  readonly #opened: Promise<StudioAnswer>;
  #open: (answer: StudioAnswer) => void = () => undefined;
  #refuse: (reason: Error) => void = () => undefined;
  #asked = 0;
  /** Why nothing is answered any more. */
  #over: Error | null = null;

  constructor(fork: ForkTrainer, trainerEntry: string) {
    this.#opened = new Promise((resolve, reject) => {
      this.#open = resolve;
      this.#refuse = reject;
    });
    // Whoever has it opened waits for this; one that is closed before has nobody.
    this.#opened.catch(() => undefined);
    this.#process = fork(trainerEntry, (message) => {
      this.#receive(message);
    });
    void this.#process.ended.then((end) => {
      this.#end(new HostError('failed', `The studio's process ${endWords(end)}; open the studio again.`));
    });
  }

  /** Resolves when the process is gone. */
  get ended(): Promise<unknown> {
    return this.#process.ended;
  }

  /** @throws HostError, as a rejection, after which it is closed */
  async open(message: StudioMessage): Promise<StudioAnswer> {
    const limit = setTimeout(() => {
      const seconds = Math.round(openMs / 1000);
      this.close(
        new HostError('failed', `Opening the studio took more than ${seconds} seconds and was given up.`),
      );
    }, openMs);
    this.#process.send(message);
    try {
      return await this.#opened;
    } finally {
      clearTimeout(limit);
    }
  }

  /** @throws CallError `refused` for a request that makes no sense, HostError when the process fails; as a rejection */
  ask<K extends Ask>(request: StudioAsk<K>): Promise<ReplyTo<K>> {
    return new Promise((resolve, reject) => {
      if (this.#over !== null) {
        reject(this.#over);
        return;
      }
      this.#asked += 1;
      this.#waiting.set(this.#asked, { resolve, reject });
      this.#process.send({ ...request, id: this.#asked });
    });
  }

  /** Ends it at once: it has nothing to save. What waits for an answer gets the reason. */
  close(reason: Error): void {
    this.#end(reason);
    this.#process.kill();
  }

  #receive(message: FromTrainer): void {
    switch (message.kind) {
      case 'studio':
        this.#open(message);
        break;
      case 'refused':
        this.close(new HostError('refused', message.message));
        break;
      case 'failed':
        this.close(
          new HostError('failed', `The studio failed: ${message.message}`, { cause: message.detail }),
        );
        break;
      case 'drawn':
      case 'latents':
      case 'nearest':
        this.#take(message.id)?.resolve(message as never);
        break;
      case 'declined':
        this.#take(message.id)?.reject(new CallError('refused', message.message));
        break;
      default:
        // Only trainers of another kind say the rest.
        break;
    }
  }

  #take(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    return waiting;
  }

  #end(reason: Error): void {
    this.#over ??= reason;
    this.#refuse(this.#over);
    for (const { reject } of this.#waiting.values()) reject(this.#over);
    this.#waiting.clear();
  }
}
