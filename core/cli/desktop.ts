// Whether the desktop app can be opened here, and opening it. The Electron package brings its runtime by a download
// of its own, which closed networks do not allow; it is looked for without asking the package, which would try.

import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { hasDisplay } from './browser.ts';
import { onInterrupt } from './interrupt.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export interface Surroundings {
  readonly environment: Environment;
  readonly platform: NodeJS.Platform;
  /** The desktop app's script. */
  readonly script: string;
  /** The Electron package's folder; null where it is not installed. */
  readonly electronPackage: string | null;
}

export type Desktop =
  | { readonly kind: 'here'; readonly executable: string }
  /** `why` is a sentence. */
  | { readonly kind: 'missing'; readonly why: string };

/** Looks at files only. */
export function findDesktop({ environment, platform, script, electronPackage }: Surroundings): Desktop {
  if (!existsSync(script)) return missing('The desktop app is not built here; npm run build builds it.');
  const executable = runtimeOf(electronPackage, environment, platform);
  if (executable === null || !existsSync(executable)) {
    return missing('The Electron runtime is not installed here; npx install-electron downloads it.');
  }
  if (!hasDisplay(environment, platform)) {
    return missing('There is no display here: neither DISPLAY nor WAYLAND_DISPLAY is set.');
  }
  return { kind: 'here', executable };
}

function missing(why: string): Desktop {
  return { kind: 'missing', why };
}

/** Where the Electron package keeps its runtime's program, or would. */
function runtimeOf(
  folder: string | null,
  environment: Environment,
  platform: NodeJS.Platform,
): string | null {
  const override = environment['ELECTRON_OVERRIDE_DIST_PATH'];
  if (override !== undefined && override !== '') return join(override, programName(platform));
  return folder === null ? null : join(folder, 'dist', namedBy(folder) ?? programName(platform));
}

/** The package notes the program's name once it has brought it. */
function namedBy(folder: string): string | null {
  try {
    return readFileSync(join(folder, 'path.txt'), 'utf8').trim();
  } catch {
    return null;
  }
}

function programName(platform: NodeJS.Platform): string {
  if (platform === 'win32') return 'electron.exe';
  return platform === 'darwin' ? 'Electron.app/Contents/MacOS/Electron' : 'electron';
}

/** The installed Electron package's folder. */
export function electronPackage(): string | null {
  try {
    return dirname(createRequire(import.meta.url).resolve('electron/package.json'));
  } catch {
    return null;
  }
}

export interface Launch {
  readonly executable: string;
  readonly script: string;
  readonly environment: Environment;
}

/** How it ended; `early` when it ended with an error so soon that nobody can have seen a window. */
export type DesktopEnd = { readonly kind: 'closed' | 'failed' | 'early'; readonly how: string };

/** An app that cannot start, for want of a sandbox or of a library, says so within this time. */
const earlyMs = 5000;

/** Resolves when the app has ended. Ctrl-C asks it to save and quit, a second one ends it. */
export function runDesktop({ executable, script, environment }: Launch): Promise<DesktopEnd> {
  // Set by some editors' terminals; with it the program would be a plain Node.
  const env = { ...environment, ELECTRON_RUN_AS_NODE: undefined };
  const startedAt = performance.now();
  const child = spawn(executable, [script], { stdio: 'inherit', env });
  let isAskedToStop = false;
  const undo = onInterrupt({
    stop() {
      isAskedToStop = true;
      child.kill('SIGTERM');
    },
    kill: () => child.kill('SIGKILL'),
  });
  return new Promise<DesktopEnd>((resolve) => {
    child.once('error', ({ message }) => {
      resolve({ kind: 'early', how: message });
    });
    child.once('exit', (code, signal) => {
      const how = signal === null ? `exit code ${code ?? 0}` : `signal ${signal}`;
      if (code === 0 || isAskedToStop) resolve({ kind: 'closed', how });
      else resolve({ kind: performance.now() - startedAt < earlyMs ? 'early' : 'failed', how });
    });
  }).finally(undo);
}
