// Every dataset there is, by the `kind` of its spec.

import type { DataSpec } from '../spec/run-spec.ts';
import type { DataDescription, Dataset, OnProgress } from './dataset.ts';
import { describeCifar, loadCifar, openCifar } from './cifar.ts';
import { describeCsv, openCsv } from './csv.ts';
import { describeDownloaded, loadDownloaded, openDownloaded } from './downloaded.ts';
import { describeDrawn, openDrawn } from './drawn.ts';
import { describeFashionMnist, openFashionMnist } from './fashion-mnist.ts';
import { describeFolder, loadFolder, openFolder } from './folder.ts';
import { describeIdxImages, openIdxImages } from './idx-images.ts';
import { describeNpy, openNpy } from './npy-samples.ts';
import { describeStacked, openStacked } from './stacked.ts';
import { describeStackedKnown, openStackedKnown } from './stacked-known.ts';
import { describeToy, openToy } from './toys.ts';

/** Title and shape, without opening anything. */
export function describeData(spec: DataSpec): DataDescription {
  switch (spec.kind) {
    case 'fashion-mnist':
      return describeFashionMnist(spec);
    case 'idx':
      return describeIdxImages(spec);
    case '8gaussians':
    case '25gaussians':
    case 'swissroll':
    case 'ring':
    case 'grid':
      return describeToy(spec);
    case 'csv':
      return describeCsv(spec);
    case 'drawn':
      return describeDrawn();
    case 'npy':
      return describeNpy(spec);
    case 'folder':
      return describeFolder(spec);
    case 'cifar':
      return describeCifar(spec);
    case 'download':
      return describeDownloaded(spec);
    case 'stacked':
      return describeStacked(spec);
    case 'stacked-known':
      return describeStackedKnown(spec);
  }
}

/**
 * Opens a dataset; bundled ones come from `resourcesDir`. Relative paths in the spec are taken from the working
 * directory. Blocks for up to a second. Throws a DataError for files that cannot be used, and for those that
 * `loadDataset` has to prepare first.
 */
export function openDataset(spec: DataSpec, resourcesDir: string): Dataset {
  switch (spec.kind) {
    case 'fashion-mnist':
      return openFashionMnist(spec, resourcesDir);
    case 'idx':
      return openIdxImages(spec);
    case '8gaussians':
    case '25gaussians':
    case 'swissroll':
    case 'ring':
    case 'grid':
      return openToy(spec);
    case 'csv':
      return openCsv(spec);
    case 'drawn':
      return openDrawn(spec);
    case 'npy':
      return openNpy(spec);
    case 'folder':
      return openFolder(spec);
    case 'cifar':
      return openCifar(spec);
    case 'download':
      return openDownloaded(spec);
    case 'stacked':
      return openStacked(spec);
    case 'stacked-known':
      return openStackedKnown(spec, resourcesDir);
  }
}

/**
 * Opens a dataset, and prepares it first where that takes long: pictures are decoded once and kept in the cache.
 * Throws a DataError for files that cannot be used.
 */
export async function loadDataset(
  spec: DataSpec,
  resourcesDir: string,
  onProgress?: OnProgress,
): Promise<Dataset> {
  switch (spec.kind) {
    case 'folder':
      return loadFolder(spec, onProgress);
    case 'cifar':
      return loadCifar(spec, onProgress);
    case 'download':
      return loadDownloaded(spec, onProgress);
    default:
      return openDataset(spec, resourcesDir);
  }
}
