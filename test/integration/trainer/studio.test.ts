// What a studio answers, with the port in memory: the same bits as the grids of the run, and sentences for what cannot be.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDataset } from '../../../core/datasets/catalog.ts';
import { createExecutor } from '../../../core/executors/catalog.ts';
import type { Executor } from '../../../core/executors/executor.ts';
import type { SamplesEvent } from '../../../core/gan/events.ts';
import { RandomStream } from '../../../core/nn/random.ts';
import { sampleShape } from '../../../core/spec/data-facts.ts';
import type { RunSpec } from '../../../core/spec/run-spec.ts';
import { readGrid, writeGrid, type GridContent } from '../../../core/store/grid-file.ts';
import { fromByte } from '../../../core/store/pixels.ts';
import type { StoredValues } from '../../../core/trainer/eight-bits.ts';
import type {
  FromTrainer,
  StudioAnswer,
  StudioMessage,
  StudioReply,
  StudioRequest,
  ToTrainer,
} from '../../../core/trainer/messages.ts';
import { serve } from '../../../core/trainer/trainer.ts';
import { tinySpec } from '../../support/tiny.ts';
import { memoryPort, saidOf, temporaryFolder } from './support.ts';

const resourcesDir = join(import.meta.dirname, '../../../resources');

const points: RunSpec = { ...tinySpec, iterations: 4, evaluate: { every: 100, samples: 16 } };
/** More tiles than are drawn at a time. */
const images: RunSpec = {
  ...points,
  data: { kind: 'fashion-mnist', size: 28, channels: 1 },
  iterations: 2,
  grid: { columns: 10, rows: 7, every: 2 },
};

/** A run's last checkpoint, its grid as it is stored, and what a studio is to be told. */
interface Trained {
  readonly message: StudioMessage;
  readonly grid: GridContent;
}

async function trained(executor: Executor, spec: RunSpec, folder: string): Promise<Trained> {
  const { port, said, tell } = memoryPort();
  const engine = { id: executor.id as StudioMessage['engine']['id'], device: 'test', threads: 1 };
  const served = serve(port, () => Promise.resolve({ ...executor, dispose: () => Promise.resolve() }));
  tell({ kind: 'open', spec, engine, resourcesDir, checkpoint: null, seconds: null });
  tell({ kind: 'train', run: 'r1', checkpoints: folder });
  await served;
  const events = saidOf(said, 'event').map(({ event }) => event);
  const [{ file, iteration }] = events.filter((event) => event.kind === 'checkpoint');
  const grid = events.findLast((event): event is SamplesEvent => event.kind === 'samples')!;
  expect(grid.iteration).toBe(iteration);
  const path = join(folder, 'a.grid');
  writeGrid(path, 'r1', grid, 'write it');
  const checkpoint = join(folder, file);
  const { dataFingerprint } = saidOf(said, 'ready')[0];
  return {
    message: { kind: 'studio', spec, checkpoint, iteration, dataFingerprint, engine, resourcesDir },
    grid: readGrid(path),
  };
}

interface Studio {
  readonly said: readonly FromTrainer[];
  readonly tell: (message: ToTrainer) => void;
  readonly answer: StudioAnswer;
  /** The reply to a request, whose id it gives. */
  ask(request: WithoutId<StudioRequest>): Promise<StudioReply>;
}
type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never;

async function open(message: StudioMessage, executor: Executor): Promise<Studio> {
  const { port, said, tell } = memoryPort();
  const failed = new Promise<never>((_, reject) => {
    serve(port, () => Promise.resolve(executor)).catch(reject);
  });
  failed.catch(() => undefined);
  tell(message);
  const until = async <T>(find: () => T | undefined): Promise<T> => {
    for (;;) {
      const found = find();
      if (found !== undefined) return found;
      await Promise.race([new Promise((resolve) => setTimeout(resolve, 1)), failed]);
    }
  };
  const answer = await until(() => saidOf(said, 'studio')[0]);
  let id = 100;
  return {
    said,
    tell,
    answer,
    ask(request) {
      id += 1;
      const asked = id;
      tell({ ...request, id: asked });
      return until(() => said.find((one): one is StudioReply => 'id' in one && one.id === asked));
    },
  };
}

/** The reply, which has to be of this kind. */
function as<K extends StudioReply['kind']>(reply: StudioReply, kind: K): Extract<StudioReply, { kind: K }> {
  expect(reply).toMatchObject({ kind });
  return reply as Extract<StudioReply, { kind: K }>;
}

/** Some rows of what was drawn. */
function rows(values: StoredValues, volume: number, from: number, to: number): StoredValues {
  return values.slice(from * volume, to * volume);
}

const valuesOf = (
  content: { readonly pixels: Uint8Array } | { readonly points: Float32Array },
): StoredValues => ('pixels' in content ? content.pixels : content.points);

