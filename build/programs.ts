// The programs that run on Node: the command line, the trainer, the exporter, the engine probe, the desktop app's main
// process.
// tfjs-core has to be bundled from its ES modules: its CommonJS file comes without gradients. Native packages stay
// outside, and so does Electron, which brings itself.

import { join } from 'node:path';
import { rolldown, watch, type InputOptions, type OutputOptions } from 'rolldown';

export const root = join(import.meta.dirname, '..');

/** Programs by the name of their file in dist. */
export type Entries = Readonly<Record<string, string>>;

export const benchmark: Entries = {
  bench: 'test/bench/bench.ts',
  'bench-worker': 'test/bench/worker.ts',
  'bench-metrics': 'test/bench/metrics.ts',
};

const programs: Entries = {
  critic: 'core/cli/main.ts',
  trainer: 'core/trainer/entry.ts',
  exporter: 'core/host/exporter-entry.ts',
  probe: 'core/executors/probe.ts',
  'electron/main': 'electron/main.ts',
};

/** Sandboxed preload scripts are CommonJS, in one file. */
const preload: Entries = { 'electron/preload': 'electron/preload.ts' };

interface Bundle {
  readonly input: InputOptions;
  readonly output: OutputOptions;
}

const external = [
  /^onnxruntime-node/,
  /^better-sqlite3/,
  /^@napi-rs\/canvas/,
  /^@tensorflow\/tfjs-node/,
  'electron',
];

function bundleOf(entries: Entries, output: OutputOptions): Bundle {
  const input: InputOptions = {
    input: { ...entries },
    cwd: root,
    external,
    platform: 'node',
    resolve: { mainFields: ['module', 'main'] },
    logLevel: 'warn',
  };
  return { input, output: { dir: join(root, 'dist'), sourcemap: true, cleanDir: false, ...output } };
}

function modules(entries: Entries): Bundle {
  const names = { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' };
  return bundleOf(entries, { format: 'esm', ...names });
}

function bundles(): readonly Bundle[] {
  return [modules(programs), bundleOf(preload, { format: 'cjs', entryFileNames: '[name].cjs' })];
}
async function write({ input, output }: Bundle): Promise<void> {
  const bundle = await rolldown(input);
  await bundle.write(output);
  await bundle.close();
}

/** Bundles all programs, or the given ones. Rejects with what the bundler found wrong. */
export async function bundlePrograms(entries?: Entries): Promise<void> {
  for (const bundle of entries === undefined ? bundles() : [modules(entries)]) await write(bundle);
}

/**
 * Bundles all programs now and whenever one of their files changes.
 * @param onBundle with what is wrong, or null when they are in place
 * @returns the undo
 */
export function watchPrograms(onBundle: (problem: string | null) => void): () => Promise<void> {
  const watcher = watch(bundles().map(({ input, output }) => ({ ...input, output })));
  watcher.on('event', async (event) => {
    if (event.code === 'BUNDLE_END') await event.result.close();
    if (event.code === 'END') onBundle(null);
    if (event.code === 'ERROR') {
      await event.result.close();
      onBundle(event.error.message);
    }
  });
  return () => watcher.close();
}
