import { describe, expect, it } from 'vitest';
import { findPreset } from '../../../core/spec/presets.ts';
import { canSweep, planSweep, runName, type SweepDraw, type SweptField } from '../../../core/spec/sweep.ts';
import { isSweepText, readSweepValues } from '../../../core/spec/sweep-values.ts';
import { parseSpec } from '../../../core/spec/schema.ts';

const base = findPreset('toy-8gaussians-wgan-gp')?.spec;
if (base === undefined) throw new Error('no preset');
const wgan = base;

const read = (text: string, whole = false) => readSweepValues(text, { whole });
const valuesOf = (text: string, whole = false) => {
  const result = read(text, whole);
  return 'values' in result ? result.values : result.sentence;
};
function plan(fields: readonly SweptField[], draw: SweepDraw = { kind: 'grid' }) {
  const planned = planSweep(wgan, { fields, draw });
  if ('problems' in planned) throw new Error(planned.problems.map(({ sentence }) => sentence).join(' '));
  return planned.specs;
}
function problem(fields: readonly SweptField[], draw: SweepDraw = { kind: 'grid' }): string {
  const planned = planSweep(wgan, { fields, draw });
  return 'problems' in planned ? planned.problems[0].sentence : '';
}
const seeds: SweptField = { paths: ['seed'], values: [1, 2, 3] };
const lambdas: SweptField = { paths: ['objective.lambda'], values: [1, 10] };
const rates: SweptField = {
  paths: ['optimizer.generator.lr', 'optimizer.critic.lr'],
  values: [1e-4, 5e-5],
};

describe('values as people write them', () => {
  it.each([
    ['1e-4, 5e-5', [1e-4, 5e-5]],
    ['1e-4,5e-5', [1e-4, 5e-5]],
    ['1; 2 ;3', [1, 2, 3]],
    ['1,2,3', [1, 2, 3]],
    ['60,000, 70,000', [60_000, 70_000]],
    ['3, 3, 1', [3, 1]],
    ['1e-4,', [1e-4]],
    ['1..5', [1, 2, 3, 4, 5]],
    ['3..1', [3, 2, 1]],
    ['1…3', [1, 2, 3]],
    ['0..1 step 0.25', [0, 0.25, 0.5, 0.75, 1]],
    ['0..1 step 0.1', [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]],
    ['0..1 step 0.3', [0, 0.3, 0.6, 0.9]],
    ['1e-5..1e-2 log 4', [1e-5, 1e-4, 1e-3, 1e-2]],
    ['1e-4..1e-3 log 3', [1e-4, 3.162e-4, 1e-3]],
    ['1e-300..1e300 log 3', [1e-300, 1, 1e300]],
    ['1, 4..6, 10', [1, 4, 5, 6, 10]],
  ])('%s', (text, values) => {
    expect(valuesOf(text)).toEqual(values);
  });

  it('rounds values at equal ratios where a field takes whole numbers', () => {
    expect(valuesOf('16..256 log 4', true)).toEqual([16, 40, 102, 256]);
    expect(valuesOf('1..3 log 8', true)).toEqual([1, 2, 3]);
  });

  it.each([
    ['1..', /"1\.\." is not a range: it needs a number at either end\. Write a list as/],
    ['1, x', /"x" is not a number/],
    ['1, 1e999', /"1e999" is not a number/],
    ['0.1..0.5', /needs to know its step/],
    ['1..5 step 0', /must be a number above 0/],
    ['1..5 step', /must be a number above 0/],
    ['0..1 log 3', /must be above 0/],
    ['1..9 log 1', /2 or more, after log/],
    ['1..9 log', /2 or more, after log/],
    ['1..1e9', /1,000,000,000 values; a sweep has at most 200 runs/],
    ['1..150, 1001..1150', /300 values/],
    [' , ', /There is no value/],
  ])('says what is wrong with %s', (text, sentence) => {
    expect(valuesOf(text)).toMatch(sentence);
  });

  it('tells several values from one', () => {
    for (const text of ['1, 2', '1..2', '1..', '..', '1;2', '60,000, 1'])
      expect(isSweepText(text)).toBe(true);
    for (const text of ['5', '1e-4', '60,000', '5 e', 'fast', '', '-1'])
      expect(isSweepText(text)).toBe(false);
  });
});

