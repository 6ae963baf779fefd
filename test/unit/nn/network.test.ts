import { describe, expect, it } from 'vitest';
import { buildModel, initialState, slotName } from '../../../core/gan/model.ts';
import { RandomStream } from '../../../core/nn/random.ts';
import { sampleShape } from '../../../core/spec/data-facts.ts';
import { presets } from '../../../core/spec/presets.ts';
import { describeSpec, parameterCount } from '../../../core/spec/shapes.ts';
import { sameBits } from '../../support/same-bits.ts';

const volume = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

describe('networks', () => {
  it.each(presets.map(({ id, spec }) => ({ id, spec })))(
    '$id has the parameters that its description counts',
    ({ spec }) => {
      const model = buildModel(spec, sampleShape(spec.data));
      const described = describeSpec(spec);
      for (const player of ['generator', 'critic'] as const) {
        const built = model[player].parameters.reduce((sum, { shape }) => sum + volume(shape), 0);
        expect(built, player).toBe(parameterCount(described[player]));
      }
    },
  );

  it('start from the same generator whatever the objective, and every name once', () => {
    const [gan, wganGp] = ['fashion-gan', 'fashion-wgan-gp'].map((name) => {
      const { spec } = presets.find(({ id }) => id === name)!;
      return initialState(buildModel(spec, sampleShape(spec.data)));
    });
    const weights = Object.keys(gan).filter((name) => name.startsWith('generator.') && !name.includes('/'));
    expect(weights.length).toBeGreaterThan(5);
    for (const name of weights) expect(sameBits(gan[name].data, wganGp[name].data), name).toBe(true);
  });

  it('start with spread weights, unit gains and empty optimizer slots', () => {
    const { spec } = presets.find(({ id }) => id === 'toy-8gaussians-wgan-gp')!;
    const state = initialState(buildModel(spec, [2]));
    const kernel = state['critic.hidden2.kernel'].data;
    const variance = kernel.reduce((sum, value) => sum + value ** 2, 0) / kernel.length;
    // He: 2 / fan-in, within the spread of 512 x 512 draws.
    expect(variance).toBeCloseTo(2 / 512, 4);
    expect(state['critic.hidden2.bias'].data.every((value) => value === 0)).toBe(true);
    const slot = state[slotName('critic.hidden2.kernel', 'v')];
    expect(slot.shape).toEqual([512, 512]);
    expect(slot.data.every((value) => value === 0)).toBe(true);
  });
});

describe('random streams', () => {
  it('of different purposes share nothing, and drawing from one leaves the others', () => {
    const first = RandomStream.of(5, 'critic-latent');
    const again = RandomStream.of(5, 'critic-latent');
    const other = RandomStream.of(5, 'generator-latent');
    const draw = (stream: RandomStream): number[] => Array.from({ length: 8 }, () => stream.uniform());
    const expected = draw(again);
    draw(other);
    expect(draw(first)).toEqual(expected);
    expect(draw(RandomStream.of(5, 'generator-latent'))).not.toEqual(expected);
    expect(draw(RandomStream.of(6, 'critic-latent'))).not.toEqual(expected);
  });

  it('go on from a saved state, in the middle of a pair of normals too', () => {
    const stream = RandomStream.of(9, 'penalty');
    stream.normal();
    const restored = RandomStream.restore(
      JSON.parse(JSON.stringify(stream.state())) as ReturnType<typeof stream.state>,
    );
    const draw = (one: RandomStream): number[] => [one.normal(), one.normal(), one.uniform(), one.normal()];
    expect(draw(restored)).toEqual(draw(stream));
  });

  it('have the moments of a normal and stay inside a uniform', () => {
    const stream = RandomStream.of(1, 'evaluation');
    const normals = stream.fillNormal(new Float32Array(100_000), 3, 2);
    const mean = normals.reduce((sum, value) => sum + value, 0) / normals.length;
    const variance = normals.reduce((sum, value) => sum + (value - mean) ** 2, 0) / normals.length;
    expect(mean).toBeCloseTo(3, 1);
    expect(variance).toBeCloseTo(4, 0);
    const uniforms = stream.fillUniform(new Float32Array(10_000), -1, 1);
    expect(uniforms.every((value) => value >= -1 && value <= 1)).toBe(true);
    const integers = Array.from({ length: 10_000 }, () => stream.integer(7));
    expect([...new Set(integers)].toSorted()).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });
});
