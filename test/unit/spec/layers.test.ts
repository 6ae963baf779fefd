import { describe, expect, it } from 'vitest';
import { asLayers } from '../../../core/spec/layer-lists.ts';
import type { LayerSpec } from '../../../core/spec/layer-spec.ts';
import type { NetworkSpec } from '../../../core/spec/run-spec.ts';
import { parseSpec } from '../../../core/spec/schema.ts';
import { applySettings } from '../../../core/spec/set-path.ts';
import {
  describeNetwork,
  describeSpec,
  layerError,
  layNetwork,
  parameterCount,
} from '../../../core/spec/shapes.ts';
import { validateSpec } from '../../../core/spec/validate.ts';
import { presetSpec } from './sample-specs.ts';

const sides = { latent: 16, sample: [28, 28, 1] };
const dense = (width: number): LayerSpec => ({ kind: 'dense', width });
const conv = (channels: number, kernel: 1 | 3 | 4 | 5 = 3, stride: 1 | 2 = 1): LayerSpec => ({
  ...{ kind: 'conv', channels, kernel, stride },
});
const list = (...layers: LayerSpec[]): NetworkSpec => ({ kind: 'layers', layers, init: 'he' });
const errorOf = (role: 'generator' | 'critic', ...layers: LayerSpec[]): string | undefined =>
  layerError(layNetwork(list(...layers), role, sides), role);

