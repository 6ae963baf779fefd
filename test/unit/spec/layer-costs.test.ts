// What layers hold and multiply, against counts by hand and blocks that are written out layer by layer.

import { describe, expect, it } from 'vitest';
import { multiplyAdds, valuesMade } from '../../../core/spec/layer-costs.ts';
import type { LayerSpec, ResidualSpec } from '../../../core/spec/layer-spec.ts';
import { findPreset } from '../../../core/spec/presets.ts';
import { describeNetwork, describeSpec, type DescribedLayer } from '../../../core/spec/shapes.ts';

const sides = { latent: 4, sample: [8, 8, 3] };

/** The layers of a critic of 8 x 8 x 3, without the two that end it. */
function critic(...layers: LayerSpec[]): readonly DescribedLayer[] {
  const end = [{ kind: 'flatten' }, { kind: 'dense', width: 1 }] as const;
  return describeNetwork({ kind: 'layers', init: 'he', layers: [...layers, ...end] }, 'critic', sides).slice(
    0,
    -2,
  );
}
const total = (count: (layer: DescribedLayer) => number, layers: readonly DescribedLayer[]): number =>
  layers.reduce((sum, layer) => sum + count(layer), 0);
const block = (parts: Partial<ResidualSpec>): ResidualSpec => ({
  ...{ kind: 'residual', channels: 5, sample: 'none', norm: 'none', preactivation: true },
  ...parts,
});

describe('values made', () => {
  it('of plain layers are their outputs', () => {
    const conv = { kind: 'conv', kernel: 3, stride: 1, channels: 5 } as const;
    expect(critic(conv).map(valuesMade)).toEqual([8 * 8 * 5]);
  });

  it('of a block that keeps its size are those of its parts as layers, its shortcut and the sum', () => {
    const conv = { kind: 'conv', kernel: 3, stride: 1, channels: 5 } as const;
    const [norm, relu] = [
      { kind: 'norm', norm: 'layer' },
      { kind: 'activation', activation: 'relu' },
    ] as const;
    const parts = total(valuesMade, critic(norm, relu, conv, norm, relu, conv));
    expect(total(valuesMade, critic(block({ norm: 'layer' })))).toBe(parts + 2 * 8 * 8 * 5);
    const bare = total(valuesMade, critic(conv, relu, conv));
    expect(total(valuesMade, critic(block({ preactivation: false })))).toBe(bare + 2 * 8 * 8 * 5);
  });

  it('of blocks that change the size, by hand', () => {
    // Down: ReLU 192, first convolution and ReLU at 8 x 8 x 3, second at 4 x 4 x 5; beside it the pooled image, its
    // convolution, and the sum.
    expect(total(valuesMade, critic(block({ sample: 'down' })))).toBe(192 + 2 * 192 + 80 + (48 + 80) + 80);
    // Up: norm and ReLU, then convolution, norm and ReLU at 16 x 16 x 5, the second convolution; beside it a
    // convolution at 8 x 8 and its enlargement, and the sum.
    const up = total(valuesMade, critic(block({ sample: 'up', norm: 'batch' })));
    expect(up).toBe(2 * 192 + 3 * 1280 + 1280 + (320 + 1280) + 1280);
  });
});

describe('multiplications', () => {
  it('of layers, by hand', () => {
    expect(
      critic(
        { kind: 'conv', kernel: 4, stride: 2, channels: 6 },
        { kind: 'conv-transpose', kernel: 4, stride: 2, channels: 2 },
        { kind: 'norm', norm: 'layer' },
      ).map(multiplyAdds),
    ).toEqual([16 * 3 * 6 * 4 * 4, 16 * 6 * 2 * 4 * 4, 0]);
    const end = describeNetwork(
      { kind: 'layers', init: 'he', layers: [{ kind: 'flatten' }, { kind: 'dense', width: 1 }] },
      'critic',
      sides,
    );
    expect(end.map(multiplyAdds)).toEqual([0, 192]);
  });

  it('of residual blocks, by hand', () => {
    expect(critic(block({})).map(multiplyAdds)).toEqual([64 * (9 * 3 * 5 + 9 * 5 * 5 + 3 * 5)]);
    expect(critic(block({ sample: 'down' })).map(multiplyAdds)).toEqual([
      64 * 9 * 3 * 3 + 16 * (16 * 3 * 5 + 3 * 5),
    ]);
    expect(critic(block({ sample: 'up' })).map(multiplyAdds)).toEqual([
      64 * 16 * 3 * 5 + 256 * 9 * 5 * 5 + 64 * 3 * 5,
    ]);
  });

  it('of a whole critic, the one of a preset', () => {
    const { critic: layers } = describeSpec(findPreset('fashion-wgan-gp')!.spec);
    // 28 x 28 x 1 to 14 x 14 x 32, 7 x 7 x 64, and one number.
    expect(layers.reduce((sum, layer) => sum + multiplyAdds(layer), 0)).toBe(
      14 * 14 * 16 * 32 + 7 * 7 * 16 * 32 * 64 + 7 * 7 * 64,
    );
  });
});
