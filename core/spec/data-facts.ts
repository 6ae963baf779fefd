// What is known of the data without reading it: the shape of a sample and how many there are.

import { toyKinds, type DataSpec } from './run-spec.ts';

/** Whether the samples are points in the plane. */
export function isToy(data: DataSpec): boolean {
  return data.kind === 'npy' ? data.size === undefined : isToyKind(data.kind);
}

const pointKinds: readonly string[] = [...toyKinds, 'csv', 'drawn'];

/** Whether data of this kind are always points in the plane; arrays of NumPy may be either. */
export function isToyKind(kind: string): boolean {
  return pointKinds.includes(kind);
}

/** Whether they are points that somebody brought along, at whatever scale. */
export function isOwnPoints(data: DataSpec): boolean {
  return data.kind === 'csv' || data.kind === 'drawn' || (data.kind === 'npy' && data.size === undefined);
}

/** `[height, width, channels]` of an image, or `[2]` for a point in the plane. */
export function sampleShape(data: DataSpec): readonly number[] {
  const size = 'size' in data ? data.size : undefined;
  if (size === undefined) return [2];
  const channels = isStacked(data) ? 3 : 'channels' in data ? data.channels : undefined;
  return [size, size, channels ?? 1];
}

/** Whether images have three digits as their channels. */
export function isStacked({ kind }: DataSpec): boolean {
  return kind === 'stacked' || kind === 'stacked-known';
}

export interface DataCounts {
  /** Undefined while it is not known: a file that has not been read. */
  readonly train?: number;
  readonly heldOut: number;
}

/** How many samples there are to train on, and how many are kept out of training for the metrics. */
export function dataCounts(data: DataSpec): DataCounts {
  switch (data.kind) {
    case 'fashion-mnist':
      return { train: 60_000, heldOut: 10_000 };
    case 'cifar':
      return { train: 50_000, heldOut: 10_000 };
    case 'download':
      return { train: data.name === 'cifar10' ? 50_000 : 60_000, heldOut: 10_000 };
    case 'stacked':
      return { train: 128_000, heldOut: data.heldOut };
    case 'stacked-known':
      return { train: 128_000, heldOut: 10_000 };
    case 'idx':
    case 'csv':
    case 'npy':
    case 'folder':
      return { heldOut: data.heldOut };
    case 'drawn':
    case '8gaussians':
    case '25gaussians':
    case 'swissroll':
    case 'ring':
    case 'grid':
      return { train: 100_000, heldOut: 2000 };
  }
}

/** How many of so many samples are held out where nobody says: as many as usual, a fifth at most. */
export function heldOutShare(count: number, usual = Infinity): number {
  return Math.max(1, Math.min(usual, Math.floor(count / 5)));
}

/** Whether samples are read from a file when they are asked for, rather than held in memory. */
export function isStreamed(data: DataSpec): boolean {
  const { kind } = data;
  return kind === 'folder' || kind === 'cifar' || (kind === 'download' && data.name === 'cifar10');
}

/** The paths of files and folders that the data come from, as the specification names them. */
export function dataPaths(data: DataSpec): readonly string[] {
  switch (data.kind) {
    case 'idx':
    case 'stacked':
      return data.labels === undefined ? [data.images] : [data.images, data.labels];
    case 'csv':
    case 'npy':
    case 'folder':
    case 'cifar':
      return [data.path];
    default:
      return [];
  }
}

/** The same data with every path changed, as to make it independent of the working directory. */
export function mapDataPaths(data: DataSpec, change: (path: string) => string): DataSpec {
  switch (data.kind) {
    case 'idx':
    case 'stacked': {
      const { labels } = data;
      const images = change(data.images);
      return { ...data, images, ...(labels !== undefined && { labels: change(labels) }) };
    }
    case 'csv':
    case 'npy':
    case 'folder':
    case 'cifar':
      return { ...data, path: change(data.path) };
    default:
      return data;
  }
}
