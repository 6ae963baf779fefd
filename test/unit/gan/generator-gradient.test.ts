// The norms of the generator's gradient, on networks whose gradients are known.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Executor, HostTensors } from '../../../core/executors/executor.ts';
import { createReferenceExecutor } from '../../../core/executors/reference.ts';
import { createOnnxExecutor } from '../../../core/executors/onnx/executor.ts';
import { generatorGradientPhase, generatorGradients } from '../../../core/gan/generator-gradient.ts';
import { buildModel, initialState } from '../../../core/gan/model.ts';
import { RandomStream } from '../../../core/nn/random.ts';
import type { RunSpec } from '../../../core/spec/run-spec.ts';
import { tinyData, tinySpec } from '../../support/tiny.ts';

const batch = 4;
const z = RandomStream.of(5, 'evaluation').fillNormal(new Float32Array(batch * 3));
const magnification = 2 ** 40;

const specOf = (hidden: readonly number[]): RunSpec => ({
  ...tinySpec,
  batch,
  objective: { kind: 'gan', nCritic: 1 },
  generator: { ...tinySpec.generator, kind: 'mlp', hidden, norm: 'none', activation: 'relu', init: 'he' },
  critic: { kind: 'mlp', hidden, norm: 'none', activation: 'leaky-relu', init: 'he' },
});

/** Minimax and non-saturating. */
async function norms(executor: Executor, spec: RunSpec, weights: HostTensors): Promise<number[]> {
  const model = buildModel(spec, [2]);
  const copies = Object.entries(weights).map(([name, { shape, data }]) => [
    name,
    { shape, data: data.slice() },
  ]);
  const state = await executor.load({
    ...initialState(model),
    ...(Object.fromEntries(copies) as HostTensors),
  });
  const step = await executor.compile(generatorGradientPhase(model));
  const outputs = await step.run(state, { latent: z.slice() });
  state.dispose();
  await step.dispose();
  return Array.from(outputs['norms'], (norm) => norm / magnification);
}

const sigmoid = (a: number): number => 1 / (1 + Math.exp(-a));

