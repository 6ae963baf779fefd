// Gradients by the activations of critics whose gradients are known.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Executor, HostTensors } from '../../../core/executors/executor.ts';
import { createReferenceExecutor } from '../../../core/executors/reference.ts';
import { createOnnxExecutor } from '../../../core/executors/onnx/executor.ts';
import { activationGradientNorms } from '../../../core/gan/activation-gradients.ts';
import { buildModel } from '../../../core/gan/model.ts';
import { tinySpec } from '../../support/tiny.ts';

const batch = 2;
const mlp = { kind: 'mlp', norm: 'none', activation: 'relu', init: 'he' } as const;
const spec = {
  ...tinySpec,
  batch,
  generator: { ...mlp, hidden: [] },
  critic: { ...mlp, hidden: [2, 3] },
};
const real = Float32Array.of(1, 2, 3, 1);
const latent = Float32Array.of(1, -1, 0.5, 2, 0.25, -0.5);

/** G(z) = `fake` whatever z is; the critic's two hidden layers multiply by `first` and by `second`. */
function weights(first: readonly number[], second: readonly number[], fake: readonly number[]): HostTensors {
  const tensor = (shape: readonly number[], values?: readonly number[]) => ({
    shape,
    data: values === undefined ? new Float32Array(shape[0] * (shape[1] ?? 1)) : Float32Array.from(values),
  });
  return {
    'generator.out.kernel': tensor([3, 2]),
    'generator.out.bias': tensor([2], fake),
    'critic.hidden1.kernel': tensor([2, 2], first),
    'critic.hidden1.bias': tensor([2]),
    'critic.hidden2.kernel': tensor([2, 3], second),
    'critic.hidden2.bias': tensor([3]),
    'critic.out.kernel': tensor([3, 1], [2, -1, 2]),
    'critic.out.bias': tensor([1], [5]),
  };
}

describe.each([
  ['reference', createReferenceExecutor],
  ['onnx', () => createOnnxExecutor({ provider: 'cpu', device: 'test', threads: 1 })],
] as const)('the norm of the gradient by activations on %s', (_name, open) => {
  let executor: Executor;
  beforeAll(async () => {
    executor = await open();
  });
  afterAll(() => executor.dispose());
  const norms = (tensors: HostTensors, objective: object = {}) =>
    activationGradientNorms(buildModel({ ...spec, ...objective }, [2]), { executor, tensors, real, latent });

  it('is that of the product of the layers behind it, where every unit is on', async () => {
    const found = await norms(weights([0.5, 0, 0, 0.5], [3, 0, 0, 0, 0, 4], [1, 1]));
    // By the second layer (2, -1, 2), by the first (3 * 2, 4 * 2), by the input half of that. The unit in the middle of
    // the second layer is 0 itself, which the derivative of relu keeps from passing anything on.
    expect(found).toHaveLength(3);
    expect(found[2]).toBeCloseTo(3, 6);
    expect(found[1]).toBeCloseTo(10, 5);
    expect(found[0]).toBeCloseTo(5, 5);
  });

  it('is the mean over real and generated samples, of which some may be beyond a relu', async () => {
    const found = await norms(weights([1, 0, 0, 1], [3, 0, 0, 0, 0, 4], [-1, -1]));
    expect(found[2]).toBeCloseTo(3, 6);
    expect(found[1]).toBeCloseTo(5, 5);
    expect(found[0]).toBeCloseTo(5, 5);
  });

  it('is measured where its square would be no float32', async () => {
    const found = await norms(weights([1e-12, 0, 0, 1e-12], [3e-12, 0, 0, 0, 0, 4e-12], [1, 1]));
    expect(found[1] / 1e-11).toBeCloseTo(1, 5);
    expect(found[0] / 1e-23).toBeCloseTo(1, 5);
  });

  it('leaves the penalty out, and needs none', async () => {
    const chain = () => weights([0.5, 0, 0, 0.5], [3, 0, 0, 0, 0, 4], [1, 1]);
    const clipped = await norms(chain(), { objective: { kind: 'wgan', nCritic: 1, clip: 0.01 } });
    expect(clipped).toEqual(await norms(chain()));
  });
});
