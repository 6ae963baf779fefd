import { describe, expect, it } from 'vitest';
import {
  describeNetwork,
  describeSpec,
  parameterCount,
  type DescribedLayer,
  type Layer,
} from '../../../core/spec/shapes.ts';
import type { DcganSpec, MlpSpec } from '../../../core/spec/run-spec.ts';
import { presetSpec } from './sample-specs.ts';

function dcgan(width: number, norm: DcganSpec['norm']): DcganSpec {
  return { kind: 'dcgan', width, norm, init: 'dcgan' };
}
function mlp(hidden: readonly number[], norm: MlpSpec['norm'] = 'none'): MlpSpec {
  return { kind: 'mlp', hidden, activation: 'relu', norm, init: 'he' };
}
function sides(latent: number, sample: readonly number[]) {
  return { latent, sample };
}

/** `kind in→out`, with `+b` for a bias. */
function short(layer: Layer): string {
  const bias = 'bias' in layer && layer.bias ? '+b' : '';
  return `${layer.kind}${bias} ${layer.in.join('x')}→${layer.out.join('x')}`;
}
function withParameters(layers: readonly Layer[]): readonly number[] {
  return layers.map(({ parameters }) => parameters).filter((count) => count > 0);
}

describe('DCGAN at 28 pixels', () => {
  it('generates by one dense and two transposed layers', () => {
    const layers = describeNetwork(dcgan(32, 'batch'), 'generator', sides(64, [28, 28, 1]));
    expect(layers.map(short)).toEqual([
      'dense 64→3136',
      'reshape 3136→7x7x64',
      'norm 7x7x64→7x7x64',
      'activation 7x7x64→7x7x64',
      'conv-transpose 7x7x64→14x14x32',
      'norm 14x14x32→14x14x32',
      'activation 14x14x32→14x14x32',
      'conv-transpose+b 14x14x32→28x28x1',
      'activation 28x28x1→28x28x1',
    ]);
    // 64·3136, 2·64, 16·64·32, 2·32, 16·32·1 + 1
    expect(withParameters(layers)).toEqual([200_704, 128, 32_768, 64, 513]);
    expect(parameterCount(layers)).toBe(234_177);
    expect(layers.map(({ label }) => label)).toEqual([
      'dense, 3136',
      'reshape',
      'batch norm',
      'ReLU',
      'transposed conv 4x4 / 2, 32 channels',
      'batch norm',
      'ReLU',
      'transposed conv 4x4 / 2, 1 channel',
      'tanh',
    ]);
  });

  it('judges by two convolutions and a dense layer, without a norm at its input', () => {
    const layers = describeNetwork(dcgan(32, 'layer'), 'critic', sides(64, [28, 28, 1]));
    expect(layers.map(short)).toEqual([
      'conv+b 28x28x1→14x14x32',
      'activation 14x14x32→14x14x32',
      'conv 14x14x32→7x7x64',
      'norm 7x7x64→7x7x64',
      'activation 7x7x64→7x7x64',
      'reshape 7x7x64→3136',
      'dense+b 3136→1',
    ]);
    expect(withParameters(layers)).toEqual([544, 32_768, 128, 3137]);
  });

  it('has a bias in every layer without norms', () => {
    const generator = describeNetwork(dcgan(32, 'none'), 'generator', sides(64, [28, 28, 1]));
    expect(generator.filter((layer) => 'bias' in layer && !layer.bias)).toEqual([]);
    expect(withParameters(generator)).toEqual([203_840, 32_800, 513]);
    const critic = describeNetwork(dcgan(32, 'none'), 'critic', sides(64, [28, 28, 1]));
    expect(withParameters(critic)).toEqual([544, 32_832, 3137]);
  });
});

describe('the larger DCGANs', () => {
  const channels = (layers: readonly DescribedLayer[]) => {
    const shapes = layers.filter((layer) => layer.kind === 'conv' || layer.kind === 'conv-transpose');
    return [shapes[0].in, ...shapes.map(({ out }) => out)].map((shape) => `${shape[2]}@${shape[0]}`);
  };

  it('at 64 are the classic 100-512-256-128-64-3 and 3-64-128-256-512-1', () => {
    const { generator, critic } = describeSpec(presetSpec('dcgan64-wgan'));
    expect(generator[0]?.in).toEqual([100]);
    expect(channels(generator)).toEqual(['512@4', '256@8', '128@16', '64@32', '3@64']);
    expect(channels(critic)).toEqual(['3@64', '64@32', '128@16', '256@8', '512@4']);
    expect(critic.at(-1)?.out).toEqual([1]);
    // The PyTorch programs have 3,576,704 and 2,765,568: their last critic layer has no bias, their first
    // and last convolutions none either, which are here 64 + 1 and 3.
    expect(parameterCount(generator)).toBe(3_576_704 + 3);
    expect(parameterCount(critic)).toBe(2_765_568 + 64 + 1);
  });

  it('at 32 have one stage fewer', () => {
    const sample = sides(128, [32, 32, 3]);
    expect(channels(describeNetwork(dcgan(64, 'batch'), 'generator', sample))).toEqual([
      '256@4',
      '128@8',
      '64@16',
      '3@32',
    ]);
    expect(channels(describeNetwork(dcgan(64, 'none'), 'critic', sample))).toEqual([
      '3@32',
      '64@16',
      '128@8',
      '256@4',
    ]);
  });

  it.each([[[2]], [[30, 30, 1]], [[28, 32, 1]]])('do not fit samples of %j', (sample) => {
    expect(() => describeNetwork(dcgan(8, 'none'), 'critic', sides(8, sample))).toThrow(
      `A DCGAN needs square images of 28, 32 or 64 pixels, not ${sample.join(' x ')}.`,
    );
  });
});

describe('MLP', () => {
  it('generates points without an activation at its end', () => {
    const layers = describeNetwork(mlp([512, 512, 512]), 'generator', sides(2, [2]));
    expect(layers.map(short)).toEqual([
      'dense+b 2→512',
      'activation 512→512',
      'dense+b 512→512',
      'activation 512→512',
      'dense+b 512→512',
      'activation 512→512',
      'dense+b 512→2',
    ]);
    expect(parameterCount(layers)).toBe(1536 + 2 * 262_656 + 1026);
  });

  it('generates images through tanh, and flattens those it judges', () => {
    const generator = describeNetwork(mlp([16], 'batch'), 'generator', sides(8, [28, 28, 1]));
    expect(generator.map(short)).toEqual([
      'dense 8→16',
      'norm 16→16',
      'activation 16→16',
      'dense+b 16→784',
      'activation 784→784',
      'reshape 784→28x28x1',
    ]);
    const critic = describeNetwork(mlp([16]), 'critic', sides(8, [28, 28, 1]));
    expect(critic.map(short)).toEqual([
      'reshape 28x28x1→784',
      'dense+b 784→16',
      'activation 16→16',
      'dense+b 16→1',
    ]);
  });

  it('is linear without hidden layers', () => {
    expect(describeNetwork(mlp([]), 'critic', sides(2, [2])).map(short)).toEqual(['dense+b 2→1']);
  });
});

it('each layer takes what the one before gives', () => {
  for (const id of ['fashion-wgan-gp', 'dcgan64-gan', 'toy-8gaussians-gan']) {
    for (const layers of Object.values(describeSpec(presetSpec(id)))) {
      for (let i = 1; i < layers.length; i += 1) expect(layers[i].in).toEqual(layers[i - 1].out);
    }
  }
});
