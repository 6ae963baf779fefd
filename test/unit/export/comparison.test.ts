import { describe, expect, it } from 'vitest';
import { comparisonOf } from '../../../core/export/comparison.ts';
import { renderComparison } from '../../../core/export/figure.ts';
import { objectiveWords, trainingWords } from '../../../core/spec/words.ts';
import type { ObjectiveSpec, RunSpec } from '../../../core/spec/run-spec.ts';
import { grid, metrics, specNamed, start, temporaryStore } from '../store/support.ts';
import { fontFolder, ring } from './support.ts';

describe('comparisonOf', () => {
  it('reads runs from the store and draws them', () => {
    const store = temporaryStore();
    const gan: RunSpec = { ...specNamed('toy-gan'), objective: { kind: 'gan', nCritic: 1 } };
    const ids = [gan, specNamed('toy-wgan-gp')].map((spec) => {
      const { id } = store.runs.create(spec);
      store.runs.start(id, start);
      for (const iteration of [0, 1, 2, 5, 10]) {
        store.samples.save(id, grid(iteration, [50, 2], ring(50, 1.414, 0.1, iteration)));
        store.series.append(id, [
          metrics(iteration, { w1: 1 / (iteration + 1), em_estimate: 2, d_real: 0.6, d_fake: 0.4 }),
        ]);
      }
      store.runs.heartbeat(id, { iteration: 10, criticUpdates: 50, activeSeconds: 1.25 });
      store.runs.setStatus(id, 'completed');
      return id;
    });
    const { arms, options } = comparisonOf(store, ids, {
      axis: 'iterations',
      real: ring(200, 1.414, 0.02, 1),
      fontFolder,
    });
    expect(options.title).toBe('toy-gan and toy-wgan-gp');
    expect(options.measure).toMatch(/Exact Wasserstein distance/);
    expect(options.caption).toBe(
      '8 Gaussians · seed 7 · batch 32 · 10 generator iterations · 1.3 s of training · reference, a processor · n = 1 seed',
    );
    expect(arms.map(({ own }) => own.curves.map(({ name }) => name))).toEqual([
      ['D(x)', 'D(G(z))'],
      ['E f(x) − E f(G(z))'],
    ]);
    expect([...Array.from(arms[0].comparable.values)]).toEqual([1, 1 / 2, 1 / 3, 1 / 6, 1 / 11]);
    expect(renderComparison(arms, options).subarray(1, 4).toString()).toBe('PNG');
    expect(comparisonOf(store, ids, { axis: 'seconds', fontFolder, title: 'Mine' }).options.title).toBe(
      'Mine',
    );
    expect(() => comparisonOf(store, ['nothing'], { axis: 'seconds', fontFolder })).toThrow(
      /There is no run/,
    );
  });
});

it('a comparison shows a hinge GAN by the difference of its critic', () => {
  const store = temporaryStore();
  const ids = (['hinge', 'gan'] as const).map((kind) => {
    const { id } = store.runs.create({ ...specNamed(kind), objective: { kind, nCritic: 1 } });
    store.runs.start(id, start);
    store.series.append(id, [
      metrics(0, kind === 'hinge' ? { critic_gap: 2 } : { d_real: 0.5, d_fake: 0.4 }),
    ]);
    return id;
  });
  const [hinge, gan] = comparisonOf(store, ids, { axis: 'seconds', fontFolder: '' }).arms;
  expect(hinge.own.title).toBe('Difference of its own critic');
  expect(hinge.own.curves.map(({ values }) => [...Array.from(values)])).toEqual([[2]]);
  expect(gan.own.curves).toHaveLength(2);
});

describe('words', () => {
  it('say each objective differently, with its numbers', () => {
    const objectives: ObjectiveSpec[] = [
      { kind: 'gan', nCritic: 1 },
      { kind: 'gan-minimax', nCritic: 1 },
      { kind: 'lsgan', nCritic: 1 },
      { kind: 'hinge', nCritic: 1 },
      { kind: 'wgan', nCritic: 5, clip: 0.01 },
      { kind: 'wgan-gp', nCritic: 5, lambda: 10 },
      { kind: 'wgan-lp', nCritic: 5, lambda: 0.1 },
      { kind: 'dragan', nCritic: 1, lambda: 10, k: 1, noise: 0.5 },
    ];
    const words = objectives.map(objectiveWords);
    expect(new Set(words).size).toBe(objectives.length);
    expect(words[4]).toBe('Wasserstein GAN, weights clipped to ±0.01');
    expect(words[6]).toContain('λ = 0.1');
  });

  it('say how a run is trained', () => {
    expect(trainingWords(specNamed('x'))).toBe('5 critic updates per iteration, Adam 1e-4');
    const mixed: RunSpec = {
      ...specNamed('x'),
      objective: { kind: 'gan', nCritic: 1 },
      optimizer: { generator: { kind: 'sgd', lr: 0.01 }, critic: specNamed('x').optimizer.critic },
    };
    expect(trainingWords(mixed)).toBe('1 discriminator update per iteration, SGD 0.01 and Adam 1e-4');
  });
});
