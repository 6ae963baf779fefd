// A process of its own that runs many small steps on an engine and says what that did to its memory:
// `node --expose-gc memory-child.js <engine id> <steps>`.

import * as tf from '@tensorflow/tfjs-core';
import { createExecutor, isEngineId } from '../../../core/executors/catalog.ts';
import { smallFeeds, smallState, smallStep } from '../../unit/executors/small-step.ts';

export interface Usage {
  /** Resident memory, mebibytes, after a first round of as many steps and after a second. */
  readonly residentMiB: readonly [number, number];
  readonly tensors: readonly [number, number];
  /** Loss of the first and of the last step. */
  readonly losses: readonly [number, number];
  /** One weight as the state holds it in the end. */
  readonly weight: number;
}

const collectGarbage = (globalThis as { gc?: () => void }).gc!;

async function measure(id: string, steps: number): Promise<Usage> {
  if (!isEngineId(id)) throw new Error(`no engine ${id}`);
  const executor = await createExecutor(id, { device: 'test', threads: 1 });
  const step = await executor.compile(smallStep);
  const state = await executor.load(smallState());
  const losses: number[] = [];
  const round = async (): Promise<{ readonly residentMiB: number; readonly tensors: number }> => {
    for (let at = 0; at < steps; at += 1) losses.push((await step.run(state, smallFeeds()))['loss'][0]);
    await state.read();
    collectGarbage();
    return { residentMiB: process.memoryUsage.rss() / 2 ** 20, tensors: tf.memory().numTensors };
  };
  const first = await round();
  const second = await round();
  // State outlives the step that wrote it.
  await step.dispose();
  const { w } = await state.read(['w']);
  state.dispose();
  await executor.dispose();
  return {
    residentMiB: [first.residentMiB, second.residentMiB],
    tensors: [first.tensors, second.tensors],
    losses: [losses[0], losses.at(-1)!],
    weight: w.data[0],
  };
}

process.send!(await measure(process.argv[2], Number(process.argv[3])), () => process.exit(0));
