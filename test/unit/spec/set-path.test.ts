import { describe, expect, it } from 'vitest';
import { applySettings } from '../../../core/spec/set-path.ts';
import { presetSpec, sentencesOf, specOf } from './sample-specs.ts';

const gp = presetSpec('fashion-wgan-gp');
const classicGp = presetSpec('dcgan64-wgan-gp');
const rmsprop = { kind: 'rmsprop', lr: 5e-5, decay: 0.99, epsilon: 1e-8 };

describe('values', () => {
  it('are JSON, numbers as people write them, or bare words', () => {
    const spec = specOf(
      applySettings(gp, [
        'objective.lambda=5',
        'optimizer.critic.lr=1e-4',
        'optimizer.critic.beta1=.9',
        'latent.distribution=uniform',
        'critic={"kind":"mlp","hidden":[8]}',
        'batch = 32',
      ]),
    );
    expect(spec.objective).toMatchObject({ lambda: 5 });
    expect(spec.optimizer.critic).toMatchObject({ lr: 1e-4, beta1: 0.9 });
    expect(spec.latent.distribution).toBe('uniform');
    expect(spec.critic).toMatchObject({ kind: 'mlp', hidden: [8], activation: 'relu' });
    expect(spec.batch).toBe(32);
  });

  it('stay text where the field is text', () => {
    expect(specOf(applySettings(gp, ['name=2026'])).name).toBe('2026');
    expect(specOf(applySettings(gp, ['name="a=b"'])).name).toBe('a=b');
    expect(specOf(applySettings(gp, ['name=a=b'])).name).toBe('a=b');
  });

  it('leave the specification they change as it was', () => {
    const before = JSON.stringify(gp);
    applySettings(gp, ['objective.kind=wgan', 'batch=3']);
    expect(JSON.stringify(gp)).toBe(before);
    expect(applySettings(gp, [])).toEqual({ spec: gp });
  });

  it('of two for one field take the last', () => {
    expect(specOf(applySettings(gp, ['seed=2', 'seed=3'])).seed).toBe(3);
  });

  it('reach into lists', () => {
    const toy = presetSpec('toy-8gaussians-gan');
    expect(specOf(applySettings(toy, ['critic.hidden.1=7'])).critic).toMatchObject({ hidden: [512, 7, 512] });
    expect(sentencesOf(applySettings(toy, ['critic.hidden.3=7']))).toEqual([
      'critic.hidden.3 is not a field of a run; the nearest is critic.hidden.',
    ]);
  });
});

describe('problems', () => {
  it.each([
    ['objective.lamda=5', 'objective.lamda is not a field of a run; the nearest is objective.lambda.'],
    ['lr=5', 'lr is not a field of a run; the nearest is optimizer.critic.lr.'],
    ['zzzzzz=5', 'zzzzzz is not a field of a run.'],
    ['seed.deep=5', 'seed.deep is not a field of a run; the nearest is seed.'],
    ['__proto__.x=5', '__proto__.x is not a field of a run.'],
    ['objective.clip=5', 'objective.clip is not a field of objective "wgan-gp"; it belongs to wgan.'],
    ['objective.lambda=ten', 'objective.lambda must be a number of 0 or more, not "ten".'],
    [
      'objective.kind=wgan-pg',
      'objective.kind must be gan, gan-minimax, lsgan, hinge, wgan, wgan-gp, wgan-lp, dragan, fgan-kl, fgan-reverse-kl, fgan-pearson, fgan-hellinger or fgan-js, not "wgan-pg"; the nearest is "wgan-gp".',
    ],
    ['data.kind=idx', 'data.images is missing; it must be the path of a file.'],
    ['seed', 'A setting must be path=value, as in objective.lambda=5, not "seed".'],
    ['=5', 'A setting must be path=value, as in objective.lambda=5, not "=5".'],
  ])('%s', (setting, sentence) => {
    expect(sentencesOf(applySettings(gp, [setting]))).toEqual([sentence]);
  });
});

