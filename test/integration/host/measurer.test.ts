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
  const state = { trains: false, automatic: true };
  const options: MeasurerOptions = {
    ...{ store, fork, trainerEntry: '', resourcesDir: '', told: () => undefined, stored: () => undefined },
    choose: () => Promise.resolve({ kind: 'chosen', id: 'reference', device: 'test', sentence: '' }),
    isTraining: () => state.trains,
    isAutomatic: () => state.automatic,
    failed: (error) => {
      throw error;
    },
  };
  return { store, runs, processes, state, measurer: new Measurer(options) };
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
  await expect(measurer.measure({ run: runs[0], checkpoints: 'all', samples: null })).rejects.toThrow(
    'Another run is being measured',
  );
  measurer.cancel();
  await refused;
  await settled();
  // The one that was given up for it.
  expect(processes).toHaveLength(3);
  await measurer.close();
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
