// What the designer starts with when data of a kind are chosen that have yet to be brought.

import type { DataSpec } from '../../../core/spec/run-spec.ts';

interface Start {
  /** Keeps the form of the specification right until somebody has typed the real one. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** The field that must be typed; its box is empty at first. */
  readonly asks?: string;
}

/** A circle of points, so that there is something to see and to change. */
const circle: readonly number[] = Array.from({ length: 12 }, (_, i) => {
  const angle = (i * Math.PI) / 6;
  return [Math.cos(angle), Math.sin(angle)].map((value) => Number(value.toFixed(3)));
}).flat();

export const startOf: Readonly<Partial<Record<DataSpec['kind'], Start>>> = {
  idx: { fields: { images: 'train-images-idx3-ubyte.gz' }, asks: 'data.images' },
  csv: { fields: { path: 'points.csv' }, asks: 'data.path' },
  npy: { fields: { path: 'images.npy' }, asks: 'data.path' },
  folder: { fields: { path: 'images' }, asks: 'data.path' },
  cifar: { fields: { path: 'cifar-10-binary.tar.gz' }, asks: 'data.path' },
  stacked: { fields: { images: 'train-images-idx3-ubyte.gz' }, asks: 'data.images' },
  drawn: { fields: { points: circle } },
};

/** As they are offered: what trains in seconds first. */
export const dataGroups: readonly { readonly title: string; readonly kinds: readonly DataSpec['kind'][] }[] =
  [
    {
      title: 'Points in the plane',
      kinds: ['8gaussians', '25gaussians', 'swissroll', 'ring', 'grid', 'drawn'],
    },
    { title: 'Known images', kinds: ['fashion-mnist', 'download', 'stacked-known'] },
    { title: 'Your own files', kinds: ['folder', 'csv', 'npy', 'idx', 'cifar', 'stacked'] },
  ];

/** Fields that hold the path of a file or a folder. */
export const pathFields: readonly string[] = ['data.path', 'data.images', 'data.labels'];

/** Fields that an empty box takes away. */
export const optionalFields: readonly string[] = ['data.labels', 'data.entry'];

/** The field that the file or folder of the data is named in; the download has a name instead. */
export function placeOf(kind: DataSpec['kind']): string {
  if (kind === 'stacked-known') return 'data.set';
  return kind === 'download' ? 'data.name' : (startOf[kind]?.asks ?? 'data.kind');
}

/** A path as it comes from elsewhere: quoted by a file manager, or as an address. */
export function plainPath(text: string): string {
  const path = text.trim().replace(/^(["'])(.+)\1$/u, '$2');
  if (!path.startsWith('file://')) return path;
  try {
    // On Windows an address has a slash before the drive.
    return decodeURIComponent(new URL(path).pathname).replace(/^\/([A-Za-z]:)/u, '$1');
  } catch {
    return path;
  }
}

/** Whether a box of the data waits for something to be typed. */
export function isAsked(texts: Readonly<Record<string, string>>): boolean {
  return Object.values(startOf).some(({ asks }) => asks !== undefined && asks in texts);
}
