import { describe, expect, it } from 'vitest';
import { completeSpec } from '../../../core/spec/complete.ts';
import { readSpec } from '../../../core/spec/read-spec.ts';
import { recipes } from '../../../core/spec/recipes.ts';
import { toyKinds } from '../../../core/spec/run-spec.ts';
import { hasErrors } from '../../../core/spec/problem.ts';
import { validateSpec } from '../../../core/spec/validate.ts';
import { sentencesOf, specOf } from './sample-specs.ts';

describe('completeSpec', () => {
  it('makes the toy run of the released WGAN-GP code from two kinds', () => {
    const input = { data: { kind: '8gaussians' }, objective: { kind: 'wgan-gp' } };
    const spec = specOf(completeSpec(input));
    const mlp = { kind: 'mlp', hidden: [512, 512, 512], activation: 'relu', norm: 'none', init: 'he' };
    const adam = { kind: 'adam', lr: 1e-4, beta1: 0.5, beta2: 0.9, epsilon: 1e-8 };
    expect(spec).toMatchObject({
      format: 1,
      name: 'wgan-gp on 8gaussians',
      latent: { size: 2, distribution: 'normal' },
      generator: mlp,
      critic: mlp,
      objective: { kind: 'wgan-gp', nCritic: 5, lambda: 0.1 },
      optimizer: { generator: adam, critic: adam },
      batch: 256,
    });
    expect(specOf(completeSpec(input))).toEqual(spec);
  });

  it('makes Algorithm 1 of WGAN on images', () => {
    const spec = specOf(
      completeSpec({ data: { kind: 'fashion-mnist', size: 64 }, objective: { kind: 'wgan' } }),
    );
    expect(spec).toMatchObject({
      data: { kind: 'fashion-mnist', size: 64, channels: 1 },
      latent: { size: 100 },
      generator: { kind: 'dcgan', width: 64, norm: 'batch', init: 'dcgan' },
      critic: { kind: 'dcgan', width: 64, norm: 'batch', init: 'dcgan' },
      objective: { kind: 'wgan', nCritic: 5, clip: 0.01 },
      optimizer: { critic: { kind: 'rmsprop', lr: 5e-5, decay: 0.99, epsilon: 1e-8 } },
      batch: 64,
      warmup: { criticSteps: 0 },
    });
  });

  it('completes every objective on every kind of data to a run that can start', () => {
    const data = [
      ...toyKinds.map((kind) => ({ kind })),
      { kind: 'fashion-mnist' },
      { kind: 'idx', images: 'a.idx' },
      { kind: 'csv', path: 'a.csv' },
      { kind: 'csv', path: 'a.csv', heldOut: 50 },
      { kind: 'npy', path: 'a.npy' },
      { kind: 'npy', path: 'a.npz', entry: 'x', size: 32 },
      { kind: 'drawn', points: [0, 1] },
    ];
    for (const objective of Object.keys(recipes)) {
      for (const entry of data) {
        const spec = specOf(completeSpec({ data: entry, objective: { kind: objective } }));
        expect(hasErrors(validateSpec(spec)), `${objective} on ${entry.kind}`).toBe(false);
      }
    }
  });

  it('keeps what is given and says what it filled in', () => {
    const result = completeSpec({
      name: 'mine',
      data: { kind: 'fashion-mnist' },
      objective: { kind: 'wgan-gp', lambda: 3 },
      critic: { norm: 'layer' },
      optimizer: { critic: { lr: 0.5 }, generator: { kind: 'sgd' } },
      grid: { columns: 2 },
    });
    const spec = specOf(result);
    expect(spec.name).toBe('mine');
    expect(spec.objective).toEqual({ kind: 'wgan-gp', nCritic: 5, lambda: 3 });
    expect(spec.critic).toEqual({ kind: 'dcgan', width: 32, norm: 'layer', init: 'dcgan' });
    expect(spec.optimizer.critic).toEqual({ kind: 'adam', lr: 0.5, beta1: 0, beta2: 0.9, epsilon: 1e-8 });
    expect(spec.optimizer.generator).toEqual({ kind: 'sgd', lr: 0.01 });
    expect(spec.grid).toEqual({ columns: 2, rows: 8, every: 500, fresh: true });
    const completed = 'completed' in result ? result.completed : [];
    expect(completed).toContain('grid.rows');
    expect(completed).toContain('optimizer.generator.lr');
    expect(completed).not.toContain('grid.columns');
    expect(completed).not.toContain('objective.lambda');
  });

  it('fills in nothing where all is given', () => {
    const spec = specOf(completeSpec({ data: { kind: 'swissroll' }, objective: { kind: 'hinge' } }));
    expect(completeSpec(spec)).toEqual({ spec, completed: [] });
  });

  it('does not paper over wrong values', () => {
    const input = {
      data: { kind: 'idx' },
      objective: { kind: 'wgan', lambda: 1 },
      batch: null,
      grid: 'big',
      optimizer: 3,
    };
    expect(sentencesOf(completeSpec(input))).toEqual([
      'data.images is missing; it must be the path of a file.',
      'optimizer must be an object, not 3.',
      'batch must be a whole number from 1 to 65,536, not null.',
      'grid must be an object, not "big".',
      'objective.lambda is not a field of objective "wgan"; it belongs to wgan-gp, wgan-lp or dragan.',
    ]);
  });

  it('needs the kinds of data and objective', () => {
    expect(
      sentencesOf(completeSpec({})).map((sentence) => sentence.split(' ').slice(0, 3).join(' ')),
    ).toEqual(['data is missing;', 'objective is missing;']);
    expect(
      sentencesOf(completeSpec({ data: { kind: 'constructor' }, objective: { kind: 'toString' } })),
    ).toEqual([
      expect.stringMatching(/^data\.kind must be fashion-mnist, idx, .* or .*, not "constructor"\.$/u),
      'objective.kind must be gan, gan-minimax, lsgan, hinge, wgan, wgan-gp, wgan-lp, dragan, fgan-kl, fgan-reverse-kl, fgan-pearson, fgan-hellinger or fgan-js, not "toString".',
    ]);
    expect(sentencesOf(completeSpec([]))).toEqual(['The specification must be an object, not [].']);
  });
});

describe('readSpec', () => {
  it('gives the warnings of a run that can start', () => {
    const result = readSpec({
      data: { kind: 'fashion-mnist' },
      objective: { kind: 'wgan-gp' },
      critic: { norm: 'batch' },
    });
    expect('warnings' in result && result.warnings.map(({ path }) => path)).toEqual(['critic.norm']);
  });

  it('gives the problems of one that cannot', () => {
    const input = { data: { kind: '8gaussians' }, objective: { kind: 'gan' }, generator: { kind: 'dcgan' } };
    expect(sentencesOf(readSpec(input))[0]).toMatch(/^generator.kind must be mlp /);
  });
});
