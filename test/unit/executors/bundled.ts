// Bundles an entry for a process of its own, as build/bundle.ts does for the program: plain Node cannot load
// tfjs-core's modules.

import { basename, join, resolve } from 'node:path';
import { rolldown } from 'rolldown';

const repository = resolve(import.meta.dirname, '../../..');
const native = [/^onnxruntime-node/, /^@tensorflow\/tfjs-node/];

/** The path of the bundle. It lies inside the project, from where native packages are found. */
export async function bundled(entry: string): Promise<string> {
  const name = basename(entry, '.ts');
  const file = join(repository, 'dist', 'tests', `${name}.js`);
  const bundle = await rolldown({
    input: resolve(repository, entry),
    external: native,
    platform: 'node',
    resolve: { mainFields: ['module', 'main'] },
    logLevel: 'warn',
  });
  await bundle.write({ file, format: 'esm', codeSplitting: false });
  await bundle.close();
  return file;
}
