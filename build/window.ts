// The window: built by Vite into dist/renderer, unless what is there is as new as everything it is made of.

import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './programs.ts';

/** What the window is made of: itself, what it may import of core, and the packages that are installed. */
const sources = [
  'renderer',
  'core/spec',
  'core/protocol',
  'core/lab',
  'resources/icons',
  'package-lock.json',
];

const page = join(root, 'dist', 'renderer', 'index.html');
export const windowConfig = join(root, 'build', 'vite.config.ts');

/** Whether it has to be built. A folder is as new as the last file that came or went. */
export function isWindowStale(): boolean {
  return isOlder(
    page,
    sources.map((source) => join(root, source)),
  );
}

/** Whether a file is missing, or older than something at or below the paths. Paths without anything do not count. */
export function isOlder(file: string, paths: readonly string[]): boolean {
  const made = modifiedAt(file);
  return made === null || paths.some((path) => (newestIn(path) ?? 0) >= made);
}

function modifiedAt(path: string): number | null {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? null;
}

function newestIn(path: string): number | null {
  const own = modifiedAt(path);
  if (own === null || !statSync(path).isDirectory()) return own;
  const inside = readdirSync(path, { recursive: true, encoding: 'utf8' });
  return Math.max(own, ...inside.map((name) => modifiedAt(join(path, name)) ?? 0));
}

/** Builds the window. Rejects with what is wrong with it. */
export async function buildWindow(): Promise<void> {
  // Loaded when there is something to do: it takes longer than to look.
  const { build } = await import('vite');
  await build({ configFile: windowConfig, logLevel: 'warn' });
}
