// A known download as a data set, once its files are in the cache. Nothing is fetched here.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { CifarSpec, DownloadSpec } from '../spec/run-spec.ts';
import { downloadFolder } from './cache-folder.ts';
import { loadCifar, openCifar } from './cifar.ts';
import { DataError, type DataDescription, type Dataset, type OnProgress } from './dataset.ts';
import { downloads } from './downloads.ts';
import { fingerprint } from './fingerprint.ts';
import { readIdxImages, readIdxLabels } from './idx.ts';
import { imageWriter } from './resize.ts';
import { imageSamples } from './samples.ts';

function describeDownloaded({ name, size, channels }: DownloadSpec): DataDescription {
  const title = `${downloads[name].title}, ${size} x ${size}${channels === 3 ? ' x 3' : ''}`;
  return { title, shape: [size, size, channels] };
}

/** Whether all files are there. */
export function isDownloaded(name: DownloadSpec['name']): boolean {
  return downloads[name].files.every((file) => existsSync(join(downloadFolder(name), file.name)));
}

export async function loadDownloaded(spec: DownloadSpec, onProgress?: OnProgress): Promise<Dataset> {
  requireFiles(spec);
  return spec.name === 'cifar10' ? loadCifar(asCifar(spec), onProgress) : openIdxPair(spec);
}

/** Throws a DataError where the files are missing or damaged. */
export function openDownloaded(spec: DownloadSpec): Dataset {
  requireFiles(spec);
  return spec.name === 'cifar10' ? openCifar(asCifar(spec)) : openIdxPair(spec);
}

function requireFiles({ name }: DownloadSpec): void {
  const { title, address, files } = downloads[name];
  const folder = downloadFolder(name);
  const missing = files.find((file) => !existsSync(join(folder, file.name)));
  if (missing === undefined) return;
  throw new DataError(
    `${title} has not been downloaded: ${missing.name} is not there. Fetch it with critic data download ${name}, ` +
      `or put the files of ${address} into "${folder}".`,
  );
}

function asCifar({ name, size, channels }: DownloadSpec): CifarSpec {
  const path = join(downloadFolder(name), downloads[name].files[0].name);
  return { kind: 'cifar', path, classes: 10, size, channels };
}

function openIdxPair(spec: DownloadSpec): Dataset {
  const { name, size, channels } = spec;
  const { classes, files, title } = downloads[name];
  const source = (at: number) => ({ path: join(downloadFolder(name), files[at].name), field: 'data.name' });
  const read = (at: number) => {
    const images = readIdxImages(source(at));
    const labels = readIdxLabels(source(at + 1));
    if (labels.length !== images.count || labels.some((label) => label >= classes.length))
      throw new DataError(
        `"${source(at + 1).path}" does not hold the labels of ${title}; delete it and download ${name} again.`,
      );
    return { images, labels };
  };
  const [train, heldOut] = [read(0), read(2)];
  const samples = ({ images, labels }: typeof train) => {
    const write = imageWriter(images.height, images.width, size, channels);
    return imageSamples(images, 0, images.count, size * size * channels, write, labels);
  };
  return {
    ...describeDownloaded(spec),
    train: samples(train),
    heldOut: samples(heldOut),
    classes,
    fingerprint: fingerprint([train.images.bytes, heldOut.images.bytes], { size, channels }),
  };
}
