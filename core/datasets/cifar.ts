// CIFAR-10 and CIFAR-100 in their binary version (Krizhevsky 2009, cs.toronto.edu/~kriz/cifar.html): records of one or
// two label bytes and 3,072 pixels, red, green and blue plane of 32 x 32. The test batch is held out.

import { unpackTar } from 'modern-tar';
import { readdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { CifarSpec } from '../spec/run-spec.ts';
import { DataError, type DataDescription, type Dataset, type OnProgress } from './dataset.ts';
import { fingerprint } from './fingerprint.ts';
import {
  openPrepared,
  preparedPath,
  preparedSamples,
  writePrepared,
  type Findings,
  type PreparedImages,
} from './prepared.ts';
import { codeOf, readDataFile, statData, unreadable } from './read-file.ts';
import { pixelWriter } from './resize-colour.ts';

const version = 1;
const planeBytes = 32 * 32;
const [trainCount, testCount] = [50_000, 10_000];
/** The archives are of 170 MB and hold 184 MB. */
const maxArchive = 2 ** 28;

interface Kind {
  readonly files: readonly string[];
  readonly meta: string;
  /** Label bytes of a record; the last one counts. */
  readonly labelBytes: number;
  /** Records of each file. */
  readonly records: readonly number[];
  readonly names: readonly string[];
}

const kinds: Readonly<Record<CifarSpec['classes'], Kind>> = {
  10: {
    files: [...[1, 2, 3, 4, 5].map((i) => `data_batch_${i}.bin`), 'test_batch.bin'],
    meta: 'batches.meta.txt',
    labelBytes: 1,
    records: new Array<number>(6).fill(testCount),
    names: [
      ...['airplane', 'automobile', 'bird', 'cat', 'deer'],
      ...['dog', 'frog', 'horse', 'ship', 'truck'],
    ],
  },
  100: {
    files: ['train.bin', 'test.bin'],
    meta: 'fine_label_names.txt',
    labelBytes: 2,
    records: [trainCount, testCount],
    names: Array.from({ length: 100 }, (_, label) => String(label)),
  },
};

function describeCifar({ classes, size, channels }: CifarSpec): DataDescription {
  return {
    title: `CIFAR-${classes}, ${size} x ${size}${channels === 3 ? ' x 3' : ''}`,
    shape: [size, size, channels],
  };
}

/** Unpacks the images into the cache unless that has been done. Throws a DataError for files that are not CIFAR's. */
export async function loadCifar(spec: CifarSpec, onProgress?: OnProgress): Promise<Dataset> {
  const { path, volume } = placeOf(spec);
  const known = openPrepared(path, volume);
  if (known !== undefined) return datasetOf(spec, known);
  await writePrepared(path, volume, (add) => unpack(spec, add, onProgress));
  const images = openPrepared(path, volume);
  if (images === undefined)
    throw new DataError(`"${path}" vanished while the data were prepared; try again.`);
  return datasetOf(spec, images);
}

/** Opens what has been unpacked. Throws a DataError where it has not. */
export function openCifar(spec: CifarSpec): Dataset {
  const { path, volume } = placeOf(spec);
  const images = openPrepared(path, volume);
  if (images === undefined)
    throw new DataError(`"${spec.path}" has changed or was never read; preview it or start the run again.`);
  return datasetOf(spec, images);
}

function placeOf(spec: CifarSpec) {
  const { classes, size, channels } = spec;
  const files = isArchive(spec.path)
    ? [spec.path]
    : kinds[classes].files.map((name) => join(folderOf(spec), name));
  const list = files.map((file) => {
    const stat = statData(file, 'data.path');
    return [resolve(file), stat.size, stat.mtimeMs];
  });
  return {
    path: preparedPath(['cifar', version, classes, size, channels, list]),
    volume: size * size * channels,
  };
}

function datasetOf(spec: CifarSpec, images: PreparedImages): Dataset {
  const { size, channels } = spec;
  const order = Uint32Array.from({ length: images.count }, (_, i) => i);
  return {
    ...describeCifar(spec),
    train: preparedSamples(images, order.subarray(0, trainCount)),
    heldOut: preparedSamples(images, order.subarray(trainCount)),
    ...(images.classes !== null && { classes: images.classes }),
    fingerprint: fingerprint([Buffer.from(images.digest, 'hex')], { size, channels }),
  };
}

const isArchive = (path: string): boolean => /\.(tar\.gz|tgz)$/iu.test(path);

/** A .bin file stands for the folder that it is in, a folder for itself or the one that the archives unpack to. */
function folderOf({ path, classes }: CifarSpec): string {
  if (!statData(path, 'data.path').isDirectory()) return dirname(path);
  const inner = join(path, classes === 10 ? 'cifar-10-batches-bin' : 'cifar-100-binary');
  try {
    const names = readdirSync(path);
    return names.includes(basename(inner)) && !names.includes(kinds[classes].files[0]) ? inner : path;
  } catch (error) {
    throw unreadable(path, 'data.path', error);
  }
}

async function unpack(
  spec: CifarSpec,
  add: (pixels: Uint8Array, label: number) => void,
  onProgress: OnProgress | undefined,
): Promise<Findings> {
  const kind = kinds[spec.classes];
  const read = isArchive(spec.path) ? await readArchive(spec, kind) : readFolder(spec, kind);
  const { size, channels } = spec;
  const write = pixelWriter(32, 32, 3, size, channels);
  const [source, floats] = [new Uint8Array(3 * planeBytes), new Float32Array(size * size * channels)];
  const target = new Uint8Array(floats.length);
  const record = kind.labelBytes + 3 * planeBytes;
  for (const [at, name] of kind.files.entries()) {
    const bytes = read(name);
    const wanted = kind.records[at] * record;
    if (bytes.length !== wanted)
      throw new DataError(
        `"${name}" of "${spec.path}" has ${bytes.length} bytes, where CIFAR-${spec.classes} has ${wanted}; ` +
          'download the binary version again, or correct data.classes.',
      );
    for (let from = 0; from < bytes.length; from += record) {
      const label = bytes[from + kind.labelBytes - 1];
      if (label >= spec.classes)
        throw new DataError(
          `"${name}" of "${spec.path}" has the label ${label}, where CIFAR-${spec.classes} has ${spec.classes} classes; ` +
            'download the binary version again, or correct data.classes.',
        );
      const pixels = from + kind.labelBytes;
      for (let i = 0; i < planeBytes; i += 1)
        for (let c = 0; c < 3; c += 1) source[3 * i + c] = bytes[pixels + c * planeBytes + i];
      if (size === 32 && channels === 3) {
        add(source, label);
        continue;
      }
      write(source, 0, floats, 0);
      for (let i = 0; i < target.length; i += 1) target[i] = Math.round((floats[i] + 1) * 127.5);
      add(target, label);
    }
    onProgress?.('Unpacking images', at + 1, kind.files.length);
    // Lets messages out.
    await new Promise((done) => setImmediate(done));
  }
  return { classes: namesOf(kind, read), skipped: [] };
}

type ReadPart = (name: string) => Uint8Array;

function readFolder(spec: CifarSpec, kind: Kind): ReadPart {
  const folder = folderOf(spec);
  const most = Math.max(...kind.records) * (kind.labelBytes + 3 * planeBytes);
  return (name) => readDataFile(join(folder, name), 'data.path', most + 1);
}

async function readArchive({ path, classes }: CifarSpec, kind: Kind): Promise<ReadPart> {
  const file = readDataFile(path, 'data.path', maxArchive);
  const damaged = (why: string): DataError =>
    new DataError(`"${path}" ${why}; download the binary version of CIFAR-${classes} again.`);
  let tar: Buffer;
  try {
    tar = gunzipSync(file, { maxOutputLength: maxArchive });
  } catch (error) {
    throw damaged(
      codeOf(error) === 'ERR_BUFFER_TOO_LARGE'
        ? `unpacks to more than ${maxArchive} bytes`
        : `is truncated or damaged (${codeOf(error)})`,
    );
  }
  const wanted = [...kind.files, kind.meta];
  const parts = new Map<string, Uint8Array>();
  try {
    const entries = await unpackTar(tar, { filter: ({ name }) => wanted.includes(basename(name)) });
    for (const { header, data } of entries) if (data) parts.set(basename(header.name), data);
  } catch {
    throw damaged('is no tar archive, or a damaged one');
  }
  return (name) => {
    const part = parts.get(name);
    if (part === undefined) throw damaged(`holds no ${name}`);
    return part;
  };
}

/** From the text file that comes along, where it does and has as many names as there are classes. */
function namesOf(kind: Kind, read: ReadPart): readonly string[] {
  try {
    const lines = new TextDecoder()
      .decode(read(kind.meta))
      .split(/\r?\n/u)
      .map((line) => line.trim());
    const names = lines.filter((line) => line !== '');
    return names.length === kind.names.length ? names : kind.names;
  } catch {
    return kind.names;
  }
}
