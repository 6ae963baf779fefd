// Images from a folder of PNG, JPEG and WebP files. They are decoded once, into a prepared file in the cache, and read
// from there. Subfolders are classes where every image is in one and there are at least two.

import { basename, join, resolve } from 'node:path';
import type { FolderSpec } from '../spec/run-spec.ts';
import { DataError, type DataDescription, type Dataset, type OnProgress } from './dataset.ts';
import { fingerprint } from './fingerprint.ts';
import { scanFolder, type FoundFile } from './folder-scan.ts';
import { decodePicture, inspectPicture, Unfit, type Picture } from './image-decode.ts';
import {
  openPrepared,
  preparedPath,
  preparedSamples,
  writePrepared,
  type Findings,
  type PreparedImages,
} from './prepared.ts';
import { SkipReport } from './skipped.ts';
import { splitSamples } from './split.ts';

/** Of the files that prepare data; raised when the same pictures would give other bytes. */
const version = 2;
/** Decoded at once: as many pixels as this, but at least one picture. */
const pixelsAtOnce = 64_000_000;
const picturesAtOnce = 16;

function describeFolder({ path, size, channels }: FolderSpec): DataDescription {
  const title = `${basename(resolve(path))}, ${size} x ${size}${channels === 3 ? ' x 3' : ''}`;
  return { title, shape: [size, size, channels] };
}

/** Decodes the pictures unless that has been done. Throws a DataError for a folder that cannot be used. */
export async function loadFolder(spec: FolderSpec, onProgress?: OnProgress): Promise<Dataset> {
  const skipped = new SkipReport();
  const files = scanFolder(spec.path, skipped);
  const { path, volume } = placeOf(spec, files);
  const known = openPrepared(path, volume);
  if (known !== undefined) return datasetOf(spec, known);
  await writePrepared(path, volume, (add) => decodeAll(spec, files, skipped, add, onProgress));
  const images = openPrepared(path, volume);
  if (images === undefined)
    throw new DataError(`"${path}" vanished while the data were prepared; try again.`);
  return datasetOf(spec, images);
}

/** Opens what has been prepared. Throws a DataError where it has not. */
export function openFolder(spec: FolderSpec): Dataset {
  const { path, volume } = placeOf(spec, scanFolder(spec.path, new SkipReport()));
  const images = openPrepared(path, volume);
  if (images === undefined)
    throw new DataError(`"${spec.path}" has changed or was never read; preview it or start the run again.`);
  return datasetOf(spec, images);
}

function placeOf(spec: FolderSpec, files: readonly FoundFile[]) {
  const { size, channels, fit } = spec;
  const list = files.map(({ name, bytes, mtimeMs }) => [name, bytes, mtimeMs]);
  return {
    path: preparedPath(['folder', version, resolve(spec.path), size, channels, fit, list]),
    volume: size * size * channels,
  };
}

function datasetOf(spec: FolderSpec, images: PreparedImages): Dataset {
  const { size, channels, heldOut } = spec;
  const { classes, skipped, digest } = images;
  const split = splitSamples(spec.path, images.count, heldOut);
  return {
    ...describeFolder(spec),
    train: preparedSamples(images, split.train),
    heldOut: preparedSamples(images, split.heldOut),
    ...(classes !== null && { classes }),
    ...(skipped.length > 0 && { skipped }),
    fingerprint: fingerprint([Buffer.from(digest, 'hex')], { size, channels, heldOut }),
  };
}

async function decodeAll(
  spec: FolderSpec,
  files: readonly FoundFile[],
  skipped: SkipReport,
  add: (pixels: Uint8Array, label: number) => void,
  onProgress: OnProgress | undefined,
): Promise<Findings> {
  const names: string[] = [];
  const classOf = classesOf();
  let next = 0;
  let count = 0;
  while (next < files.length) {
    const batch: { readonly name: string; readonly picture: Picture }[] = [];
    let pixels = 0;
    for (; next < files.length && batch.length < picturesAtOnce && pixels < pixelsAtOnce; next += 1) {
      const { name, bytes } = files[next];
      const picture = orSkipped(() => inspectPicture(join(spec.path, name), bytes), name, skipped);
      if (picture === undefined) continue;
      batch.push({ name, picture });
      pixels += picture.width * picture.height;
    }
    const decoded = await Promise.all(
      batch.map(async ({ name, picture }) => {
        try {
          return { name, pixels: await decodePicture(picture, spec) };
        } catch (error) {
          return { name, error };
        }
      }),
    );
    for (const one of decoded) {
      if (one.pixels === undefined) {
        orSkipped(
          () => {
            throw one.error;
          },
          one.name,
          skipped,
        );
        continue;
      }
      names.push(one.name);
      add(one.pixels, classOf.label(one.name));
      count += 1;
    }
    onProgress?.('Reading images', next, files.length);
  }
  if (count === 0) throw noImages(spec.path, skipped);
  return { classes: classOf.list(), skipped: skipped.list() };
}

function orSkipped<T>(work: () => T, name: string, skipped: SkipReport): T | undefined {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Unfit)) throw error;
    skipped.add(error.message, name);
    return undefined;
  }
}

/** Numbers the first folders of names that come in order; none of them counts once an image has none. */
function classesOf() {
  const classes: string[] = [];
  let loose = false;
  return {
    label(name: string): number {
      const slash = name.indexOf('/');
      const own = slash < 0 ? '' : name.slice(0, slash);
      if (slash < 0) loose = true;
      const known = classes.lastIndexOf(own);
      return known >= 0 ? known : classes.push(own) - 1;
    },
    list: (): readonly string[] | null =>
      loose || classes.length < 2 || classes.length > 65_535 ? null : classes,
  };
}

function noImages(path: string, skipped: SkipReport): DataError {
  const first = skipped.list().at(0);
  const why =
    first === undefined
      ? 'it has no files'
      : `the first of ${skipped.list().reduce((sum, { count }) => sum + count, 0)} files that were skipped, ` +
        `"${first.examples[0]}", is ${first.reason}`;
  return new DataError(
    `"${path}" holds no images that can be read: ${why}; set data.path to a folder of PNG, JPEG or WebP files.`,
  );
}
