// Builds into dist: the programs for Node, and the window where it has changed. One argument names a part: `programs`,
// `window`, or `bench` for the benchmark, which is in neither.

import { benchmark, bundlePrograms } from './programs.ts';
import { buildWindow, isWindowStale } from './window.ts';

const window = async (): Promise<void> => {
  if (isWindowStale()) await buildWindow();
};
const all = async (): Promise<unknown> => Promise.all([bundlePrograms(), window()]);

const parts = new Map<string, () => Promise<unknown>>([
  ['programs', () => bundlePrograms()],
  ['window', window],
  ['bench', () => bundlePrograms(benchmark)],
]);

const part = process.argv.at(2);
const make = part === undefined ? all : parts.get(part);
if (make === undefined) {
  console.error(`There is no part "${part ?? ''}" to build; there are ${[...parts.keys()].join(', ')}.`);
  process.exitCode = 2;
} else await make();
