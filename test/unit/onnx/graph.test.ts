import { describe, expect, it } from 'vitest';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import type { Shape, Step } from '../../../core/executors/executor.ts';
import { Graph } from '../../../core/executors/onnx/graph.ts';
import { record } from '../../../core/executors/onnx/recorder.ts';

/** A step that only computes outputs from feeds. */
function step(
  feeds: Record<string, Shape>,
  compute: (x: Record<string, Tensor>) => Record<string, Tensor>,
): Step {
  return { name: 'test', state: {}, feeds, compute: (inputs) => ({ state: {}, outputs: compute(inputs) }) };
}

describe('a graph', () => {
  it('makes equal nodes once', () => {
    const graph = new Graph();
    const x = graph.input('x', [2]);
    expect(graph.node('Tanh', [x], [2])).toBe(graph.node('Tanh', [x], [2]));
    expect(graph.node('Tanh', [x], [2])).not.toBe(graph.node('Exp', [x], [2]));
    expect(graph.node('Elu', [x], [2], { alpha: { float: 1 } })).not.toBe(
      graph.node('Elu', [x], [2], { alpha: { float: 2 } }),
    );
  });

  it('tells long constants apart by their values', () => {
    const graph = new Graph();
    const first = graph.constant(
      Int32Array.from({ length: 100 }, (_, i) => i),
      [100],
    );
    const same = graph.constant(
      Int32Array.from({ length: 100 }, (_, i) => i),
      [100],
    );
    const other = graph.constant(
      Int32Array.from({ length: 100 }, (_, i) => (i === 99 ? 0 : i)),
      [100],
    );
    expect(same).toEqual(first);
    expect(other).not.toEqual(first);
  });
});

describe('recording', () => {
  it('leaves out what no output needs', async () => {
    const used = await record(
      step({ x: [2], y: [2] }, ({ x, y }) => {
        tf.exp(y);
        return { out: tf.tanh(x) };
      }),
      'gather',
    );
    expect(Object.keys(used.feeds)).toEqual(['x']);
  });

  it('spends nothing on the zero second derivative of a piecewise linear critic', async () => {
    // The gradient with respect to W of |d/dx (relu(x W) v)|^2 / 2 needs two products with the n x m kernel's
    // size; going back through the activations as well would need more.
    const n = 16;
    const m = 32;
    const b = 8;
    const recorded = await record(
      step({ x: [b, n], w: [n, m], v: [m, 1] }, ({ x, w, v }) => {
        const slope = (w: Tensor): Tensor =>
          tf.grad((x) => tf.sum(tf.matMul(tf.relu(tf.matMul(x as Tensor2D, w as Tensor2D)), v as Tensor2D)))(
            x,
          );
        return { dw: tf.grad((w) => tf.sum(tf.square(slope(w))))(w) };
      }),
      'gather',
    );
    const product = b * n * m;
    const outer = b * m;
    // forward for the mask, back to the slope, and for its gradient: u W and the kernel's own.
    expect(recorded.multiplyAdds).toBeLessThanOrEqual(3 * product + 3 * outer);
  });

  it('does not change a constant of zeros into work', async () => {
    const recorded = await record(
      step({ x: [4, 8, 8, 3], k: [4, 4, 3, 16] }, ({ x, k }) => ({
        y: tf.conv2d(tf.mul<Tensor4D>(x, 0), k as Tensor4D, 2, 1, 'NHWC', 1, 'floor'),
      })),
      'gather',
    );
    expect(recorded.multiplyAdds).toBe(0);
  });

  it("saves 7 of 16 multiplications of DCGAN's convolution", async () => {
    const [batch, edge, channels, outputs] = [4, 8, 32, 64];
    const recorded = await record(
      step({ x: [batch, edge, edge, channels], k: [4, 4, channels, outputs] }, ({ x, k }) => ({
        y: tf.conv2d(x as Tensor4D, k as Tensor4D, 2, 1, 'NHWC', 1, 'floor'),
      })),
      'gather',
    );
    const plain = batch * (edge / 2) ** 2 * 16 * channels * outputs;
    expect(recorded.multiplyAdds).toBe((plain * 9) / 16);
  });

  it('refuses a step that looks at its values', async () => {
    const looking = step({ x: [2] }, ({ x }) => ({ y: tf.scalar(x.dataSync()[0]) }));
    await expect(record(looking, 'gather')).rejects.toThrow('may not look at its values');
  });

  it('refuses a tensor made outside the step', async () => {
    const outside = await record(
      step({ x: [2] }, ({ x }) => ({ y: x })),
      'gather',
    ).then(() => tf.tensor([1, 2]));
    await expect(
      record(
        step({ x: [2] }, ({ x }) => ({ y: tf.add(x, outside) })),
        'gather',
      ),
    ).rejects.toThrow('made outside the step');
  });
});
