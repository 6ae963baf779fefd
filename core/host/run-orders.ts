// What people ask of runs: to start, to go on, to pause, to stop. Each is checked before anything is done.

import { setImmediate } from 'node:timers/promises';
import type { TrainCommand } from '../gan/events.ts';
import type { ChangePath, RunCommand, RunId, StartRequest } from '../protocol/contract.ts';
import { CallError } from '../protocol/call-error.ts';
import { changeProblem } from '../spec/changes.ts';
import type { RunSpec } from '../spec/run-spec.ts';
import type { CreateOptions } from '../store/run-begin.ts';
import type { RunRecord } from '../store/run-record.ts';
import { planArms } from './arms.ts';
import { newCompareGroup } from './compare-group.ts';
import type { Engines } from './engines.ts';
import type { Host } from './host.ts';
import type { RunQueue } from './queue.ts';

export interface OrdersOptions {
  readonly host: Host;
  readonly queue: RunQueue;
  readonly engines: Engines;
  readonly usualEngine: () => string;
  /** A run is other than it was. */
  readonly changed: (run: RunId) => void;
}

/** Each run has a folder and a file that are to survive a power cut, which takes some milliseconds. */
const atOnce = 8;

export class RunOrders {
  readonly #options: OrdersOptions;

  constructor(options: OrdersOptions) {
    this.#options = options;
  }

  /** Many are added in turns with other work. @throws HostError, StoreError, CallError; as a rejection where many */
  start({ specs, engine, budget, group }: StartRequest): readonly RunId[] | Promise<readonly RunId[]> {
    const { engines } = this.#options;
    engines.check(engine);
    if (budget !== null && group !== null) {
      throw new CallError(
        'refused',
        'Runs with a common budget get a group of their own; name none for them.',
      );
    }
    const arms = budget === null ? specs : planArms(specs, budget).arms;
    const isCompared = budget !== null && arms.length > 1;
    const compareGroup = isCompared ? newCompareGroup(budget.unit) : group;
    const options = {
      engine,
      ...(compareGroup === null ? {} : { compareGroup }),
      ...(budget?.unit === 'seconds' ? { seconds: budget.amount } : {}),
    };
    return arms.length <= atOnce ? this.#add(arms, options) : this.#addInTurns(arms, options);
  }

  #add(specs: readonly RunSpec[], options: CreateOptions): readonly RunId[] {
    const { host, queue, changed } = this.#options;
    const ids = specs.map((spec) => host.store.runs.create(spec, options).id);
    for (const id of ids) changed(id);
    queue.look();
    return ids;
  }

  async #addInTurns(specs: readonly RunSpec[], options: CreateOptions): Promise<readonly RunId[]> {
    const ids: RunId[] = [];
    for (let at = 0; at < specs.length; at += atOnce) {
      ids.push(...this.#add(specs.slice(at, at + atOnce), options));
      await setImmediate();
    }
    return ids;
  }

  /** @throws HostError, StoreError, CallError */
  resume(id: RunId): void {
    const { host, queue, engines, usualEngine, changed } = this.#options;
    const run = this.#exact(id);
    if (run.status === 'queued')
      throw new CallError('refused', `The run ${id} is going to be trained already.`);
    host.checkResumable(run);
    if (!host.store.runs.summary(id).resumable) {
      throw new CallError(
        'refused',
        `The run ${id} has no checkpoint to go on from; train it again from the start.`,
      );
    }
    // Another engine rounds in another way.
    const engine = run.engine?.id ?? run.requestedEngine ?? usualEngine();
    engines.check(engine);
    host.store.runs.enqueue(id, engine);
    changed(id);
    queue.look();
  }

  /** @throws CallError, StoreError */
  control(id: RunId, command: RunCommand): void {
    const { host } = this.#options;
    const run = this.#exact(id);
    if (run.status === 'queued') {
      this.#controlQueued(run, command);
    } else if (host.isTraining(id)) {
      if (command === 'kill') host.kill(id);
      else host.control(id, trainCommands[command]);
    } else throw this.#notHere(run);
  }

  /** Tells its trainer, which obeys between iterations. @throws CallError, StoreError */
  change(id: RunId, path: ChangePath, value: number): void {
    const { host } = this.#options;
    const run = this.#exact(id);
    if (run.status === 'queued') {
      throw new CallError('refused', `The run ${id} waits for its turn; it can be changed once it trains.`);
    }
    // A trainer that has ended its run may take a moment to leave.
    const trains = run.status === 'running' || run.status === 'paused';
    if (!trains || !host.isTraining(id)) throw this.#notHere(run);
    const problem = changeProblem(run.spec, path, value);
    if (problem !== null) throw new CallError('refused', problem);
    host.control(id, { kind: 'change', path, value });
  }

  #notHere(run: RunRecord): CallError {
    const { id, pid } = run;
    return this.#options.host.store.runs.isAlive(run)
      ? new CallError(
          'busy',
          `The run ${id} is being trained by process ${pid ?? 0}; go to the terminal that it was started in.`,
        )
      : new CallError('refused', `The run ${id} is not being trained; resume it first.`);
  }

  #controlQueued({ id }: RunRecord, command: RunCommand): void {
    const { host, queue } = this.#options;
    if (command !== 'stop' && command !== 'kill') {
      throw new CallError(
        'refused',
        `The run ${id} waits for its turn; until it trains it can only be stopped.`,
      );
    }
    if (!queue.isStarting(id) && !host.store.runs.queue().includes(id)) {
      throw new CallError('busy', `The run ${id} is being started in a terminal; stop it there.`);
    }
    queue.stop(id);
  }

  /** By its id only. @throws StoreError, CallError */
  #exact(id: RunId): RunRecord {
    const { runs } = this.#options.host.store;
    return runs.get(runs.summary(id).id);
  }
}

const trainCommands: Readonly<Record<Exclude<RunCommand, 'kill'>, TrainCommand>> = {
  pause: { kind: 'pause' },
  continue: { kind: 'resume' },
  checkpoint: { kind: 'checkpoint' },
  stop: { kind: 'stop' },
};
