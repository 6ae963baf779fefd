// The TensorFlow package that the user may have installed: where it is and how it is loaded. Finding it loads nothing.

import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The GPU build first. */
const packages = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'] as const;

export interface TensorflowPackage {
  readonly name: string;
  readonly version: string;
  /** Folder that holds its package.json. */
  readonly folder: string;
  /** Loads it; it registers the backend `tensorflow` with tfjs as it does. */
  readonly load: () => unknown;
}

/** Folders from whose `node_modules`, or those above them, the package may come. Node adds NODE_PATH to them. */
const usualFolders = (): readonly string[] => [process.cwd(), import.meta.dirname];

/** The installed package, the GPU build before the other; null if there is none. Loads nothing. */
export function findTensorflow(folders: readonly string[] = usualFolders()): TensorflowPackage | null {
  for (const name of packages) {
    for (const folder of folders) {
      const require = createRequire(join(folder, 'package.json'));
      try {
        const manifest = require.resolve(`${name}/package.json`);
        const { version } = require(manifest) as { readonly version: string };
        return { name, version, folder: dirname(manifest), load: () => require(name) as unknown };
      } catch {
        // Not here.
      }
    }
  }
  return null;
}
