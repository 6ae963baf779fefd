import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { meanPool, pooledConvolution, upsample, upsampledConvolution } from '../../../core/nn/resampling.ts';
import { RandomStream } from '../../../core/nn/random.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const stream = RandomStream.of(3, 'evaluation');
const random = (...shape: number[]): tf.Tensor4D =>
  tf.tensor(
    stream.fillNormal(new Float32Array(shape.reduce((a, b) => a * b, 1))),
    shape as [number, number, number, number],
  );
const conv = (x: tf.Tensor, k: tf.Tensor): tf.Tensor =>
  tf.conv2d(x as tf.Tensor4D, k as tf.Tensor4D, 1, 1, 'NHWC', 1, 'floor');
function expectSame(found: tf.Tensor, wanted: tf.Tensor): void {
  expect(found.shape).toEqual(wanted.shape);
  expect(tf.max(tf.abs(tf.sub(found, wanted))).dataSync()[0]).toBeLessThan(2e-5);
}

describe('resampling', () => {
  it('repeats each pixel in both directions', () => {
    const x = tf.tensor4d([1, -1, 2, -2, 3, -3, 4, -4], [1, 2, 2, 2]);
    const channel = (index: number): number[] => [
      ...tf.slice(upsample(x), [0, 0, 0, index], [1, 4, 4, 1]).dataSync(),
    ];
    expect(channel(0)).toEqual([1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4]);
    expect(channel(1)).toEqual(channel(0).map((value) => -value));
  });

  it('takes means of squares of four pixels', () => {
    const x = tf.tensor4d([1, 2, 10, 20, 3, 4, 30, 40], [1, 2, 4, 1]);
    expect([...meanPool(x).dataSync()]).toEqual([2.5, 25]);
  });

  it('keeps the samples of a batch apart', () => {
    const x = random(3, 2, 4, 2);
    for (const resample of [upsample, meanPool]) {
      const second = tf.slice(x, [1, 0, 0, 0], [1, 2, 4, 2]);
      const all = resample(x);
      expectSame(tf.slice(all, [1, 0, 0, 0], [1, ...all.shape.slice(1)]), resample(second));
    }
  });
});

describe('convolutions joined with a change of size', () => {
  it.each([
    [4, 4],
    [2, 6],
    [7, 5],
  ])('give what both give apart, %i x %i', (height, width) => {
    const kernel = random(3, 3, 3, 5);
    const small = random(2, height, width, 3);
    expectSame(upsampledConvolution(small, kernel), conv(upsample(small), kernel));
    const large = random(2, 2 * height, 2 * width, 3);
    expectSame(pooledConvolution(large, kernel), meanPool(conv(large, kernel)));
  });
});
