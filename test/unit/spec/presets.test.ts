import { describe, expect, it } from 'vitest';
import { findPreset, presets } from '../../../core/spec/presets.ts';
import { validateSpec } from '../../../core/spec/validate.ts';
import { presetSpec } from './sample-specs.ts';

describe('presets', () => {
  it('are the ones that are promised', () => {
    expect(presets.map(({ id }) => id)).toEqual([
      'fashion-gan',
      'fashion-wgan',
      'fashion-wgan-gp',
      'fashion32-resnet-wgan-gp',
      'fashion32-resnet-sn-hinge',
      'toy-8gaussians-gan',
      'toy-8gaussians-wgan',
      'toy-8gaussians-wgan-gp',
      'toy-25gaussians-wgan-gp',
      'toy-swissroll-wgan-gp',
      'toy-8gaussians-fgan-kl',
      'toy-8gaussians-fgan-reverse-kl',
      'toy-8gaussians-fgan-pearson',
      'toy-8gaussians-fgan-hellinger',
      'toy-8gaussians-fgan-js',
      'stacked-fashion-gan',
      'dcgan64-gan',
      'dcgan64-wgan',
      'dcgan64-wgan-gp',
    ]);
  });

  it('are whole, without errors or warnings, and named after themselves', () => {
    for (const { id, spec, expect: promise, title, source } of presets) {
      expect(validateSpec(spec), id).toEqual([]);
      expect(spec.name).toBe(id);
      expect(promise).toMatch(/^[^.]+(\.\d[^.]*)*\.$/);
      expect(title.length * source.length).toBeGreaterThan(0);
    }
  });

  it('of one family can be compared: same data, latents, batch and generator', () => {
    for (const family of ['fashion', 'toy-8gaussians', 'dcgan64']) {
      const [gan, ...others] = ['gan', 'wgan', 'wgan-gp'].map((kind) => presetSpec(`${family}-${kind}`));
      for (const other of others) {
        const { data, latent, batch, generator, seed, iterations } = other;
        expect(gan).toMatchObject({ data, latent, batch, generator, seed, iterations });
      }
    }
  });

  it('use the numbers of the papers', () => {
    expect(presetSpec('dcgan64-gan').optimizer.critic).toEqual({
      kind: 'adam',
      lr: 2e-4,
      beta1: 0.5,
      beta2: 0.999,
      epsilon: 1e-8,
    });
    expect(presetSpec('dcgan64-gan').objective).toEqual({ kind: 'gan', nCritic: 1 });
    expect(presetSpec('dcgan64-wgan').optimizer.critic).toMatchObject({ kind: 'rmsprop', lr: 5e-5 });
    expect(presetSpec('dcgan64-wgan').objective).toEqual({ kind: 'wgan', nCritic: 5, clip: 0.01 });
    const gp = presetSpec('dcgan64-wgan-gp');
    expect(gp.optimizer.generator).toMatchObject({ kind: 'adam', lr: 1e-4, beta1: 0, beta2: 0.9 });
    expect(gp.objective).toEqual({ kind: 'wgan-gp', nCritic: 5, lambda: 10 });
    expect(gp.critic).toMatchObject({ norm: 'none' });
    expect(gp.generator).toMatchObject({ norm: 'batch' });
    const tuned = presetSpec('fashion-wgan-gp');
    expect(tuned.optimizer.critic).toMatchObject({ kind: 'adam', lr: 5e-4, beta1: 0.5, beta2: 0.9 });
    expect(tuned.critic).toEqual({ kind: 'dcgan', width: 32, norm: 'none', init: 'dcgan' });
  });

  it('are found by id', () => {
    expect(findPreset('fashion-gan')?.title).toBe('Fashion-MNIST, GAN');
    expect(findPreset('fashion')).toBeUndefined();
  });
});
