import { describe, expect, it } from 'vitest';
import type { RunSpec } from '../../../core/spec/run-spec.ts';
import { withValueAt, type PlainObject } from '../../../core/spec/paths.ts';
import { validateSpec } from '../../../core/spec/validate.ts';
import { presetSpec } from './sample-specs.ts';

type Change = Readonly<Record<string, unknown>>;

function changed(id: string, change: Change): RunSpec {
  const spec = presetSpec(id) as unknown as PlainObject;
  const result = Object.entries(change).reduce(
    (draft, [path, value]) => withValueAt(draft, path, value),
    spec,
  );
  return result as unknown as RunSpec;
}

function errorsOf(id: string, change: Change): readonly string[] {
  const problems = validateSpec(changed(id, change));
  expect(problems.every(({ severity }) => severity === 'error')).toBe(true);
  return problems.map(({ sentence }) => sentence);
}

describe('errors', () => {
  it.each<[string, Change, string]>([
    ['fashion-gan', { 'latent.size': 0 }, 'latent.size must be a whole number from 1 to 65,536, not 0.'],
    [
      'fashion-gan',
      { batch: 60_001 },
      'batch must be at most 60,000, the number of training samples of fashion-mnist, not 60,001.',
    ],
    [
      'fashion-gan',
      { batch: 1, 'critic.norm': 'none' },
      'batch must be at least 2 with generator.norm batch, not 1.',
    ],
    [
      'toy-8gaussians-gan',
      { 'generator.norm': 'instance' },
      'generator.norm must be none, batch or layer with kind mlp, not instance, which is over the pixels of an image.',
    ],
    [
      'fashion-gan',
      { 'evaluate.samples': 10_001 },
      'evaluate.samples must be at most 10,000, the number of held-out samples of fashion-mnist, not 10,001.',
    ],
    [
      'toy-8gaussians-gan',
      { 'evaluate.samples': 2001 },
      'evaluate.samples must be at most 2,000, the number of held-out samples of 8gaussians, not 2,001.',
    ],
    [
      'fashion-gan',
      { data: { kind: 'idx', images: 'a', size: 28, channels: 1, heldOut: 10 } },
      'evaluate.samples must be at most 10, the number of held-out samples of idx (data.heldOut), not 1,000.',
    ],
    [
      'toy-8gaussians-gan',
      { critic: { kind: 'dcgan', width: 8, norm: 'none', init: 'he' } },
      'critic.kind must be mlp for points in the plane (data.kind 8gaussians), not dcgan, which needs images of 28, 32 or 64 pixels.',
    ],
    [
      'toy-8gaussians-gan',
      { 'critic.hidden': [65_536, 65_536] },
      'critic.hidden must be smaller: the critic would have 4,295,294,977 parameters (16 GiB), and at most 536,870,912 (2 GiB) can be saved.',
    ],
  ])('%s with %j', (id, change, sentence) => {
    expect(errorsOf(id, change)).toEqual([sentence]);
  });

  it('uses the counts of data that has been read', () => {
    const spec = changed('fashion-gan', {
      data: { kind: 'idx', images: 'a', size: 28, channels: 1, heldOut: 2000 },
    });
    expect(validateSpec(spec)).toEqual([]);
    expect(validateSpec(spec, { train: 63, heldOut: 2000 }).map(({ sentence }) => sentence)).toEqual([
      'batch must be at most 63, the number of training samples of idx, not 64.',
    ]);
  });

  it('takes the largest that fits', () => {
    expect(errorsOf('fashion-gan', { batch: 60_000, 'evaluate.samples': 10_000 })).toEqual([]);
  });
});

/** Presets are free of warnings, so each change here is alone to blame. */
describe('warnings', () => {
  const adam = { kind: 'adam', lr: 1e-4, beta1: 0.5, beta2: 0.9, epsilon: 1e-8 };
  it.each<[string, Change, string, RegExp]>([
    [
      'fashion-wgan',
      { 'optimizer.critic': adam },
      'optimizer.critic',
      /Adam with beta1 0.5.*momentum.*1701\.07875/,
    ],
    [
      'fashion-wgan',
      { 'optimizer.critic': { kind: 'momentum', lr: 1e-4, momentum: 0.9 } },
      'optimizer.critic',
      /momentum 0.9/,
    ],
    ['fashion-wgan', { 'optimizer.critic.lr': 3e-4 }, 'optimizer.critic.lr', /0.0003.*5e-5/],
    ['fashion-wgan', { 'objective.clip': 0.5 }, 'objective.clip', /large limit.*0\.01/],
    ['fashion-wgan', { 'objective.clip': 1e-4 }, 'objective.clip', /small limit.*vanish/],
    ['fashion-wgan', { 'objective.nCritic': 1 }, 'objective.nCritic', /papers take 5/],
    ['fashion-wgan-gp', { 'objective.nCritic': 1 }, 'objective.nCritic', /papers take 5/],
    ['fashion-wgan-gp', { 'critic.norm': 'batch' }, 'critic.norm', /each sample alone.*1704\.00028/],
    ['fashion-wgan-gp', { 'objective.lambda': 0 }, 'objective.lambda', /nothing keeps the slope/],
    ['fashion-wgan-gp', { 'warmup.criticSteps': 100 }, 'warmup.criticSteps', /wgan-gp needs no warm-up/],
    [
      'toy-8gaussians-wgan-gp',
      { 'objective.lambda': 10 },
      'objective.lambda',
      /released WGAN-GP code uses 0\.1.*above the true distance/,
    ],
    ['toy-8gaussians-wgan-gp', { 'evaluate.samples': 256 }, 'evaluate.samples', /use 2,000/],
    [
      'fashion-gan',
      { 'objective.kind': 'gan-minimax', 'objective.nCritic': 5 },
      'objective.nCritic',
      /Theorem 2\.4/,
    ],
    ['fashion-gan', { 'optimizer.generator.beta1': 0.9 }, 'optimizer', /generator\.beta1 is 0\.9/],
    ['fashion-gan', { 'optimizer.critic.lr': 1e-3 }, 'optimizer', /critic\.lr is 0\.001/],
    ['fashion-gan', { 'generator.norm': 'none' }, 'generator.norm', /collapses/],
    [
      'fashion-gan',
      { objective: { kind: 'dragan', nCritic: 1, lambda: 0, k: 1, noise: 0.5 }, 'critic.norm': 'none' },
      'objective.lambda',
      /DRAGAN/,
    ],
  ])('%s with %j', (id, change, path, sentence) => {
    expect(validateSpec(presetSpec(id))).toEqual([]);
    const problems = validateSpec(changed(id, change));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ path, severity: 'warning' });
    expect(problems[0]?.sentence).toMatch(sentence);
    expect(problems[0]?.sentence).toMatch(/\.$/);
  });

  it.each<[string, Change]>([
    ['fashion-wgan', { 'optimizer.critic': { ...adam, beta1: 0 } }],
    ['fashion-wgan', { 'optimizer.generator': adam }],
    ['fashion-wgan', { 'optimizer.critic.lr': 2e-4 }],
    ['fashion-wgan', { 'warmup.criticSteps': 100 }],
    ['fashion-wgan', { 'generator.norm': 'none', 'critic.norm': 'none' }],
    ['fashion-wgan-gp', { 'critic.norm': 'layer' }],
    ['toy-8gaussians-wgan-gp', { 'objective.lambda': 1 }],
  ])('nothing to say of %s with %j', (id, change) => {
    expect(validateSpec(changed(id, change))).toEqual([]);
  });
});
