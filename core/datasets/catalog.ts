// Every dataset there is, by the `kind` of its spec.

import type { DataSpec } from '../spec/run-spec.ts';
import type { Dataset, OnProgress } from './dataset.ts';
import { loadCifar, openCifar } from './cifar.ts';
import { openCsv } from './csv.ts';
import { loadDownloaded, openDownloaded } from './downloaded.ts';
import { openDrawn } from './drawn.ts';
import { openFashionMnist } from './fashion-mnist.ts';
import { loadFolder, openFolder } from './folder.ts';
import { openIdxImages } from './idx-images.ts';
import { openNpy } from './npy-samples.ts';
import { openStacked } from './stacked.ts';
import { openStackedKnown } from './stacked-known.ts';
import { openToy } from './toys.ts';

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
