// Which run is measured when: complete ones by themselves while nothing trains, what somebody asks for first.

import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { Measurer, readMeasurements, type MeasurerOptions } from '../../../core/host/measurer.ts';
import type { ForkTrainer } from '../../../core/host/run-process.ts';
import type { FromTrainer } from '../../../core/trainer/messages.ts';
import { checkpointAt, saveCheckpoint, specNamed, start, temporaryStore } from '../../unit/store/support.ts';

/** Processes that say what a test has them say. */
function bench(count: number) {
  const store = temporaryStore();
  const runs = Array.from({ length: count }, (_, at) => {
    const { id } = store.runs.create(specNamed(`run ${at}`));
    store.runs.start(id, start);
    saveCheckpoint(store, id, { checkpoint: checkpointAt(50), reason: 'end' });
    store.runs.setStatus(id, 'completed', null);
    return id;
  });
  const processes: { path: string; say: (message: FromTrainer) => void; isGone: boolean }[] = [];
  const fork: ForkTrainer = (_, receive) => {
    let gone: () => void = () => undefined;
    const one = { path: '', say: receive, isGone: false };
    processes.push(one);
    const end = { code: 0, signal: null, said: '' };
    const ended = new Promise<typeof end>((resolve) => {
      gone = () => {
        one.isGone = true;
        resolve(end);
      };
    });
    return {
      ...{ ended, pid: 1, kill: gone },
      send(message) {
        if (message.kind === 'measure') one.path = message.checkpoints[0].path;
      },
      release: () => ended,
    };
  };
  /** The last of each run: the step, and the run that it waits for. */
  const told = new Map<string, readonly [step: string, behind: string | null]>();
  const state = { trains: false, automatic: true };
  const options: MeasurerOptions = {
    ...{ store, fork, trainerEntry: '', resourcesDir: '', stored: () => undefined },
    told: (run, step, _done, _of, behind) => told.set(run, [step, behind]),
    choose: () => Promise.resolve({ kind: 'chosen', id: 'reference', device: 'test', sentence: '' }),
    isTraining: () => state.trains,
    isAutomatic: () => state.automatic,
    failed: (error) => {
      throw error;
    },
  };
  return { store, runs, processes, state, told, measurer: new Measurer(options) };
}

const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn += 1) await nextTurn();
};
const values = [{ key: 'precision', value: 0.5, samples: 64 }] as const;

it('measures complete runs one at a time, and not while something trains', async () => {
  const { runs, processes, state, measurer, store } = bench(2);
  state.trains = true;
  for (const run of runs) measurer.completed(run);
  await settled();
  expect(processes).toHaveLength(0);
  state.trains = false;
  measurer.look();
  await settled();
  expect(processes.map(({ path }) => path.includes(runs[0]))).toEqual([true]);
  processes[0].say({ kind: 'measured', iteration: 50, values });
  processes[0].say({ kind: 'measuring-done' });
  await settled();
  expect(processes.map(({ isGone }) => isGone)).toEqual([true, false]);
  expect(readMeasurements(store, runs[0]).values).toMatchObject([{ iteration: 50, value: 0.5, protocol: 1 }]);
  // Training comes first; what was given up is done later.
  state.trains = true;
  measurer.look();
  await settled();
  expect(processes[1].isGone).toBe(true);
  state.trains = false;
  measurer.look();
  await settled();
  expect(processes).toHaveLength(3);
  await measurer.close();
  expect(processes[2].isGone).toBe(true);
});

it('does nothing by itself where the settings say so', async () => {
  const { runs, processes, state, measurer } = bench(1);
  state.automatic = false;
  measurer.completed(runs[0]);
  await settled();
  expect(processes).toHaveLength(0);
});

it('does first what somebody asks for, and can be cancelled', async () => {
  const { runs, processes, measurer } = bench(2);
  measurer.completed(runs[0]);
  await settled();
  const asked = measurer.measure({ run: runs[1], checkpoints: 'all', samples: 64 });
  const refused = expect(asked).rejects.toThrow('Measuring was given up; what had been measured is kept.');
  await settled();
  expect(processes.map(({ isGone }) => isGone)).toEqual([true, false]);
  measurer.cancel(runs[1]);
  await refused;
  await settled();
  // The one that was given up for it.
  expect(processes).toHaveLength(3);
  await measurer.close();
});

it('measures what is asked for in turn, says what it waits for, and lets go of what is cancelled', async () => {
  const { runs, processes, measurer, told } = bench(3);
  const [first, second, third] = runs;
  const wish = (run: string) => ({ run, checkpoints: 'newest', samples: null }) as const;
  const one = measurer.measure(wish(first));
  await settled();
  const two = measurer.measure(wish(second));
  const three = measurer.measure(wish(third));
  const givenUp = expect(two).rejects.toThrow('given up before it began');
  await settled();
  expect(processes).toHaveLength(1);
  expect(told.get(second)).toEqual(['Waiting', first]);
  expect(told.get(third)).toEqual(['Waiting', first]);
  measurer.cancel(second);
  await givenUp;
  expect(told.get(second)).toEqual(['', null]);
  processes[0].say({ kind: 'measuring-done' });
  await one;
  await settled();
  expect(processes.map(({ path }) => path.includes(third))).toEqual([false, true]);
  processes[1].say({ kind: 'measuring-done' });
  expect(await three).toEqual({ iterations: [], problems: [] });
  const last = measurer.measure(wish(first));
  const waiting = measurer.measure(wish(second));
  const closed = expect(waiting).rejects.toThrow('closed before measuring began');
  const stopped = expect(last).rejects.toThrow('given up');
  await settled();
  await measurer.close();
  await Promise.all([closed, stopped]);
});

it('says what there is where a checkpoint is not, and passes on what a process refuses', async () => {
  const { runs, processes, measurer } = bench(1);
  const [run] = runs;
  await expect(measurer.measure({ run, checkpoints: [7], samples: null })).rejects.toThrow(
    `The run ${run} has no checkpoint of iteration 7; there is one at 50.`,
  );
  const asked = expect(measurer.measure({ run, checkpoints: 'newest', samples: null })).rejects.toThrow(
    'The file is gone.',
  );
  await settled();
  processes[0].say({ kind: 'refused', message: 'The file is gone.' });
  await asked;
  await measurer.close();
});
