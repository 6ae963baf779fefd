// What is dropped on the designer: data of one's own, by its name, or a design.

import type { DataSpec } from '../../../core/spec/run-spec.ts';

export type Dropped =
  | { readonly kind: 'design' }
  | { readonly kind: 'data'; readonly data: DataSpec['kind'] }
  | { readonly kind: 'other'; readonly sentence: string };

const dataFiles: readonly (readonly [ending: RegExp, data: DataSpec['kind']])[] = [
  [/\.(csv|tsv|txt)$/iu, 'csv'],
  [/\.(npy|npz)$/iu, 'npy'],
  [/ubyte(\.gz)?$/iu, 'idx'],
  [/\.(bin|tar\.gz|tgz)$/iu, 'cifar'],
];

export function dropped(name: string, isFolder: boolean): Dropped {
  if (isFolder) return { kind: 'data', data: 'folder' };
  if (/\.(png|jpe?g|webp)$/iu.test(name)) {
    const sentence = `${name} is a single image. A data set of images is the folder that they lie in: drop that.`;
    return { kind: 'other', sentence };
  }
  const data = dataFiles.find(([ending]) => ending.test(name))?.[1];
  return data === undefined ? { kind: 'design' } : { kind: 'data', data };
}

/** Browsers keep to themselves where a file lies; the desktop app may know. */
export const placeUnknown = (name: string): string =>
  `A browser does not say where ${name} lies. Type or paste its whole path into the box that is marked.`;
