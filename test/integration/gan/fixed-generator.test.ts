// Real points with noise in place of a generator: what is drawn, that only the critic learns, and where it is refused.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Executor } from '../../../core/executors/executor.ts';
import { createReferenceExecutor } from '../../../core/executors/reference.ts';
import { fillLatents } from '../../../core/gan/latent.ts';
import { RandomStream } from '../../../core/nn/random.ts';
import type { RunSpec } from '../../../core/spec/run-spec.ts';
import { applySettings } from '../../../core/spec/set-path.ts';
import { validateSpec } from '../../../core/spec/validate.ts';
import { only, tinyData, tinySpec, trainTiny } from '../../support/tiny.ts';
import { presetSpec, specOf } from '../../unit/spec/sample-specs.ts';

let executor: Executor;
beforeAll(async () => {
  executor = await createReferenceExecutor();
});
afterAll(() => executor.dispose());

const fixed: RunSpec = {
  ...tinySpec,
  latent: { size: 2, distribution: 'normal' },
  generator: { kind: 'real-plus-noise', deviation: 0.5 },
};

/** The first points of the training set, around again where they end. */
function real(count: number): Float32Array {
  const points = new Float32Array(2 * count);
  tinyData(1).samples.read(
    Array.from({ length: count }, (_, i) => i % 23),
    points,
  );
  return points;
}

describe('real points with noise', () => {
  it('are training points with half of z on them, the same at every look', async () => {
    const events = await trainTiny(executor, fixed);
    const z = fillLatents(fixed.latent, RandomStream.of(fixed.seed, 'grid-latent'), new Float32Array(12));
    const expected = real(6).map((value, i) => value + 0.5 * z[i]);
    const grids = only(events, 'samples');
    expect(grids.length).toBeGreaterThan(1);
    for (const { data } of grids) {
      data.forEach((value, i) => {
        expect(value).toBeCloseTo(expected[i], 6);
      });
    }
  });

  it('leave the critic to learn alone', async () => {
    const events = await trainTiny(executor, fixed);
    const [first, last] = [only(events, 'checkpoint')[0], only(events, 'checkpoint').at(-1)!].map(
      ({ checkpoint }) => checkpoint,
    );
    expect(Object.keys(last.tensors).filter((name) => name.startsWith('generator'))).toEqual([]);
    expect(last.tensors['critic.out.kernel']).not.toEqual(first.tensors['critic.out.kernel']);
    const { scalars } = only(events, 'metrics').at(-1)!;
    expect(scalars).not.toHaveProperty('generator_loss');
    expect(Number.isFinite(scalars.em_estimate)).toBe(true);
    expect(only(events, 'finished')[0].how).toBe('completed');
  });

  it('go on with the same bits from a checkpoint', async () => {
    const whole = await trainTiny(executor, fixed);
    const from = only(whole, 'checkpoint')[0].checkpoint;
    const resumed = await trainTiny(executor, fixed, { from });
    expect(only(resumed, 'checkpoint').at(-1)!.checkpoint.tensors).toEqual(
      only(whole, 'checkpoint').at(-1)!.checkpoint.tensors,
    );
  });
});

describe('a specification with real points and noise', () => {
  const toy = presetSpec('toy-8gaussians-wgan-gp');

  it('is made by one setting, and valid for points', () => {
    const spec = specOf(applySettings(toy, ['generator.kind=real-plus-noise']));
    expect(spec.generator).toEqual({ kind: 'real-plus-noise', deviation: 1 });
    expect(validateSpec(spec)).toEqual([]);
    expect(specOf(applySettings(spec, ['generator.kind=mlp'])).generator).toEqual(toy.generator);
  });

  it('is refused for images, for a z of another length, and with an average', () => {
    const paths = (spec: RunSpec) => validateSpec(spec).map(({ path, severity }) => `${severity} ${path}`);
    const generator = { kind: 'real-plus-noise', deviation: 1 } as const;
    expect(paths({ ...presetSpec('fashion-gan'), generator })).toEqual(['error generator.kind']);
    expect(paths({ ...toy, generator, latent: { ...toy.latent, size: 3 } })).toEqual(['error latent.size']);
    expect(paths({ ...toy, generator, ema: { decay: 0.9 } })).toEqual(['error ema.decay']);
  });
});