describe('a list of layers', () => {
  it.each([
    'fashion-gan',
    'fashion-wgan-gp',
    'fashion32-resnet-wgan-gp',
    'dcgan64-wgan',
    'toy-8gaussians-gan',
  ])('written out from %s is the same network', (id) => {
    const spec = presetSpec(id);
    const written = applySettings(spec, ['generator.kind="layers"', 'critic.kind="layers"']);
    if ('problems' in written) throw new Error(written.problems[0]?.sentence);
    expect(written.spec.critic.kind).toBe('layers');
    const [before, after] = [describeSpec(spec), describeSpec(written.spec)];
    for (const role of ['generator', 'critic'] as const) {
      const unnamed = (one: object): object => ({ ...one, name: '' });
      expect(after[role].map(unnamed)).toEqual(before[role].map(unnamed));
    }
    expect(validateSpec(written.spec).filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it.each<[string, 'generator' | 'critic', LayerSpec[]]>([
    [
      'layer 1, conv: it takes an image, and gets 16 numbers; put a reshape to height, width and channels before it',
      'generator',
      [conv(4)],
    ],
    [
      'layer 2, dense: it takes a list of numbers, and gets 28 x 28 x 4; put a flatten before it',
      'critic',
      [conv(4), dense(1)],
    ],
    [
      'layer 1, reshape: it makes 4 x 4 x 2, 32 numbers, of 16; both must be as many',
      'generator',
      [{ kind: 'reshape', shape: [4, 4, 2] }, conv(1)],
    ],
    [
      'layer 3, conv: it halves an image, and 7 x 7 cannot be halved; use stride 1',
      'critic',
      [conv(4, 4, 2), conv(4, 4, 2), conv(4, 4, 2)],
    ],
    [
      'layer 1, conv: it has a 4 x 4 kernel, which goes with stride 2; use 3 with stride 1',
      'critic',
      [conv(4, 4, 1)],
    ],
    [
      'layer 2, norm: it is over the pixels of an image when it is an instance norm, and gets 784 numbers; use batch or layer',
      'critic',
      [{ kind: 'flatten' }, { kind: 'norm', norm: 'instance' }],
    ],
    [
      'layer 2, dense: it is the last of the critic and must give one number, not 2 numbers',
      'critic',
      [{ kind: 'flatten' }, dense(2)],
    ],
    [
      'layer 1, dense: it is the last of the generator and must give 28 x 28 x 1, not 784 numbers',
      'generator',
      [dense(784)],
    ],
    ['there is no layer; the critic needs at least one', 'critic', []],
  ])('says: %s', (sentence, role, layers) => {
    expect(errorOf(role, ...layers)).toBe(sentence);
  });

  it('says so before a chain of upsampling outgrows all memory', () => {
    const up = Array.from({ length: 100 }, (): LayerSpec => ({ kind: 'upsample' }));
    // 28 * 28 * 4^8 = 51,380,224
    expect(errorOf('critic', ...up)).toBe(
      'layer 8, upsample: it would make 51,380,224 numbers of each sample, and at most 16,777,216 are possible; make it smaller',
    );
  });

  it('shows shapes up to the layer that does not fit, and none after it', () => {
    const laid = layNetwork(list(conv(4), dense(1), dense(1)), 'critic', sides);
    expect(laid.map(({ layer }) => layer?.out)).toEqual([[28, 28, 4], undefined, undefined]);
    expect(laid.map(({ error }) => error === undefined)).toEqual([true, false, true]);
  });

  it('is a problem of its field', () => {
    const spec = presetSpec('fashion-gan');
    const broken = { ...spec, critic: list(dense(1)) };
    expect(validateSpec(broken)[0]).toMatchObject({
      path: 'critic.layers',
      sentence:
        'critic.layers must fit together: layer 1, dense: it takes a list of numbers, and gets 28 x 28 x 1; put a flatten before it.',
    });
    const wide = { ...spec, critic: list({ kind: 'flatten' }, dense(1_000_000), dense(1)) };
    expect(validateSpec(wide)[0]?.sentence).toMatch(
      /^critic.layers must be smaller: .* \(2 GiB\) can be saved\.$/,
    );
  });

  it.each([
    [
      [{ kind: 'dens', width: 3 }],
      'critic.layers.0.kind must be dense, conv, conv-transpose, upsample, downsample, norm, activation, reshape, flatten, residual, global-mean-pool or maxout, not "dens"; the nearest is "dense".',
    ],
    [
      [{ kind: 'flatten' }, { kind: 'dense' }],
      'critic.layers.1.width is missing; it must be a whole number from 1 to 1,048,576.',
    ],
    [
      [{ kind: 'dense', width: 1, bias: true }],
      'critic.layers.0.bias is not a field of critic.layers.0 "dense"; its fields are kind, width.',
    ],
    [
      [{ kind: 'conv', channels: 1, kernel: 7, stride: 1 }],
      'critic.layers.0.kernel must be 1, 3, 4 or 5, not 7.',
    ],
    [
      [{ kind: 'reshape', shape: [] }],
      'critic.layers.0.shape must be a list of 1 to 3 whole numbers, not [].',
    ],
    [{}, 'critic.layers must be a list of at most 128 layers, not an object.'],
    [
      Array.from({ length: 129 }, () => ({ kind: 'flatten' })),
      /^critic.layers must be a list of at most 128 layers, not /,
    ],
  ])('%# from a file is refused in a sentence', (layers, sentence) => {
    const parsed = parseSpec({
      ...presetSpec('fashion-gan'),
      critic: { kind: 'layers', layers, init: 'he' },
    });
    const sentences = 'problems' in parsed ? parsed.problems.map((one) => one.sentence) : [];
    expect(sentences).toEqual([typeof sentence === 'string' ? sentence : expect.stringMatching(sentence)]);
  });
});

describe('ResNet', () => {
  const resnet: NetworkSpec = { kind: 'resnet', width: 128, norm: 'batch', init: 'he' };
  const cifar = { latent: 128, sample: [32, 32, 3] };

  it('at 32 has the parameters of gan_cifar_resnet.py', () => {
    // Dense 128 to 2048; three blocks that double: two 3 x 3 and a 1 x 1 convolution of 128 channels, of which the one before
    // a norm has no bias here; norms; 3 x 3 to 3 channels.
    const block = 2 * 9 * 128 * 128 + 128 + 128 * 128 + 128 + 4 * 128;
    const generator = describeNetwork(resnet, 'generator', cifar);
    expect(parameterCount(generator)).toBe(129 * 2048 + 3 * block + 256 + 9 * 128 * 3 + 3);
    // 3 to 128, halved; 128 to 128, halved; two that keep the size, without a convolution beside them; 128 to 1.
    const two = 2 * (9 * 128 * 128 + 128);
    const first = 9 * 3 * 128 + 128 + 9 * 128 * 128 + 128 + 3 * 128 + 128;
    const critic = describeNetwork({ ...resnet, norm: 'none' }, 'critic', cifar);
    expect(parameterCount(critic)).toBe(first + two + 128 * 128 + 128 + 2 * two + 129);
    expect(critic.map(({ out }) => out[0])).toEqual([16, 8, 8, 8, 8, 128, 1]);
  });

  it.each([
    [28, [7, 14, 28], [14, 7, 7, 7]],
    [32, [4, 8, 16, 32], [16, 8, 8, 8]],
    [64, [4, 8, 16, 32, 64], [32, 16, 8, 8, 8]],
  ])('at %i goes through %j and %j', (size, up, down) => {
    const edges = (role: 'generator' | 'critic'): number[] =>
      describeNetwork(resnet, role, { latent: 8, sample: [size, size, 1] })
        .filter(({ kind }) => kind === 'residual')
        .map(({ out }) => out[0]);
    expect(edges('generator')).toEqual(up.slice(1));
    expect(edges('critic')).toEqual(down);
  });

  it('has no form for points', () => {
    expect(() => asLayers(resnet, 'critic', { latent: 2, sample: [2] })).toThrow(
      'A ResNet needs square images of 28, 32 or 64 pixels, not 2.',
    );
  });
});