describe.each(['reference', 'onnx:cpu'] as const)('a studio on %s', (id) => {
  let executor: Executor;
  beforeAll(async () => {
    executor = await createExecutor(id, { device: 'test', threads: 1 });
  });
  afterAll(() => executor.dispose());

  it.each([
    ['points', points],
    ['images', images],
  ] as const)('draws the stored grid of %s bit by bit, and any part of it', async (_, spec) => {
    const { message, grid } = await trained(executor, spec, temporaryFolder());
    const studio = await open(message, executor);
    const count = spec.grid.columns * spec.grid.rows;
    const { latents } = as(await studio.ask({ kind: 'latents', from: 'grid', count }), 'latents');
    expect(latents).toHaveLength(count * 3);
    const { content } = as(await studio.ask({ kind: 'draw', latents }), 'drawn');
    expect(content.kind).toBe(grid.kind);
    expect(content.shape).toEqual(grid.shape);
    expect(valuesOf(content)).toEqual(valuesOf(grid));
    const volume = sampleShape(spec.data).reduce((product, size) => product * size, 1);
    for (const [from, to] of [
      [4, 5],
      [1, 3],
      [0, count - 1],
    ]) {
      const part = as(await studio.ask({ kind: 'draw', latents: latents.slice(3 * from, 3 * to) }), 'drawn');
      expect(valuesOf(part.content)).toEqual(rows(valuesOf(grid), volume, from, to));
    }
  });
});

