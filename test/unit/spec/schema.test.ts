import { describe, expect, it } from 'vitest';
import { withValueAt, type PlainObject } from '../../../core/spec/paths.ts';
import { presets } from '../../../core/spec/presets.ts';
import { knownPaths, nearestPath } from '../../../core/spec/schema-tree.ts';
import { parseSpec } from '../../../core/spec/schema.ts';
import { presetSpec, sentencesOf, specOf } from './sample-specs.ts';

const gp = presetSpec('fashion-wgan-gp') as unknown as PlainObject;

function sentencesWith(path: string, value: unknown): readonly string[] {
  return sentencesOf(parseSpec(withValueAt(gp, path, value)));
}

describe('parseSpec', () => {
  it('gives back every preset unchanged, also after a trip through JSON', () => {
    for (const { spec } of presets) {
      expect(specOf(parseSpec(JSON.parse(JSON.stringify(spec))))).toEqual(spec);
    }
  });

  it('takes every kind of every part', () => {
    const parts: readonly (readonly [string, unknown])[] = [
      ['data', { kind: 'idx', images: 'a.idx', size: 32, channels: 3, heldOut: 50 }],
      ['data', { kind: 'idx', images: 'a.idx', labels: 'b.idx', size: 28, channels: 1, heldOut: 50 }],
      ['data', { kind: 'swissroll' }],
      ['critic', { kind: 'mlp', hidden: [], activation: 'leaky-relu', norm: 'layer', init: 'he' }],
      ['objective', { kind: 'gan-minimax', nCritic: 1 }],
      ['objective', { kind: 'lsgan', nCritic: 1 }],
      ['objective', { kind: 'hinge', nCritic: 2 }],
      ['objective', { kind: 'wgan-lp', nCritic: 5, lambda: 0 }],
      ['objective', { kind: 'dragan', nCritic: 1, lambda: 10, k: 1, noise: 0.5 }],
      ['optimizer.critic', { kind: 'sgd', lr: 0.1 }],
      ['optimizer.critic', { kind: 'momentum', lr: 0.1, momentum: 0 }],
    ];
    for (const [path, value] of parts) expect(sentencesWith(path, value)).toEqual([]);
  });

  it.each([
    ['objective.lambda', 'ten', 'objective.lambda must be a number of 0 or more, not "ten".'],
    ['objective.lambda', -1, 'objective.lambda must be a number of 0 or more, not -1.'],
    ['objective.lambda', Number.NaN, 'objective.lambda must be a number of 0 or more, not NaN.'],
    ['objective.nCritic', 1.5, 'objective.nCritic must be a whole number from 1 to 1,000, not 1.5.'],
    ['latent.size', 0, 'latent.size must be a whole number from 1 to 65,536, not 0.'],
    [
      'latent.distribution',
      'norml',
      'latent.distribution must be normal or uniform, not "norml"; the nearest is "normal".',
    ],
    ['data.size', 30, 'data.size must be 28, 32 or 64, not 30.'],
    ['data.size', '28', 'data.size must be 28, 32 or 64, not "28".'],
    ['optimizer.critic.lr', 0, 'optimizer.critic.lr must be a number above 0, not 0.'],
    ['optimizer.critic.lr', Infinity, 'optimizer.critic.lr must be a number above 0, not Infinity.'],
    [
      'optimizer.critic.beta1',
      1,
      'optimizer.critic.beta1 must be a number from 0 up to, but not including, 1, not 1.',
    ],
    ['batch', null, 'batch must be a whole number from 1 to 65,536, not null.'],
    ['seed', -1, 'seed must be a whole number from 0 to 4,294,967,295, not -1.'],
    ['seed', 2 ** 32, 'seed must be a whole number from 0 to 4,294,967,295, not 4294967296.'],
    ['grid.columns', 65, 'grid.columns must be a whole number from 1 to 64, not 65.'],
    ['format', 2, 'format must be 1, not 2.'],
    ['name', ' ', 'name must be a text of 1 to 120 characters, not " ".'],
    ['grid', 5, 'grid must be an object, not 5.'],
    ['grid', [], 'grid must be an object, not [].'],
    ['data', [1], 'data must be an object, not [1].'],
    [
      'critic.kind',
      'dcgn',
      'critic.kind must be mlp, dcgan, resnet or layers, not "dcgn"; the nearest is "dcgan".',
    ],
    [
      'objective',
      'wgan',
      'objective must be an object whose kind is gan, gan-minimax, lsgan, hinge, wgan, wgan-gp, wgan-lp, dragan, fgan-kl, fgan-reverse-kl, fgan-pearson, fgan-hellinger or fgan-js, not "wgan"; write {"kind": "wgan"}.',
    ],
    [
      'objective.lamda',
      5,
      'objective.lamda is not a field of objective "wgan-gp"; the nearest is objective.lambda.',
    ],
    ['objective.clip', 5, 'objective.clip is not a field of objective "wgan-gp"; it belongs to wgan.'],
    ['warmup.zzz', 5, 'warmup.zzz is not a field of warmup; its fields are criticSteps, iterations, every.'],
    ['lr', 5, 'lr is not a field of a run; the nearest is optimizer.critic.lr.'],
    [
      'constructor',
      5,
      'constructor is not a field of a run; its fields are format, name, data, latent, generator, critic, penalty, objective, optimizer, ema, batch, iterations, seed, warmup, evaluate, grid, checkpoint.',
    ],
  ])('says in one sentence what is wrong with %s = %j', (path, value, sentence) => {
    expect(sentencesWith(path, value)).toEqual([sentence]);
  });

  it('names a field that is missing and what it must be', () => {
    const rest = Object.fromEntries(Object.entries(gp).filter(([key]) => key !== 'batch'));
    expect(sentencesOf(parseSpec(rest))).toEqual([
      'batch is missing; it must be a whole number from 1 to 65,536.',
    ]);
    expect(sentencesWith('objective', { nCritic: 1 })).toEqual([
      'objective.kind is missing; it must be gan, gan-minimax, lsgan, hinge, wgan, wgan-gp, wgan-lp, dragan, fgan-kl, fgan-reverse-kl, fgan-pearson, fgan-hellinger or fgan-js.',
    ]);
  });

  it('names the item of a list', () => {
    const critic = { kind: 'mlp', hidden: [64, 0, 'x'], activation: 'relu', norm: 'none', init: 'he' };
    const phrase = 'must be a whole number from 1 to 65,536';
    expect(sentencesWith('critic', critic)).toEqual([
      `critic.hidden.1 ${phrase}, not 0.`,
      `critic.hidden.2 ${phrase}, not "x".`,
    ]);
    expect(sentencesWith('critic', { ...critic, hidden: Array(33).fill(8) })).toHaveLength(1);
    expect(sentencesWith('critic', { ...critic, hidden: 8 })).toEqual([
      'critic.hidden must be a list of at most 32 whole numbers, not 8.',
    ]);
  });

  it('reports every wrong field at once', () => {
    const wrong = withValueAt(withValueAt(withValueAt(gp, 'batch', 0), 'bacth', 1), 'sed', 1);
    expect(sentencesOf(parseSpec(wrong)).map((sentence) => sentence.split(' ')[0])).toEqual([
      'batch',
      'bacth',
      'sed',
    ]);
  });

  it.each([5, null, [], 'spec', undefined])('refuses %j as a whole', (input) => {
    const sentences = sentencesOf(parseSpec(input));
    expect(sentences).toHaveLength(1);
    expect(sentences[0]).toMatch(/^The specification must be an object, not /);
  });
});

describe('nearestPath', () => {
  it('knows the fields of every kind, once', () => {
    expect(knownPaths).toContain('objective.clip');
    expect(knownPaths).toContain('optimizer.generator.beta2');
    expect(knownPaths).toContain('data.labels');
    expect(new Set(knownPaths).size).toBe(knownPaths.length);
  });

  it.each([
    ['objective.lamda', 'objective.lambda'],
    ['lambda', 'objective.lambda'],
    ['ncritic', 'objective.nCritic'],
    ['optimizer.generator.lrr', 'optimizer.generator.lr'],
    ['batch_size', 'batch'],
    ['zzzzzz', undefined],
    ['x', undefined],
  ])('%s is near %s', (path, near) => {
    expect(nearestPath(path)).toBe(near);
  });
});
