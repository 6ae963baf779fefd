import { describe, expect, it } from 'vitest';
import { validateSpec } from '../../../../core/spec/validate.ts';
import {
  guessedSeconds,
  roughTime,
  startRequest,
  starters,
} from '../../../../renderer/components/welcome/starters.ts';

describe('starters', () => {
  it('can be started as they are, and warn of nothing', () => {
    for (const { id, specs } of starters)
      for (const spec of specs) expect(validateSpec(spec), `${id}, ${spec.name}`).toEqual([]);
  });

  it('compare runs of the same budget, seed and data', () => {
    const pairs = starters.filter(({ specs }) => specs.length > 1);
    expect(pairs.length).toBe(2);
    for (const { specs, budget } of pairs) {
      const [first, ...others] = specs;
      expect(budget).toEqual({ unit: 'iterations', amount: first.iterations });
      for (const other of others) {
        for (const field of [
          'data',
          'seed',
          'iterations',
          'latent',
          'batch',
          'generator',
          'evaluate',
          'grid',
        ] as const)
          expect(other[field], field).toEqual(first[field]);
      }
    }
  });

  it('are started on the engine of the settings', () => {
    expect(startRequest(starters[0], 'onnx:cpu')).toMatchObject({
      engine: 'onnx:cpu',
      budget: { unit: 'iterations' },
    });
    expect(startRequest(starters[2], 'auto').budget).toBeNull();
  });

  it('say about how long they take', () => {
    const [toys, fashion] = starters.map((starter) => guessedSeconds(starter, 26.6));
    // Measured on two cores with such a step: five minutes for the pair on Fashion-MNIST.
    expect(fashion).toBeGreaterThan(240);
    expect(fashion).toBeLessThan(400);
    expect(toys).toBeLessThan(90);
    expect(guessedSeconds(starters[1], 13.3)).toBeCloseTo(fashion / 2);
  });

  it('say it roughly', () => {
    expect(roughTime(3)).toBe('a few seconds');
    expect(roughTime(43)).toBe('about 40 seconds');
    expect(roughTime(310)).toBe('about 5 minutes');
    expect(roughTime(8000)).toBe('about 2 hours');
  });
});
