// Which packages can be made where: npm installs only the natives of the system it runs on, so some are not there.

import { existsSync } from 'node:fs';
import { join } from 'node:path';

export type PackagedPlatform = 'linux' | 'win32' | 'darwin';
export type PackagedArch = 'x64' | 'arm64';

const names: Readonly<Record<PackagedPlatform, string>> = {
  linux: 'Linux',
  win32: 'Windows',
  darwin: 'macOS',
};

/** What is offered for download. */
export const offered: Readonly<Record<PackagedPlatform, readonly PackagedArch[]>> = {
  linux: ['x64', 'arm64'],
  win32: ['x64', 'arm64'],
  darwin: ['arm64'],
};

/** The native files that a package needs, below node_modules. */
export function nativesFor(platform: PackagedPlatform, arch: PackagedArch): readonly string[] {
  const canvas = { linux: `linux-${arch}-gnu`, win32: `win32-${arch}-msvc`, darwin: `darwin-${arch}` }[
    platform
  ];
  return [
    `onnxruntime-node/bin/napi-v6/${platform}/${arch}/onnxruntime_binding.node`,
    `better-sqlite3/prebuilds/${platform}-${arch}.node`,
    `@napi-rs/canvas-${canvas}`,
  ];
}

export interface Plan {
  readonly platform: PackagedPlatform;
  readonly archs: readonly PackagedArch[];
  /** Sentences on what is left out. */
  readonly leftOut: readonly string[];
}

/** What can be packaged for a platform with the natives that are installed in `modules`. */
export function planPackages(platform: PackagedPlatform, modules: string, host: NodeJS.Platform): Plan {
  if (platform === 'darwin' && host !== 'darwin') {
    return { platform, archs: [], leftOut: ['Packages for macOS can be made and signed on macOS only.'] };
  }
  const archs: PackagedArch[] = [];
  const leftOut: string[] = [];
  for (const arch of offered[platform]) {
    const missing = nativesFor(platform, arch).filter((native) => !existsSync(join(modules, native)));
    if (missing.length === 0) archs.push(arch);
    else {
      leftOut.push(
        `The package for ${names[platform]} on ${arch} needs ${missing.join(' and ')}, which npm installs on such ` +
          'a machine only; make it there.',
      );
    }
  }
  return { platform, archs, leftOut };
}
