// The self-test itself: its constant, and what it makes of losses that are wrong.

import { describe, expect, it } from 'vitest';
import { createOnnxExecutor } from '../../../core/executors/onnx/executor.ts';
import { createReferenceExecutor } from '../../../core/executors/reference.ts';
import {
  expectedLoss,
  judge,
  selfTest,
  selfTestLosses,
  timeStep,
} from '../../../core/executors/self-test.ts';

describe('the self-test', () => {
  it('expects what the reference computes', async () => {
    const losses = await selfTestLosses(await createReferenceExecutor());
    expect(losses).toHaveLength(10);
    expect(Math.abs(losses[9] / expectedLoss - 1)).toBeLessThan(1e-6);
    expect(judge(losses)).toBeNull();
  });

  it('is passed by onnx:cpu, which can then be timed', async () => {
    const executor = await createOnnxExecutor({ provider: 'cpu', device: 'test', threads: 1 });
    expect(await selfTest(executor)).toBeNull();
    expect(await timeStep(executor)).toBeGreaterThan(0);
    await executor.dispose();
  });

  it('notices an engine that forgets the gradient penalty', async () => {
    const reference = await createReferenceExecutor();
    const losses = await selfTestLosses({
      ...reference,
      // Zeros for everything second order would leave the first loss right and the rest wrong.
      compile: async (step) => {
        const compiled = await reference.compile(step);
        let kept: Awaited<ReturnType<typeof compiled.run>> | null = null;
        return { ...compiled, run: async (state, feeds) => (kept ??= await compiled.run(state, feeds)) };
      },
    });
    expect(judge(losses)).toMatch(/instead of falling/);
  });

  it.each([
    [[4, 2, Number.NaN, 1], 'the loss of training step 3 is NaN'],
    [[4, Infinity], 'the loss of training step 2 is Infinity'],
    [[1, 2], 'the loss went from 1.0000 to 2.0000 instead of falling'],
    [[4, expectedLoss * 1.002], /^the loss after 2 steps is -1.45236, not -1.44946$/],
  ])('says what is wrong with %j', (losses, sentence) => {
    expect(judge(losses)).toMatch(sentence);
  });

  it('allows for rounding', () => {
    expect(judge([4, expectedLoss * 1.0005])).toBeNull();
  });
});