describe('a studio', () => {
  let executor: Executor;
  let ofPoints: Trained;
  let ofImages: Trained;
  beforeAll(async () => {
    executor = await createExecutor('onnx:cpu', { device: 'test', threads: 1 });
    ofPoints = await trained(executor, points, temporaryFolder(afterAll));
    ofImages = await trained(executor, images, temporaryFolder(afterAll));
  });
  afterAll(() => executor.dispose());

  it('says what there is to explore', async () => {
    const { answer } = await open(ofPoints.message, executor);
    expect(answer.z).toBe(3);
    expect(answer.directions).toHaveLength(9);
    for (let k = 0; k < 3; k += 1) {
      expect(Math.hypot(...answer.directions.subarray(3 * k, 3 * k + 3))).toBeCloseTo(1, 5);
    }
    const { kind, field } = ofPoints.grid as Extract<GridContent, { kind: 'points' }>;
    expect(kind).toBe('points');
    const { xMin, xMax, yMin, yMax } = field!;
    expect(answer.extent).toEqual({ xMin, xMax, yMin, yMax });
    expect((await open(ofImages.message, executor)).answer.extent).toBeNull();
  });

  it('gives the noise of any seed, as runs with that seed have it', async () => {
    const studio = await open(ofPoints.message, executor);
    const latents = async (request: { from: 'grid' } | { from: 'seed'; seed: number }, count: number) =>
      as(await studio.ask({ kind: 'latents', count, ...request }), 'latents').latents;
    const grid = await latents({ from: 'grid' }, 6);
    expect(grid).toEqual(RandomStream.of(7, 'grid-latent').fillNormal(new Float32Array(18)));
    expect(await latents({ from: 'seed', seed: 7 }, 6)).toEqual(grid);
    expect(await latents({ from: 'seed', seed: 8 }, 6)).not.toEqual(grid);
    expect((await latents({ from: 'grid' }, 40)).slice(0, 18)).toEqual(grid);
    const uniform = { ...points, latent: { ...points.latent, distribution: 'uniform' } } as RunSpec;
    const other = await open({ ...ofPoints.message, spec: uniform }, executor);
    const drawn = as(await other.ask({ kind: 'latents', from: 'grid', count: 500 }), 'latents').latents;
    expect(Math.max(...drawn.map(Math.abs))).toBeLessThanOrEqual(1);
  });

  it('finds the nearest images: training images themselves, and what looking at all of them finds', async () => {
    const studio = await open(ofImages.message, executor);
    const { train } = openDataset(images.data, resourcesDir);
    const known = [0, 31_415, 59_999];
    const values = new Float32Array(3 * 784);
    train.read(known, values);
    const samples = Uint8Array.from(values, (value) => Math.round((value + 1) * 127.5));
    const same = as(await studio.ask({ kind: 'nearest', samples }), 'nearest');
    expect([...same.indices]).toEqual(known);
    expect([...same.distances]).toEqual([0, 0, 0]);
    expect(same.content).toEqual({ kind: 'images', shape: [3, 28, 28, 1], pixels: samples });

    const tile = (ofImages.grid as Extract<GridContent, { kind: 'images' }>).pixels.slice(0, 784);
    const found = as(await studio.ask({ kind: 'nearest', samples: tile }), 'nearest');
    const all = new Float32Array(60_000 * 784);
    train.read(
      Uint32Array.from({ length: 60_000 }, (_, i) => i),
      all,
    );
    let [best, nearest] = [Infinity, -1];
    for (let i = 0; i < 60_000; i += 1) {
      let squared = 0;
      for (let k = 0; k < 784; k += 1) squared += (all[i * 784 + k] - fromByte(tile[k])) ** 2;
      if (squared < best) [best, nearest] = [squared, i];
    }
    expect([...found.indices]).toEqual([nearest]);
    expect(found.distances[0]).toBeCloseTo(Math.sqrt(best), 4);
  });

  it('finds the nearest points', async () => {
    const studio = await open(ofPoints.message, executor);
    const { train } = openDataset(points.data, resourcesDir);
    const two = new Float32Array(4);
    train.read([99_999, 5], two);
    const found = as(await studio.ask({ kind: 'nearest', samples: two }), 'nearest');
    expect([...found.indices]).toEqual([99_999, 5]);
    expect(found.content).toEqual({ kind: 'points', shape: [2, 2], points: two });
    const far = as(await studio.ask({ kind: 'nearest', samples: Float32Array.of(100, 0) }), 'nearest');
    const [x, y] = (far.content as { points: Float32Array }).points;
    expect(far.distances[0]).toBeCloseTo(Math.hypot(x - 100, y), 4);
  });

  it('answers others while it searches, and searches in order', async () => {
    const studio = await open(ofImages.message, executor);
    const samples = new Uint8Array(20 * 784).fill(90);
    studio.tell({ kind: 'nearest', id: 1, samples });
    studio.tell({ kind: 'nearest', id: 2, samples: samples.slice(0, 784) });
    await studio.ask({ kind: 'draw', latents: new Float32Array(3) });
    await studio.ask({ kind: 'latents', from: 'grid', count: 1 });
    expect(saidOf(studio.said, 'nearest')).toEqual([]);
    while (saidOf(studio.said, 'nearest').length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(saidOf(studio.said, 'nearest').map((one) => one.id)).toEqual([1, 2]);
  });

  it.each([
    [
      'half a latent',
      { kind: 'draw', latents: new Float32Array(4) },
      /1 to 4096 latents of 3 numbers each, not 4/,
    ],
    ['no latent', { kind: 'draw', latents: new Float32Array(0) }, /not 0 numbers/],
    ['too many', { kind: 'draw', latents: new Float32Array(3 * 4097) }, /1 to 4096/],
    ['latents that are not finite', { kind: 'draw', latents: Float32Array.of(1, NaN, 0) }, /must be finite/],
    ['no count', { kind: 'latents', from: 'grid', count: 0 }, /1 to 4096 latents, not 0/],
    [
      'half a seed',
      { kind: 'latents', from: 'seed', count: 1, seed: 1.5 },
      /whole number from 0 to 4294967295/,
    ],
    ['pixels of points', { kind: 'nearest', samples: new Uint8Array(2) }, /must come as float32 points/],
    ['a point of one number', { kind: 'nearest', samples: new Float32Array(1) }, /samples of 2 numbers each/],
  ] as const)('declines %s with a sentence, and goes on', async (_, request, says) => {
    const studio = await open(ofPoints.message, executor);
    const { message } = as(await studio.ask(request), 'declined');
    expect(message).toMatch(says);
    expect(message).toMatch(/\.$/);
    as(await studio.ask({ kind: 'draw', latents: new Float32Array(3) }), 'drawn');
  });

  it('draws without the data, but compares with no others than those of the run', async () => {
    const gone = await open({ ...ofImages.message, resourcesDir: 'nowhere' }, executor);
    as(await gone.ask({ kind: 'draw', latents: new Float32Array(3) }), 'drawn');
    const samples = new Uint8Array(784);
    expect(as(await gone.ask({ kind: 'nearest', samples }), 'declined').message).toMatch(/nowhere/);
    const changed = await open({ ...ofImages.message, dataFingerprint: 'f00d' }, executor);
    expect(as(await changed.ask({ kind: 'nearest', samples }), 'declined').message).toMatch(
      /^Fashion-MNIST.*not the ones that the run was trained on.*\.$/,
    );
  });

  it.each([
    ['is gone', (path: string) => `${path}.gone`, {}, /is missing/],
    [
      'is damaged',
      (path: string) => {
        const bytes = readFileSync(path);
        bytes[bytes.length >> 1] ^= 1;
        writeFileSync(`${path}.damaged`, bytes);
        return `${path}.damaged`;
      },
      {},
      /is damaged: its SHA-256 does not match/,
    ],
    [
      'is of another iteration',
      (path: string) => path,
      { iteration: 3 },
      /not the checkpoint of iteration 3/,
    ],
    [
      'is of other networks',
      (path: string) => path,
      { spec: { ...points, latent: { size: 4, distribution: 'normal' } } satisfies RunSpec },
      /does not belong to this specification: "generator\.hidden1\.kernel" must be \[4, 8\] and is \[3, 8\]/,
    ],
  ])('is refused where the checkpoint %s, before an engine is opened', async (_, pathOf, change, says) => {
    const { port, said, tell } = memoryPort();
    const served = serve(port, () => Promise.reject(new Error('an engine was opened for nothing')));
    const { message } = ofPoints;
    tell({ ...message, ...change, checkpoint: pathOf(message.checkpoint) });
    await served;
    expect(said).toEqual([{ kind: 'refused', message: expect.stringMatching(says) as string }]);
  });
});
