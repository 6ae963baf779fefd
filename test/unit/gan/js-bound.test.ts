// The lower bound of the Jensen-Shannon divergence that a discriminator gives, on discriminators that are known.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Executor, HostTensors } from '../../../core/executors/executor.ts';
import { createReferenceExecutor } from '../../../core/executors/reference.ts';
import { buildModel, initialState } from '../../../core/gan/model.ts';
import { coefficientFeed, criticPhase, penaltyWeightFeed } from '../../../core/gan/phases.ts';
import type { ObjectiveSpec } from '../../../core/spec/run-spec.ts';
import { tinySpec } from '../../support/tiny.ts';

let executor: Executor;
beforeAll(async () => {
  executor = await createReferenceExecutor();
});
afterAll(() => executor.dispose());

/** What a critic update reports whose discriminator is D = sigmoid(slope x + bias) and whose generator draws (0, 0). */
async function report(
  objective: ObjectiveSpec,
  slope: number,
  bias: number,
): Promise<Record<string, number>> {
  const linear = { ...tinySpec.critic, hidden: [], norm: 'none' } as const;
  const model = buildModel({ ...tinySpec, batch: 2, objective, generator: linear, critic: linear }, [2]);
  const known: HostTensors = {
    'generator.out.kernel': { shape: [3, 2], data: new Float32Array(6) },
    'critic.out.kernel': { shape: [2, 1], data: Float32Array.of(slope, 0) },
    'critic.out.bias': { shape: [1], data: Float32Array.of(bias) },
  };
  const first = initialState(model);
  for (const name of Object.keys(known)) expect(first).toHaveProperty([name]);
  const state = await executor.load({ ...first, ...known });
  const { step, metrics } = criticPhase(model);
  const compiled = await executor.compile(step);
  const { scalars } = await compiled.run(state, {
    real: Float32Array.of(1, 5, 1, -5),
    latent: new Float32Array(6),
    noise: new Float32Array(4),
    [penaltyWeightFeed]: Float32Array.of(model.objective.penalty?.lambda ?? 0),
    ...Object.fromEntries(
      Object.keys(model.optimizer.critic.coefficientsAt(1, 1e-3)).map((name) => [
        coefficientFeed('critic', name),
        Float32Array.of(1),
      ]),
    ),
  });
  state.dispose();
  return Object.fromEntries(metrics.map((key, at) => [key, scalars[at]]));
}

const cases: ObjectiveSpec[] = [
  { kind: 'gan', nCritic: 1 },
  { kind: 'gan-minimax', nCritic: 1 },
  { kind: 'dragan', nCritic: 1, lambda: 10, k: 1, noise: 0.5 },
];

describe.each(cases)('the JS bound of $kind', (objective) => {
  it('is 0 where D is 1/2 everywhere', async () => {
    expect((await report(objective, 0, 0))['js_bound']).toBeCloseTo(0, 7);
  });

  it('is log 2 where D is right about everything, whatever the penalty', async () => {
    const scalars = await report(objective, 200, -100);
    expect(scalars['js_bound']).toBeCloseTo(Math.LN2, 7);
    if (objective.kind === 'dragan') expect(scalars['penalty']).toBeGreaterThan(1);
  });

  it('is below 0 where D is worse than a coin', async () => {
    // D(x) = sigmoid(-1) and D(G(z)) = sigmoid(1): the cross entropy is 2 softplus(1).
    expect((await report(objective, -2, 1))['js_bound']).toBeCloseTo(Math.LN2 - Math.log(1 + Math.E), 6);
  });
});

it.each(['lsgan', 'hinge'] as const)('%s has a critic’s difference in place of a bound', async (kind) => {
  const scalars = await report({ kind, nCritic: 1 }, 3, -1);
  // By hand: the critic gives 3 x - 1, both real points have x = 1, and the generator makes (0, 0) of everything.
  expect(scalars).toEqual({ critic_loss: expect.any(Number) as number, critic_gap: 3 });
});
