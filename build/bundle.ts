// Bundles the programs for plain Node: the command line, the trainer, the engine probe; with the argument
// `bench`, the benchmark instead. tfjs-core has to be bundled from its ES modules: its CommonJS file comes
// without gradients. Native packages stay outside.

import { rolldown } from 'rolldown';

const programs = {
  critic: 'core/cli/main.ts',
  trainer: 'core/trainer/entry.ts',
  probe: 'core/executors/probe.ts',
};
const benchmark = { bench: 'test/bench/bench.ts', 'bench-worker': 'test/bench/worker.ts' };
const entries = process.argv[2] === 'bench' ? benchmark : programs;
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
