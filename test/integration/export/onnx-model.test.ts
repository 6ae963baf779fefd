// The exported generator in plain onnxruntime, against the grids that the run itself has stored.

import * as ort from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { ExportError } from '../../../core/export/errors.ts';
import { generatorModel } from '../../../core/export/onnx-model.ts';
import { decodeModel } from '../../../core/export/onnx-proto.ts';
import { fillLatents } from '../../../core/gan/latent.ts';
import { RandomStream } from '../../../core/nn/random.ts';
import { sampleShape } from '../../../core/spec/data-facts.ts';
import type { RunSpec } from '../../../core/spec/run-spec.ts';
import { tinySpec } from '../../support/tiny.ts';
import { checkpointAt, saveCheckpoint, start, temporaryStore } from '../../unit/store/support.ts';
import { trained } from './trained-run.ts';

const images = { kind: 'fashion-mnist', size: 28, channels: 1 } as const;
const dcgan = { kind: 'dcgan', width: 4, norm: 'batch', init: 'dcgan' } as const;
const mlp = { kind: 'mlp', hidden: [24, 16], activation: 'leaky-relu', norm: 'none', init: 'he' } as const;
const base: RunSpec = {
  ...tinySpec,
  batch: 6,
  iterations: 4,
  grid: { columns: 8, rows: 8, every: 4 },
  evaluate: { every: 4, samples: 8 },
  checkpoint: { every: 2 },
};
const specs: readonly (readonly [string, RunSpec])[] = [
  ['an mlp on images', { ...base, data: images, generator: mlp }],
  [
    'an mlp with batch norm on points, uniform latents',
    { ...base, generator: { ...mlp, norm: 'batch' }, latent: { size: 5, distribution: 'uniform' } },
  ],
  ['an mlp with layer norm', { ...base, generator: { ...mlp, norm: 'layer', activation: 'relu' } }],
  ['a dcgan with batch norm', { ...base, data: images, generator: dcgan }],
  [
    'a dcgan with layer norm in colour, 32 pixels',
    {
      ...base,
      data: { kind: 'fashion-mnist', size: 32, channels: 3 },
      generator: { ...dcgan, norm: 'layer' },
    },
  ],
  [
    'a resnet with batch norm',
    { ...base, data: images, generator: { kind: 'resnet', width: 4, norm: 'batch', init: 'he' } },
  ],
  [
    'a list of layers with instance norm',
    {
      ...base,
      data: images,
      generator: {
        ...{ kind: 'layers', init: 'he' },
        layers: [
          { kind: 'dense', width: 196 },
          { kind: 'reshape', shape: [14, 14, 1] },
          { kind: 'conv', channels: 3, kernel: 1, stride: 1 },
          { kind: 'norm', norm: 'instance' },
          { kind: 'activation', activation: 'leaky-relu' },
          { kind: 'upsample' },
          { kind: 'conv', channels: 1, kernel: 3, stride: 1 },
          { kind: 'activation', activation: 'tanh' },
        ],
      },
    },
  ],
  ['a dcgan without norm', { ...base, data: images, generator: { ...dcgan, norm: 'none' } }],
];

async function draw(session: ort.InferenceSession, z: Float32Array, size: number): Promise<ort.Tensor> {
  const results = await session.run({ z: new ort.Tensor('float32', z, [z.length / size, size]) });
  return results['samples'];
}

describe('generatorModel', () => {
  it.each(specs)('draws in plain onnxruntime what the run has stored: %s', async (_, spec) => {
    const store = temporaryStore();
    const id = await trained(store, spec);
    const session = await ort.InferenceSession.create(await generatorModel(store, id));
    expect(session.inputNames).toEqual(['z']);
    expect(session.outputNames).toEqual(['samples']);
    const { size } = spec.latent;
    const latents = RandomStream.of(spec.seed, 'grid-latent');
    const z = fillLatents(spec.latent, latents, new Float32Array(64 * size));
    const { shape, data } = store.samples.read(id, 4);
    const volume = data.length / 64;
    // Half a level of the eight bits that are kept; points are kept as they are.
    const room = shape.length === 4 ? 1 / 255 + 1e-5 : 1e-5;
    for (const n of [1, 3, 64]) {
      const samples = await draw(session, z.slice(0, n * size), size);
      expect(samples.dims).toEqual([n, ...sampleShape(spec.data)]);
      const drawn = samples.data as Float32Array;
      const far = drawn.reduce((most, value, i) => Math.max(most, Math.abs(value - data[i])), 0);
      expect(far).toBeLessThanOrEqual(room);
    }
    // The same sample whatever stands beside it.
    const last = await draw(session, z.slice(63 * size), size);
    const far = (last.data as Float32Array).reduce(
      (most, value, i) => Math.max(most, Math.abs(value - data[63 * volume + i])),
      0,
    );
    expect(far).toBeLessThanOrEqual(room);
    await session.release();
  });

  it('says what goes in, what comes out, and where it comes from', async () => {
    const store = temporaryStore();
    const spec = specs[3][1];
    const id = await trained(store, spec);
    const model = decodeModel(await generatorModel(store, id));
    const facts = Object.fromEntries(model.metadataProps!.map(({ key, value }) => [key, value]));
    expect(facts).toMatchObject({
      'latent.size': '3',
      'latent.distribution': 'normal',
      'sample.shape': '[28,28,1]',
      'sample.layout': 'NHWC',
      'sample.range': '[-1, 1]',
      'run.name': 'tiny',
      'run.id': id,
      'run.iteration': '4',
      'run.criticUpdates': '12',
    });
    expect(JSON.parse(facts['run.spec'])).toEqual(spec);
    const dims = (value: (typeof model.graph.input)[number]): object[] => [
      ...value.type.tensorType.shape.dim,
    ];
    expect(dims(model.graph.input[0])).toEqual([{ dimParam: 'N' }, { dimValue: 3 }]);
    expect(dims(model.graph.output[0])).toEqual([
      { dimParam: 'N' },
      { dimValue: 28 },
      { dimValue: 28 },
      { dimValue: 1 },
    ]);
    expect(model.graph.input[0].docString).toContain('N(0, 1)');
    expect(model.graph.initializer.every(({ dims: sizes }) => !sizes.includes(104_729))).toBe(true);
  });

  it('takes an earlier checkpoint when told so', async () => {
    const store = temporaryStore();
    const id = await trained(store, base);
    const earlier = await generatorModel(store, id, 2);
    expect(Buffer.compare(earlier, await generatorModel(store, id))).not.toBe(0);
    expect(Buffer.compare(earlier, await generatorModel(store, id, 2))).toBe(0);
  });

  it('refuses a run without a checkpoint, an iteration without one, and one of another network', async () => {
    const store = temporaryStore();
    const { id } = store.runs.create(base);
    await expect(generatorModel(store, id)).rejects.toThrow(/has no checkpoint/);
    await expect(generatorModel(store, 'nothing')).rejects.toThrow(/There is no run/);
    store.runs.start(id, start);
    saveCheckpoint(store, id, { checkpoint: checkpointAt(10), reason: 'schedule' });
    await expect(generatorModel(store, id, 5)).rejects.toThrow(
      /no checkpoint of iteration 5; there is one of 10/,
    );
    const wrong = generatorModel(store, id);
    await expect(wrong).rejects.toThrow(ExportError);
    await expect(wrong).rejects.toThrow(/does not belong to this specification/);
  });
});
