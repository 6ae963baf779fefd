// Bundles the command line and the trainer for plain Node. tfjs-core has to be bundled from its ES modules:
// its CommonJS file comes without gradients. Native packages stay outside.

import { rolldown } from 'rolldown';

const entries = { critic: 'core/cli/main.ts', trainer: 'core/trainer/entry.ts', probe: 'core/executors/probe.ts' };
const native = [/^onnxruntime-node/, /^better-sqlite3/, /^@napi-rs\/canvas/, /^@tensorflow\/tfjs-node/];

const bundle = await rolldown({
  input: entries,
  external: native,
  platform: 'node',
  resolve: { mainFields: ['module', 'main'] },
  logLevel: 'warn',
});
await bundle.write({
  dir: 'dist',
  format: 'esm',
  entryFileNames: '[name].js',
  chunkFileNames: 'chunks/[name]-[hash].js',
  sourcemap: true,
  cleanDir: false,
});
await bundle.close();
