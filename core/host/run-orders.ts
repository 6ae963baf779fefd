// What people ask of runs: to start, to go on, to pause, to stop. Each is checked before anything is done.

import type { TrainCommand } from '../gan/events.ts';
import type { RunCommand, RunId, StartRequest } from '../protocol/contract.ts';
import { CallError } from '../protocol/call-error.ts';
import type { RunRecord } from '../store/runs.ts';
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

export class RunOrders {
  readonly #options: OrdersOptions;

  constructor(options: OrdersOptions) {
    this.#options = options;
  }

  /** @throws HostError, StoreError */
  start({ specs, engine, budget }: StartRequest): readonly RunId[] {
    const { host, queue, engines, changed } = this.#options;
    engines.check(engine);
    const arms = budget === null ? specs : planArms(specs, budget).arms;
    const isCompared = budget !== null && arms.length > 1;
    const options = {
      engine,
      ...(isCompared ? { compareGroup: newCompareGroup(budget.unit) } : {}),
      ...(budget?.unit === 'seconds' ? { seconds: budget.amount } : {}),
    };
    const ids = arms.map((spec) => host.store.runs.create(spec, options).id);
    for (const id of ids) changed(id);
    queue.look();
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
    } else if (host.store.runs.isAlive(run)) {
      throw new CallError(
        'busy',
        `The run ${id} is being trained by process ${run.pid ?? 0}; go to the terminal that it was started in.`,
      );
    } else {
      throw new CallError('refused', `The run ${id} is not being trained; resume it first.`);
    }
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
