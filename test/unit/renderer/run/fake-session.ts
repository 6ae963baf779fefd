// A host in memory for one run: answers when the test says so, and tells what the test has it tell.

import type {
  HostEvents,
  MetricBatch,
  RunDetail,
  SampleGrid,
  SeriesPart,
  SeriesRequest,
} from '../../../../core/protocol/contract.ts';
import { presets } from '../../../../core/spec/presets.ts';
import type { Session } from '../../../../renderer/bridge/session.ts';
import { partOf } from '../charts/support.ts';

export const runId = 'run-1';

export function batchOf(
  from: number,
  values: readonly number[],
  key: MetricBatch['columns'][number]['key'] = 'critic_loss',
): MetricBatch {
  const iterations = Float64Array.from(values, (_, i) => from + i);
  return {
    ...{ run: runId, seq: from, iterations, criticUpdates: iterations.map((i) => 5 * i) },
    activeSeconds: iterations.map((i) => i / 10),
    columns: [{ key, rows: iterations.map((_, i) => i), values: Float64Array.from(values) }],
  };
}

export function gridAt(iteration: number, y = 0): SampleGrid {
  return {
    ...{ run: runId, seq: iteration, iteration, criticUpdates: 5 * iteration, activeSeconds: iteration / 10 },
    content: { kind: 'points', points: Float32Array.of(iteration, y), field: null },
  };
}

export class FakeHost {
  /** Values by iteration, as the store has them. */
  values: number[] = [0, 1, 2, 3];
  grids = [0, 1, 2];
  readonly calls: { readonly name: string; readonly args: readonly unknown[] }[] = [];
  /** Answers to `readSeries` wait for `release` while this is set. */
  holds = false;
  #held: (() => void)[] = [];
  #ready = new Set<() => void>();
  #handlers = new Map<string, Set<(event: never) => void>>();

  readonly session = {
    host: new Proxy({} as Session['host'], {
      get:
        (_, name: string) =>
        (...args: unknown[]) =>
          this.#answer(name, args),
    }),
    on: (name: string, handler: (event: never) => void) => {
      const handlers = this.#handlers.get(name) ?? new Set();
      this.#handlers.set(name, handlers.add(handler));
      return () => handlers.delete(handler);
    },
    whenReady: (action: () => void) => {
      this.#ready.add(action);
      action();
      return () => this.#ready.delete(action);
    },
  } as unknown as Pick<Session, 'host' | 'on' | 'whenReady'>;

  tell<K extends keyof HostEvents>(name: K, event: HostEvents[K]): void {
    for (const handler of this.#handlers.get(name) ?? []) (handler as (event: HostEvents[K]) => void)(event);
  }
  reconnect(): void {
    for (const action of this.#ready) action();
  }
  release(): void {
    for (const answer of this.#held.splice(0)) answer();
  }
  count(name: string): number {
    return this.calls.filter((call) => call.name === name).length;
  }
  get listeners(): number {
    return [...this.#handlers.values()].reduce((sum, { size }) => sum + size, this.#ready.size);
  }

  async #answer(name: string, args: readonly unknown[]): Promise<unknown> {
    this.calls.push({ name, args });
    await Promise.resolve();
    switch (name) {
      case 'readRun':
        if (args[0] !== runId) throw new Error(`There is no run "${String(args[0])}".`);
        return this.#detail();
      case 'readSeries': {
        const answer = this.#series(args[1] as SeriesRequest);
        if (this.holds) await new Promise<void>((resolve) => this.#held.push(resolve));
        return answer;
      }
      case 'readGrid':
        if (!this.grids.includes(Number(args[1]))) throw new Error('There is no such grid.');
        // Other series have other points.
        return args[2] === undefined ? gridAt(Number(args[1])) : gridAt(Number(args[1]), 1);
      default:
        return undefined;
    }
  }
  #detail(): RunDetail {
    const iterations = Float64Array.from(this.grids);
    return {
      summary: {} as RunDetail['summary'],
      spec: presets[0].spec,
      ...{
        marks: [],
        checkpoints: [],
        keys: this.values.length === 0 ? [] : ['critic_loss'],
        seq: this.values.length,
      },
      grids: {
        iterations,
        criticUpdates: iterations.map((i) => 5 * i),
        activeSeconds: iterations.map((i) => i / 10),
      },
    };
  }
  #series({ keys, from, to }: SeriesRequest): readonly SeriesPart[] {
    const end = to ?? this.values.length - 1;
    return keys.map((key) => ({ ...partOf(this.values.slice(from, end + 1), 1, (i) => from + i), key }));
  }
}

/** Lets everything that waits for nothing else happen. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 20; i += 1) await Promise.resolve();
}