describe.each([
  ['reference', createReferenceExecutor],
  ['onnx', () => createOnnxExecutor({ provider: 'cpu', device: 'test', threads: 1 })],
] as const)('the norms of the gradient on %s', (_name, open) => {
  let executor: Executor;
  beforeAll(async () => {
    executor = await open();
  });
  afterAll(() => executor.dispose());

  // G(z) = W z + b and D(x) = sigmoid(s x + c): the gradient of E log(1 - D) is -E D s zᵀ by W and -E D s by b.
  it.each([0.3, -60])(
    'have the closed form of a linear generator under a logistic D with bias %d',
    async (c) => {
      const [w, b, s] = [
        [0.5, -1, 0.25, 2, -0.75, 1],
        [0.1, -0.2],
        [1.5, -0.5],
      ];
      const weights: HostTensors = {
        'generator.out.kernel': { shape: [3, 2], data: Float32Array.from(w) },
        'generator.out.bias': { shape: [2], data: Float32Array.from(b) },
        'critic.out.kernel': { shape: [2, 1], data: Float32Array.from(s) },
        'critic.out.bias': { shape: [1], data: Float32Array.of(c) },
      };
      const expected = [(d: number) => d, (d: number) => 1 - d].map((weigh) => {
        const mean = [0, 0, 0, 0];
        for (let i = 0; i < batch; i += 1) {
          const row = [z[3 * i], z[3 * i + 1], z[3 * i + 2]];
          const x = [0, 1].map((k) => b[k] + row.reduce((sum, value, j) => sum + value * w[2 * j + k], 0));
          const weight = weigh(sigmoid(s[0] * x[0] + s[1] * x[1] + c)) / batch;
          [...row, 1].forEach((value, j) => (mean[j] += weight * value));
        }
        return Math.hypot(...s) * Math.hypot(...mean);
      });
      const [minimax, nonSaturating] = await norms(executor, specOf([]), weights);
      expect(minimax / expected[0]).toBeCloseTo(1, 4);
      expect(nonSaturating / expected[1]).toBeCloseTo(1, 4);
    },
  );

  it('are those of finite differences by every weight of a network', async () => {
    const spec = specOf([4]);
    const weights = initialState(buildModel(spec, [2]));
    const generator = Object.keys(weights).filter((name) => /^generator\.[^/]+$/.test(name));
    expect(generator).toHaveLength(4);
    const values = new Map(
      Object.entries(weights).map(([name, { data }]) => [name, Float64Array.from(data)]),
    );
    const layer = (x: readonly number[], name: string): number[] => {
      const bias = values.get(`${name}.bias`)!;
      const kernel = values.get(`${name}.kernel`)!;
      return Array.from(bias, (offset, k) =>
        x.reduce((sum, value, j) => sum + value * kernel[j * bias.length + k], offset),
      );
    };
    const logits = (): number[] =>
      Array.from({ length: batch }, (_, i) => {
        const hidden = layer(Array.from(z.subarray(3 * i, 3 * i + 3)), 'generator.hidden1').map((a) =>
          Math.max(a, 0),
        );
        const judged = layer(layer(hidden, 'generator.out'), 'critic.hidden1').map((a) =>
          Math.max(a, 0.2 * a),
        );
        return layer(judged, 'critic.out')[0];
      });
    const meanOf = (loss: (a: number) => number): number =>
      logits().reduce((sum, a) => sum + loss(a) / batch, 0);
    const losses = [(a: number) => Math.log(1 - sigmoid(a)), (a: number) => -Math.log(sigmoid(a))];
    const expected = losses.map((loss) => {
      let squares = 0;
      for (const name of generator) {
        const data = values.get(name)!;
        data.forEach((value, at) => {
          const step = 1e-6;
          data[at] = value + step;
          const above = meanOf(loss);
          data[at] = value - step;
          squares += ((above - meanOf(loss)) / (2 * step)) ** 2;
          data[at] = value;
        });
      }
      return Math.sqrt(squares);
    });
    const found = await norms(executor, spec, weights);
    expect(found[0] / expected[0]).toBeCloseTo(1, 3);
    expect(found[1] / expected[1]).toBeCloseTo(1, 3);
  });

  it('are looked at while a discriminator learns, and vanish where it can tell everything apart', async () => {
    const model = buildModel(
      {
        ...specOf([8]),
        batch: 5,
        optimizer: { ...tinySpec.optimizer, critic: { ...tinySpec.optimizer.critic, lr: 0.05 } },
      },
      [2],
    );
    const far = tinyData(7);
    const data = {
      order: far.order,
      samples: {
        count: far.samples.count,
        read(indices: ArrayLike<number>, into: Float32Array) {
          far.samples.read(indices, into);
          for (let i = 0; i < into.length; i += 1) into[i] += 40;
        },
      },
    };
    const seen = [];
    const deps = { executor, generator: initialState(model), data, iterations: 205, every: 50 };
    for await (const one of generatorGradients(model, deps)) seen.push(one);
    expect(seen.map(({ iteration }) => iteration)).toEqual([0, 50, 100, 150, 200, 205]);
    expect(seen.at(-1)!.minimax).toBeLessThan(seen[0].minimax / 3);
    expect(seen.at(-1)!.nonSaturating).toBeGreaterThan(seen.at(-1)!.minimax * 3);
  });
});

describe('a critic that is no discriminator', () => {
  it('is refused', async () => {
    const executor = await createReferenceExecutor();
    const model = buildModel(tinySpec, [2]);
    const deps = { executor, generator: initialState(model), data: tinyData(7), iterations: 1, every: 1 };
    await expect(generatorGradients(model, deps).next()).rejects.toThrow(/wgan-gp has no discriminator/);
    await executor.dispose();
  });
});
