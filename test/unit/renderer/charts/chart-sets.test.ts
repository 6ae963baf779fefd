import { expect, test } from 'vitest';
import { presets } from '../../../../core/spec/presets.ts';
import type { ObjectiveSpec, RunSpec } from '../../../../core/spec/run-spec.ts';
import { chartsFor, expectedKeys, unitOf } from '../../../../renderer/charts/chart-sets.ts';

const specOf = (id: string): RunSpec => presets.find((preset) => preset.id === id)!.spec;
const titles = (spec: RunSpec): readonly string[] => chartsFor(spec, []).main.map(({ title }) => title);

test('a Wasserstein GAN shows its estimate first and folds its losses away', () => {
  expect(titles(specOf('fashion-wgan-gp'))).toEqual([
    'EM estimate',
    'Sliced Wasserstein',
    'Gradient norm',
    'Gradient penalty',
  ]);
  expect(chartsFor(specOf('fashion-wgan-gp'), []).more.map(({ id }) => id)).toEqual(['losses']);
  expect(titles(specOf('fashion-wgan'))).toContain('Weights at ±c');
});

test('a GAN shows what its discriminator says first', () => {
  expect(titles(specOf('fashion-gan')).slice(0, 3)).toEqual(['D(x) and D(G(z))', 'Losses', 'JS lower bound']);
});

test.each(['lsgan', 'hinge'] as const)(
  '%s shows the difference of its critic, which is no distance',
  (kind) => {
    const spec: RunSpec = { ...specOf('fashion-gan'), objective: { kind, nCritic: 1 } };
    expect(expectedKeys(spec)).toContain('critic_gap');
    expect(expectedKeys(spec)).not.toContain('em_estimate');
    const [losses, gap] = chartsFor(spec, []).main;
    expect([losses.id, gap.title]).toEqual(['losses', 'Critic difference']);
    expect(gap.note).toContain('no distance');
    expect(unitOf(gap)).toBe('score');
  },
);

test('an f-GAN shows the bound of its own divergence first, with its ceiling where it has one', () => {
  const [js] = chartsFor(specOf('toy-8gaussians-fgan-js'), []).main;
  expect(js).toMatchObject({ title: 'Divergence bound', references: [{ value: Math.LN2, label: 'log 2' }] });
  expect(js.note).toContain('Jensen-Shannon');
  expect(unitOf(js)).toBe('nats');
  const [pearson] = chartsFor(specOf('toy-8gaussians-fgan-pearson'), []).main;
  expect(pearson.references).toEqual([]);
  expect(unitOf(pearson)).toBe('divergence');
  expect(titles(specOf('toy-8gaussians-gan'))).not.toContain('Divergence bound');
});

test('toys show their modes, of which there are as many as the data has', () => {
  expect(titles(specOf('toy-8gaussians-gan'))).toContain('Modes captured');
  const grid = chartsFor(specOf('toy-25gaussians-wgan-gp'), []).main.find(({ id }) => id === 'modes');
  expect(grid?.range).toEqual([0, 25]);
  expect(titles(specOf('toy-swissroll-wgan-gp'))).not.toContain('Modes captured');
});

test('the norm that DRAGAN pulls towards is its own', () => {
  const objective: ObjectiveSpec = { kind: 'dragan', nCritic: 1, lambda: 10, k: 2, noise: 0.5 };
  const norm = chartsFor({ ...specOf('fashion-gan'), objective }, []).main.find(
    ({ id }) => id === 'gradient_norm',
  );
  expect(norm?.references).toEqual([{ value: 2, label: 'k = 2' }]);
});

test('only metrics that have values are drawn, each of them once', () => {
  const spec = specOf('toy-8gaussians-wgan-gp');
  const { main, more } = chartsFor(spec, ['d_real', 'em_estimate']);
  expect([...main, ...more].flatMap(({ keys }) => keys).sort()).toEqual(['d_real', 'em_estimate']);
  for (const { spec: any } of presets) {
    const all = chartsFor(any, expectedKeys(any));
    expect([...all.main, ...all.more].flatMap(({ keys }) => keys).sort()).toEqual(
      [...expectedKeys(any)].sort(),
    );
    for (const plan of [...all.main, ...all.more]) expect(unitOf(plan)).not.toBe('');
  }
});