describe('objective.kind', () => {
  it('swaps the fields of the objective and brings the optimizer of its recipe', () => {
    const spec = specOf(applySettings(classicGp, ['objective.kind=wgan']));
    expect(spec.objective).toEqual({ kind: 'wgan', nCritic: 5, clip: 0.01 });
    expect(spec.optimizer).toEqual({ generator: rmsprop, critic: rmsprop });
    expect({ ...spec, objective: 0, optimizer: 0 }).toEqual({ ...classicGp, objective: 0, optimizer: 0 });
    expect(specOf(applySettings(classicGp, ['objective.kind=gan'])).objective).toEqual({
      kind: 'gan',
      nCritic: 1,
    });
  });

  it('keeps an optimizer and nCritic that differ from the old recipe', () => {
    const mine = specOf(applySettings(classicGp, ['optimizer.critic.lr=3e-4', 'objective.nCritic=2']));
    const spec = specOf(applySettings(mine, ['objective.kind=wgan']));
    expect(spec.optimizer.critic).toEqual(mine.optimizer.critic);
    expect(spec.optimizer.generator).toEqual(rmsprop);
    expect(spec.objective).toEqual({ kind: 'wgan', nCritic: 2, clip: 0.01 });
  });

  it("does not take a preset's tuning for the user's choice when told so", () => {
    expect(specOf(applySettings(gp, ['objective.kind=wgan'])).optimizer).toEqual(gp.optimizer);
    const spec = specOf(applySettings(gp, ['objective.kind=wgan'], { untouched: gp }));
    expect(spec.optimizer).toEqual({ generator: rmsprop, critic: rmsprop });
  });

  it('lets the settings beside it win, in any order', () => {
    const settings = [
      'objective.clip=0.1',
      'optimizer.critic.lr=1e-4',
      'objective.kind=wgan',
      'objective.nCritic=3',
    ];
    const spec = specOf(applySettings(classicGp, settings));
    expect(spec.objective).toEqual({ kind: 'wgan', nCritic: 3, clip: 0.1 });
    expect(spec.optimizer.critic).toEqual({ ...rmsprop, lr: 1e-4 });
  });

  it('keeps a lambda of choice from one penalty to another', () => {
    const mine = specOf(applySettings(gp, ['objective.lambda=3']));
    expect(specOf(applySettings(mine, ['objective.kind=wgan-lp'])).objective).toMatchObject({ lambda: 3 });
    expect(specOf(applySettings(gp, ['objective.kind=dragan'])).objective).toEqual({
      kind: 'dragan',
      nCritic: 1,
      lambda: 10,
      k: 1,
      noise: 0.5,
    });
  });

  it('changes nothing when it is the same', () => {
    expect(specOf(applySettings(gp, ['objective.kind=wgan-gp']))).toEqual(gp);
  });
});

describe('other kinds', () => {
  it('swap the fields of a network, an optimizer, the data', () => {
    const spec = specOf(
      applySettings(gp, [
        'critic.hidden=[256,256]',
        'critic.kind=mlp',
        'optimizer.critic.kind=sgd',
        'data.size=32',
      ]),
    );
    expect(spec.critic).toEqual({
      kind: 'mlp',
      hidden: [256, 256],
      activation: 'relu',
      norm: 'none',
      init: 'he',
    });
    expect(spec.optimizer.critic).toEqual({ kind: 'sgd', lr: 5e-4 });
    const idx = specOf(applySettings(spec, ['data.kind=idx', 'data.images=a.idx', 'data.heldOut=9']));
    expect(idx.data).toEqual({ kind: 'idx', images: 'a.idx', size: 32, channels: 1, heldOut: 9 });
    expect(specOf(applySettings(idx, ['data.kind=swissroll'])).data).toEqual({ kind: 'swissroll' });
  });
});
