import { describe, expect, it } from 'vitest';
import { planArms } from '../../../core/host/arms.ts';
import { HostError } from '../../../core/host/errors.ts';
import { mostSteps } from '../../../core/spec/run-schema.ts';
import { findPreset } from '../../../core/spec/presets.ts';
import type { RunSpec } from '../../../core/spec/run-spec.ts';

const preset = (id: string): RunSpec => findPreset(id)!.spec;
const gan = preset('toy-8gaussians-gan');
const gp = preset('toy-8gaussians-wgan-gp');

describe('the arms of a comparison', () => {
  it('get as many iterations as the longest of them', () => {
    const { arms, budget } = planArms(
      [
        { ...gan, iterations: 70 },
        { ...gp, iterations: 90 },
      ],
      { unit: 'iterations' },
    );
    expect(arms.map(({ iterations }) => iterations)).toEqual([90, 90]);
    expect(budget).toEqual({ unit: 'iterations', amount: 90 });
  });

  it('get the same number of critic updates', () => {
    const asked = planArms([gan, gp], { unit: 'critic-updates', amount: 101 });
    expect(asked.arms.map(({ iterations }) => iterations)).toEqual([101, 21]);
    const unasked = planArms(
      [
        { ...gan, iterations: 70 },
        { ...gp, iterations: 30 },
      ],
      { unit: 'critic-updates' },
    );
    expect(unasked.arms.map(({ iterations }) => iterations)).toEqual([150, 30]);
  });

  it('get time, which then ends them', () => {
    const { arms, budget } = planArms([gan, gp], { unit: 'seconds', amount: 1.5 });
    expect(arms.map(({ iterations }) => iterations)).toEqual([mostSteps, mostSteps]);
    expect(budget).toEqual({ unit: 'seconds', amount: 1.5 });
    expect(() => planArms([gan, gp], { unit: 'seconds' })).toThrow(HostError);
  });

  it('take what decides the comparison from the first, and say so', () => {
    const other = { ...gp, seed: 99, evaluate: { every: 3, samples: 100 } };
    const { arms, notes } = planArms([gan, other], { unit: 'iterations' });
    expect(arms[1]).toMatchObject({ seed: gan.seed, evaluate: gan.evaluate });
    expect(notes).toEqual([
      `${gp.name} takes seed from ${gan.name}.`,
      `${gp.name} takes evaluate from ${gan.name}.`,
    ]);
    expect(planArms([gan, gp], { unit: 'iterations' }).notes).toEqual([]);
  });

  it('are told apart when they have one name', () => {
    const { arms } = planArms([gan, gan, gp, gan], { unit: 'iterations' });
    expect(arms.map(({ name }) => name)).toEqual([gan.name, `${gan.name} 2`, gp.name, `${gan.name} 3`]);
  });

  it('need whole numbers of iterations', () => {
    expect(() => planArms([gan, gp], { unit: 'iterations', amount: 1.5 })).toThrow(/whole number, not 1.5/);
  });

  it('keep to the length of a name when they are told apart', () => {
    const long = { ...gan, name: 'n'.repeat(120) };
    expect(planArms([long, long], { unit: 'iterations' }).arms[1].name).toBe(`${'n'.repeat(116)} 2`);
  });

  it('must draw samples of one size', () => {
    expect(() => planArms([gan, preset('fashion-gan')], { unit: 'iterations' })).toThrow(
      /2 and .* 28 x 28 x 1/,
    );
  });
});
