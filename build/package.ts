// npm run package: builds the program and packs the desktop app for this system, or for --linux, --win, --mac; with
// --dir only the folder that the installers are made from.

import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Arch, build, Platform } from 'electron-builder';
import { configuration } from './electron-builder.ts';
import { planPackages, type PackagedPlatform } from './package-plan.ts';

const root = join(import.meta.dirname, '..');

const platforms: Readonly<Record<PackagedPlatform, Platform>> = {
  linux: Platform.LINUX,
  win32: Platform.WINDOWS,
  darwin: Platform.MAC,
};

/** Ends with one sentence: what is written to it is for the person who asked. */
class PackageError extends Error {
  override readonly name = 'PackageError';
}

function requested(words: string[]): { readonly chosen: readonly PackagedPlatform[]; readonly dir: boolean } {
  const flag = { type: 'boolean', default: false } as const;
  let values;
  try {
    ({ values } = parseArgs({ args: words, options: { linux: flag, win: flag, mac: flag, dir: flag } }));
  } catch {
    throw new PackageError('npm run package takes --linux, --win, --mac and --dir, and nothing else.');
  }
  const flags = { linux: values.linux, win32: values.win, darwin: values.mac };
  const named = (Object.keys(flags) as PackagedPlatform[]).filter((platform) => flags[platform]);
  if (named.length > 0) return { chosen: named, dir: values.dir };
  const host = (Object.keys(platforms) as PackagedPlatform[]).find(
    (platform) => platform === process.platform,
  );
  if (host === undefined) throw new PackageError(`There is no desktop app for ${process.platform}.`);
  return { chosen: [host], dir: values.dir };
}

/** Whatever older builds left must not be packed. */
function bundle(): void {
  for (const part of ['chunks', 'electron', 'renderer']) {
    rmSync(join(root, 'dist', part), { recursive: true, force: true });
  }
  try {
    execFileSync(process.execPath, [join(root, 'build', 'bundle.ts')], { cwd: root, stdio: 'inherit' });
  } catch {
    throw new PackageError('The program was not built, so nothing was packed; what is wrong is said above.');
  }
}

/** Network errors of Node's, and the words of @electron/get and app-builder for them. */
const unreachable =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EPROTO|fetch failed|getaddrinfo|tunneling socket|status code \d+|Response code [45]\d\d|cannot resolve|HTTPError|RequestError|TimeoutError|CERT_|certificate/i;

function sentenceFor(error: unknown): string {
  if (error instanceof PackageError) return error.message;
  const message = (error instanceof Error ? error.message : String(error)).split('\n', 1)[0].trim();
  if (!unreachable.test(describe(error))) return `Nothing was packed: ${message}`;
  return (
    'Nothing was packed: the Electron runtime, or a tool of electron-builder, has to be downloaded and cannot be ' +
    `reached from here (${message}); try again with a network, or name a mirror in ELECTRON_MIRROR.`
  );
}

/** The error with its causes, where the network's own words are. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code = '' } = error as NodeJS.ErrnoException;
  const inner = error instanceof AggregateError ? error.errors.map(describe).join(' ') : '';
  return `${error.name} ${code} ${error.message} ${inner} ${error.cause === undefined ? '' : describe(error.cause)}`;
}

async function run(): Promise<void> {
  const { chosen, dir } = requested(process.argv.slice(2));
  const plans = chosen.map((platform) =>
    planPackages(platform, join(root, 'node_modules'), process.platform),
  );
  for (const sentence of plans.flatMap(({ leftOut }) => leftOut)) console.error(sentence);
  const ready = plans.filter(({ archs }) => archs.length > 0);
  if (ready.length === 0) throw new PackageError('Nothing was packed.');
  bundle();
  for (const { platform, archs } of ready) {
    const types = dir ? ['dir'] : [];
    const targets = new Map([[platforms[platform], new Map(archs.map((arch) => [Arch[arch], types]))]]);
    const files = await build({ projectDir: root, targets, config: configuration(), publish: 'never' });
    for (const file of files) console.log(file);
  }
}

try {
  await run();
} catch (error) {
  console.error(sentenceFor(error));
  // Said out loud: electron-builder's own hooks end with 0 otherwise.
  process.exit(1);
}
