// electron-builder really packs the application for every system, around a stand-in for Electron's runtime, and what
// came out is looked at. The runtime itself, the installers and signing need what cannot be had everywhere.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { Arch, build, Platform, type Configuration } from 'electron-builder';
import { afterAll, describe, expect, it } from 'vitest';
import { configuration } from '../../build/electron-builder.ts';
import { nativesFor, offered, planPackages } from '../../build/package-plan.ts';
import type { PackagedArch, PackagedPlatform } from '../../build/package-plan.ts';
import { writeStandIn } from './stand-in-runtime.ts';

interface Asar {
  listPackage(archive: string, options: { readonly isPack: boolean }): string[];
  statFile(archive: string, path: string): { readonly size?: number; readonly unpacked?: boolean };
  extractFile(archive: string, path: string): Buffer;
  extractAll(archive: string, folder: string): void;
}
interface Fuses {
  getCurrentFuseWire(program: string): Promise<Record<string, number | string>>;
}

const root = join(import.meta.dirname, '..', '..');
const require = createRequire(createRequire(import.meta.url).resolve('app-builder-lib/package.json'));
const asar = require('@electron/asar') as Asar;
const fuses = require('@electron/fuses') as Fuses;

const folder = mkdtempSync(join(tmpdir(), 'critic-packing-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const problem = process.env['CRITIC_BUNDLE_PROBLEM'];

describe('the configuration', () => {
  const { validateConfiguration } = require('./out/util/config/config.js') as {
    readonly validateConfiguration: (config: object, log: { readonly isEnabled: boolean }) => Promise<void>;
  };

  it('is what electron-builder’s schema says', async () => {
    const good = configuration();
    await validateConfiguration(good, { isEnabled: false });
    const wrong = { ...good, linux: { ...good.linux, icons: 'x' } };
    await expect(validateConfiguration(wrong, { isEnabled: false })).rejects.toThrow(/configuration.linux/);
  });

  it('names files that are there', () => {
    const { linux, win, mac } = configuration();
    for (const path of [linux?.icon, win?.icon, mac?.icon, mac?.entitlements, mac?.entitlementsInherit]) {
      expect(statSync(join(root, path as string)).size).toBeGreaterThan(0);
    }
  });

  it('lifts nothing of macOS’s hardened runtime but the compiler of JavaScript', () => {
    const text = readFileSync(join(root, 'build', 'entitlements.mac.plist'), 'utf8');
    expect([...text.matchAll(/<key>(.*?)<\/key>/g)].map(([, key]) => key)).toEqual([
      'com.apple.security.cs.allow-jit',
    ]);
  });

  it('offers what the plan offers', () => {
    const targets = (from: Configuration['linux'] | Configuration['win'] | Configuration['mac']): unknown[] =>
      (from?.target as { readonly arch: unknown }[]).map(({ arch }) => arch);
    const { linux, win, mac } = configuration();
    expect(targets(linux)).toEqual([offered.linux, offered.linux]);
    expect(targets(win)).toEqual([offered.win32]);
    expect(targets(mac)).toEqual([offered.darwin, offered.darwin]);
  });
});

describe('the plan', () => {
  it('leaves out what needs natives that are not installed, and says so', () => {
    const { archs, leftOut } = planPackages('win32', join(folder, 'nothing'), 'linux');
    expect(archs).toEqual([]);
    expect(leftOut[1]).toContain('@napi-rs/canvas-win32-arm64-msvc');
  });

  it('makes packages for macOS on macOS only', () => {
    expect(planPackages('darwin', join(root, 'node_modules'), 'linux').leftOut).toEqual([
      'Packages for macOS can be made and signed on macOS only.',
    ]);
  });
});

interface Packed {
  /** Files in the archive and beside it, by their path in the application, with their sizes. */
  readonly files: ReadonlyMap<string, number>;
  readonly unpacked: ReadonlySet<string>;
  readonly resources: string;
  readonly program: string;
}

const runtimes: Readonly<
  Record<
    PackagedPlatform,
    { readonly builder: Platform; readonly resources: string; readonly program: string }
  >
> = {
  linux: { builder: Platform.LINUX, resources: 'resources', program: 'critic-workstation' },
  win32: { builder: Platform.WINDOWS, resources: 'resources', program: 'Critic.exe' },
  darwin: { builder: Platform.MAC, resources: 'Critic.app/Contents/Resources', program: 'Critic.app' },
};

async function pack(platform: PackagedPlatform, arch: PackagedArch): Promise<Packed> {
  const { builder, resources, program } = runtimes[platform];
  const place = join(folder, `${platform}-${arch}`);
  writeStandIn(join(place, 'runtime'), platform);
  const config = configuration();
  await build({
    projectDir: root,
    publish: 'never',
    targets: new Map([[builder, new Map([[Arch[arch], ['dir']]])]]),
    config: {
      ...config,
      directories: { ...config.directories, output: join(place, 'out') },
      electronDist: join(place, 'runtime'),
      // The stand-in has no resources of a Windows program to write into, and there is nobody to sign as.
      ...(platform === 'win32'
        ? { disableAsarIntegrity: true, win: { ...config.win, signAndEditExecutable: false } }
        : {}),
      mac: { ...config.mac, identity: null },
    },
  });
  const [output] = readdirSync(join(place, 'out'), { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  const app = join(place, 'out', output.name);
  const archive = join(app, resources, 'app.asar');
  const files = new Map<string, number>();
  const unpacked = new Set<string>();
  for (const path of asar.listPackage(archive, { isPack: false })) {
    const name = path.slice(1);
    const { size, unpacked: isUnpacked } = asar.statFile(archive, name);
    if (size === undefined) continue;
    files.set(name.split(sep).join('/'), size);
    if (isUnpacked === true) unpacked.add(name.split(sep).join('/'));
  }
  return { files, unpacked, resources: join(app, resources), program: join(app, program) };
}

/** Everything that only one kind of machine can run. */
const isNative = (path: string): boolean => /\.(node|dll|dylib|so(\.\d+)*|exe)$/.test(path);

const canvasPackages = (arch: PackagedArch, platform: PackagedPlatform): string =>
  nativesFor(platform, arch)[2];

/** Without what npm has not installed here; the others are looked at in full. */
const cases = (Object.keys(offered) as PackagedPlatform[]).flatMap((platform) =>
  offered[platform].map((arch) => [platform, arch] as const),
);

describe.skipIf(problem !== undefined)('the packed application', () => {
  it.each(cases)(
    'for %s on %s holds its own natives beside the archive, and nobody else’s',
    async (platform, arch) => {
      const packed = await pack(platform, arch);
      const natives = [...packed.files.keys()].filter(isNative);
      const [onnx, sqlite, canvas] = nativesFor(platform, arch) as [string, string, string];
      const own = [
        `node_modules/${onnx.slice(0, onnx.lastIndexOf('/') + 1)}`,
        `node_modules/${sqlite}`,
        `node_modules/${canvas}/`,
      ];
      expect(natives.filter((path) => !own.some((prefix) => path.startsWith(prefix)))).toEqual([]);
      expect(natives).toContain(`node_modules/${onnx}`);
      expect(natives).toContain(`node_modules/${sqlite}`);
      expect(natives.filter((path) => !packed.unpacked.has(path))).toEqual([]);
      // Their JavaScript stays in the archive.
      expect([...packed.unpacked].filter((path) => /\.[cm]?js$/.test(path))).toEqual([]);
      for (const path of natives) {
        expect(statSync(join(packed.resources, 'app.asar.unpacked', path)).size).toBe(packed.files.get(path));
      }
      // npm installs the canvas of one system; see the plan.
      const canvasIsHere = planPackages(platform, join(root, 'node_modules'), platform).archs.includes(arch);
      expect(natives.some((path) => path.startsWith(own[2]))).toBe(canvasIsHere);
      expect(canvasPackages(arch, platform)).toBe(canvas);

      const library = {
        linux: 'libonnxruntime.so.1',
        win32: 'onnxruntime.dll',
        darwin: 'libonnxruntime.1.dylib',
      };
      expect(natives.filter((path) => /onnxruntime\.(\d|so|dll)/.test(path))).toEqual([
        `${own[0]}${library[platform]}`,
      ]);

      checkContents(packed);
      await checkFuses(packed);
      if (platform === process.platform && arch === process.arch) checkItRuns(packed);
      report(`${platform} ${arch}`, packed);
    },
    120_000,
  );
});

function checkContents({ files, resources }: Packed): void {
  const names = [...files.keys()];
  for (const needed of [
    'package.json',
    'dist/electron/main.js',
    'dist/electron/preload.cjs',
    'dist/renderer/index.html',
    'dist/trainer.js',
    'dist/probe.js',
    'dist/exporter.js',
    'node_modules/onnxruntime-node/dist/index.js',
    'node_modules/onnxruntime-common/dist/cjs/index.js',
    'node_modules/better-sqlite3/lib/index.js',
    'node_modules/@napi-rs/canvas/js-binding.js',
  ]) {
    expect(names).toContain(needed);
  }
  const modules = names.flatMap((name) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(name)?.[1] ?? []);
  const known = ['@napi-rs/canvas', 'better-sqlite3', 'onnxruntime-common', 'onnxruntime-node'];
  expect([...new Set(modules)].filter((name) => !name.startsWith('@napi-rs/canvas-')).sort()).toEqual(known);
  expect(names.filter((name) => /\.(map|ts|md|c|h|cc|cpp|hpp|gyp|tsbuildinfo|vue)$/.test(name))).toEqual([]);
  const elsewhere =
    /^(package\.json$|dist\/(electron|renderer|chunks)\/|dist\/(trainer|probe|exporter)\.js$|node_modules\/)/;
  expect(names.filter((name) => !elsewhere.test(name))).toEqual([]);

  const data = readdirSync(join(resources, 'critic'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      relative(join(resources, 'critic'), join(entry.parentPath, entry.name)).split(sep).join('/'),
    );
  expect(data.filter((file) => file.startsWith('fashion-mnist/'))).toHaveLength(5);
  expect(data).toContain('fonts/Inter-Regular.ttf');
  expect(data).toContain('icons/512x512.png');
  const manifest = JSON.parse(
    asar.extractFile(join(resources, 'app.asar'), 'package.json').toString(),
  ) as Record<string, unknown>;
  expect(manifest).toMatchObject({ name: 'critic', main: 'dist/electron/main.js', type: 'module' });
  expect(manifest).not.toHaveProperty('devDependencies');
}

/** With Node in the place of Electron: what was packed is enough, and its natives load. */
function checkItRuns({ resources }: Packed): void {
  const app = join(folder, 'extracted');
  asar.extractAll(join(resources, 'app.asar'), app);
  const answer = (...words: string[]): string => {
    const { status, stdout, stderr } = spawnSync(process.execPath, words, { cwd: app, encoding: 'utf8' });
    return status === 0 ? stdout : stderr;
  };
  expect(answer('dist/probe.js', 'onnx:cpu')).toContain('"ok":true');
  const natives = `
    import Database from 'better-sqlite3';
    import { createCanvas } from '@napi-rs/canvas';
    console.log(new Database(':memory:').prepare('SELECT 6 * 7 AS n').get().n, createCanvas(3, 2).width);`;
  expect(answer('--input-type=module', '--eval', natives)).toBe('42 3\n');
}

/** States as the wire has them: 48 is off, 49 on. */
async function checkFuses({ program }: Packed): Promise<void> {
  const wire = await fuses.getCurrentFuseWire(program);
  expect(Array.from({ length: 8 }, (_, fuse) => wire[fuse])).toEqual([48, 49, 48, 48, 49, 49, 48, 48]);
}

function report(name: string, { files, resources }: Packed): void {
  const mebibytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
  const sum = (filter: (path: string) => boolean): number =>
    [...files].filter(([path]) => filter(path)).reduce((bytes, [, size]) => bytes + size, 0);
  const data = readdirSync(join(resources, 'critic'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((bytes, entry) => bytes + statSync(join(entry.parentPath, entry.name)).size, 0);
  console.log(
    `${name}: natives ${mebibytes(sum(isNative))}, programs ${mebibytes(sum((path) => !isNative(path)))}, data ${mebibytes(data)}`,
  );
}