describe('a grid', () => {
  it('has every combination once, the last field changing fastest, named by what varies', () => {
    const specs = plan([lambdas, rates, seeds]);
    expect(specs).toHaveLength(12);
    expect(specs.slice(0, 4).map(({ name }) => name)).toEqual([
      'λ 1, lr 1e-4, seed 1',
      'λ 1, lr 1e-4, seed 2',
      'λ 1, lr 1e-4, seed 3',
      'λ 1, lr 5e-5, seed 1',
    ]);
    expect(new Set(specs.map(({ name }) => name)).size).toBe(12);
    for (const spec of specs) {
      expect(parseSpec(spec)).toHaveProperty('spec');
      expect(spec.optimizer.generator.lr).toBe(spec.optimizer.critic.lr);
      expect(spec.data).toEqual(wgan.data);
    }
    expect(specs[11]).toMatchObject({
      seed: 3,
      objective: { lambda: 10 },
      optimizer: { critic: { lr: 5e-5 } },
    });
  });

  it('is deterministic and leaves the design alone', () => {
    const before = structuredClone(wgan);
    expect(plan([lambdas, seeds])).toEqual(plan([lambdas, seeds]));
    expect(wgan).toEqual(before);
  });

  it('takes words of a choice, and kinds with the fields that belong to them', () => {
    const specs = plan([{ paths: ['optimizer.critic.kind'], values: ['adam', 'rmsprop'] }, seeds]);
    expect(specs.map(({ optimizer }) => optimizer.critic.kind)).toEqual([
      'adam',
      'adam',
      'adam',
      'rmsprop',
      'rmsprop',
      'rmsprop',
    ]);
    expect(specs[3].optimizer.critic).toHaveProperty('decay');
    expect(specs[3].name).toBe('critic kind rmsprop, seed 1');
  });

  it('has at most 200 runs', () => {
    const many: SweptField = { paths: ['batch'], values: Array.from({ length: 100 }, (_, i) => i + 2) };
    expect(plan([many, lambdas])).toHaveLength(200);
    expect(problem([many, seeds])).toMatch(/has 300 runs; at most 200 .* draw some at random/);
  });

  it('refuses runs that could not start, and fields that only some of them have', () => {
    expect(problem([{ paths: ['batch'], values: [32, 0] }])).toMatch(/^batch must be a whole number/);
    expect(problem([{ paths: ['evaluate.samples'], values: [100, 65_000] }])).toMatch(
      /^evaluate.samples must be/,
    );
    const kinds: SweptField = { paths: ['optimizer.critic.kind'], values: ['adam', 'rmsprop'] };
    const betas: SweptField = { paths: ['optimizer.critic.beta1'], values: [0, 0.5] };
    expect(problem([kinds, betas])).toMatch(/beta1 has no meaning in the run "critic kind rmsprop/);
  });

  it('leaves objectives and data to pairs', () => {
    expect(problem([{ paths: ['objective.kind'], values: ['gan', 'wgan'] }])).toMatch(/cannot be swept/);
    expect([canSweep('data.kind'), canSweep('name'), canSweep('seed')]).toEqual([false, false, true]);
  });
});

describe('a random draw', () => {
  const fields = [lambdas, rates, seeds];
  const names = (draw: SweepDraw, of = fields) => plan(of, draw).map(({ name }) => name);

  it('takes combinations of the grid, none twice, the same for the same seed', () => {
    const all = new Set(names({ kind: 'grid' }));
    const drawn = names({ kind: 'random', runs: 7, seed: 3 });
    expect(new Set(drawn).size).toBe(7);
    for (const name of drawn) expect(all).toContain(name);
    expect(names({ kind: 'random', runs: 7, seed: 3 })).toEqual(drawn);
    expect(names({ kind: 'random', runs: 7, seed: 4 })).not.toEqual(drawn);
    expect(drawn).not.toEqual([...all].slice(0, 7));
  });

  it('takes all of them where it may', () => {
    expect(names({ kind: 'random', runs: 150, seed: 1 }).toSorted()).toEqual(
      names({ kind: 'grid' }).toSorted(),
    );
  });

  it('is fair: over many seeds every combination comes first about as often', () => {
    const counts = new Map<string, number>();
    for (let seed = 0; seed < 600; seed += 1) {
      const [name] = names({ kind: 'random', runs: 1, seed });
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    expect(counts.size).toBe(12);
    expect(Math.min(...counts.values())).toBeGreaterThan(25);
    expect(Math.max(...counts.values())).toBeLessThan(80);
  });

  it('draws from more combinations than could be listed', () => {
    const wide = ['batch', 'latent.size', 'evaluate.every', 'seed', 'iterations'].map((path) => ({
      paths: [path],
      values: Array.from({ length: 190 }, (_, i) => i + 2),
    }));
    expect(new Set(names({ kind: 'random', runs: 200, seed: 1 }, wide)).size).toBe(200);
    expect(problem(wide, { kind: 'random', runs: 201, seed: 1 })).toMatch(/draw fewer/);
  });
});

it('names stay within what a run may be called', () => {
  const fields = Array.from({ length: 12 }, () => ({ paths: ['warmup.criticSteps'], values: [1] }));
  expect(
    runName(
      fields,
      fields.map(() => 100),
    ),
  ).toHaveLength(120);
});
