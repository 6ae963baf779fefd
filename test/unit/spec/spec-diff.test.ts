import { describe, expect, it } from 'vitest';
import { diffSpecs } from '../../../core/spec/spec-diff.ts';
import { applySettings } from '../../../core/spec/set-path.ts';
import { presetSpec, specOf } from './sample-specs.ts';

const gp = presetSpec('fashion-wgan-gp');

describe('diffSpecs', () => {
  it('finds none between equals, whatever they are called', () => {
    expect(diffSpecs(gp, { ...gp, name: 'other' })).toEqual([]);
  });

  it('gives both values and the ratio of numbers', () => {
    const other = specOf(
      applySettings(gp, [
        'optimizer.critic.lr=1e-3',
        'latent.distribution=uniform',
        'warmup.criticSteps=100',
      ]),
    );
    expect(diffSpecs(gp, other)).toEqual([
      { path: 'latent.distribution', left: 'normal', right: 'uniform' },
      { path: 'optimizer.critic.lr', left: 5e-4, right: 1e-3, ratio: 1e-3 / 5e-4 },
      // No ratio to 0.
      { path: 'warmup.criticSteps', left: 0, right: 100 },
    ]);
  });

  it('shows fields that only one side has, left ones first', () => {
    const wgan = specOf(applySettings(gp, ['objective.kind=wgan', 'objective.nCritic=5']));
    expect(diffSpecs(gp, wgan)).toEqual([
      { path: 'objective.kind', left: 'wgan-gp', right: 'wgan' },
      { path: 'objective.lambda', left: 10, right: undefined },
      { path: 'objective.clip', left: undefined, right: 0.01 },
    ]);
  });

  it('takes a list as one value', () => {
    const toy = presetSpec('toy-8gaussians-gan');
    const narrow = specOf(applySettings(toy, ['critic.hidden=[512,64,512]']));
    expect(diffSpecs(toy, narrow)).toEqual([
      { path: 'critic.hidden', left: [512, 512, 512], right: [512, 64, 512] },
    ]);
    expect(diffSpecs(toy, specOf(applySettings(toy, ['critic.hidden=[512,512,512]'])))).toEqual([]);
  });
});
