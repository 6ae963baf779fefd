// What every executor promises (core/executors/executor.ts), on each of them.

import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CompiledStep, Executor, HostTensors, State } from '../../../core/executors/executor.ts';
import { createOnnxExecutor } from '../../../core/executors/onnx/executor.ts';
import { createReferenceExecutor } from '../../../core/executors/reference.ts';
import { createTensorflowExecutor } from '../../../core/executors/tensorflow.ts';
import { smallFeeds, smallState, smallStep } from './small-step.ts';
import { standIn } from './stand-in.ts';

const engines = [
  { id: 'reference', open: createReferenceExecutor },
  { id: 'onnx:cpu', open: () => createOnnxExecutor({ provider: 'cpu', device: 'test', threads: 1 }) },
  { id: 'tensorflow', open: () => createTensorflowExecutor(standIn) },
];

describe.each(engines)('$id', ({ id, open }) => {
  let executor: Executor;
  let step: CompiledStep;
  const withState = async (use: (state: State) => Promise<void>): Promise<void> => {
    const state = await executor.load(smallState());
    try {
      await use(state);
    } finally {
      state.dispose();
    }
  };

  beforeAll(async () => {
    executor = await open();
    step = await executor.compile(smallStep);
  });
  afterAll(async () => {
    await step.dispose();
    await executor.dispose();
  });

  it('says what it is', () => {
    expect(executor.id).toBe(id);
    expect(executor.device).not.toBe('');
    expect(executor.version).toMatch(/\d+\.\d+\.\d+/);
  });

  it('trains: writes what the step writes and leaves the rest', () =>
    withState(async (state) => {
      const losses: number[] = [];
      for (let at = 0; at < 5; at += 1) losses.push((await step.run(state, smallFeeds()))['loss'][0]);
      expect(losses).toEqual(losses.toSorted((a, b) => b - a));
      const { w, scale } = await state.read();
      expect(w.shape).toEqual([64, 64]);
      expect(w.data).not.toEqual(smallState()['w'].data);
      expect(scale).toEqual(smallState()['scale']);
    }));

  it('gives the same numbers for the same state and feeds, whatever ran in between', () =>
    withState(async (first) => {
      await withState(async (second) => {
        const a = await step.run(first, smallFeeds());
        await step.run(first, smallFeeds());
        const b = await step.run(second, smallFeeds());
        expect(b).toEqual(a);
      });
    }));

  it('hands a feed through as an output of its own', () =>
    withState(async (state) => {
      const feeds = smallFeeds();
      const { seen } = await step.run(state, feeds);
      expect(seen).toEqual(feeds['x']);
      seen.fill(0);
      expect(feeds['x'][0]).toBe(smallFeeds()['x'][0]);
    }));

  it.each([
    ['too long', { x: new Float32Array(513) }],
    ['too short', { x: new Float32Array(511) }],
    ['empty', { x: new Float32Array(0) }],
    ['missing', { x: undefined as unknown as Float32Array }],
  ])('refuses a feed that is %s and leaves the state as it was', (_what, wrong) =>
    withState(async (state) => {
      await step.run(state, smallFeeds());
      const before = await state.read();
      await expect(step.run(state, { ...smallFeeds(), ...wrong })).rejects.toThrow();
      expect(await state.read()).toEqual(before);
    }),
  );

  it('reads copies', () =>
    withState(async (state) => {
      const before = await state.read();
      const scribbled: HostTensors = await state.read();
      for (const { data } of Object.values(scribbled)) data.fill(7);
      expect(await state.read()).toEqual(before);
      await step.run(state, smallFeeds());
      // Nor does a later step change what was read.
      expect(before).toEqual(smallState());
    }));

  it('keeps state that outlives the step that wrote it', () =>
    withState(async (state) => {
      const passing = await executor.compile(smallStep);
      await passing.run(state, smallFeeds());
      await passing.dispose();
      const { w } = await state.read(['w']);
      await step.run(state, smallFeeds());
      expect(w.data).not.toEqual(smallState()['w'].data);
    }));

  it('reads what is named, and says so when there is no such thing', () =>
    withState(async (state) => {
      expect(Object.keys(await state.read(['scale']))).toEqual(['scale']);
      await expect((async () => state.read(['nothing']))()).rejects.toThrow('"nothing"');
    }));

  it('keeps no tensors over 50 steps', () =>
    withState(async (state) => {
      await step.run(state, smallFeeds());
      const before = tf.memory().numTensors;
      for (let at = 0; at < 50; at += 1) await step.run(state, smallFeeds());
      await state.read();
      expect(tf.memory().numTensors).toBe(before);
    }));

  it('lets go of everything with the state', async () => {
    const before = tf.memory().numTensors;
    const state = await executor.load(smallState());
    await step.run(state, smallFeeds());
    state.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('keeps no tensors from compiling', async () => {
    const before = tf.memory().numTensors;
    const again = await executor.compile(smallStep);
    await again.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
