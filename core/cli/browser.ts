// Shows an address in the user's browser, by the system's own command for it.

import { spawn } from 'node:child_process';

type Environment = Readonly<Record<string, string | undefined>>;

/** Whether windows can be shown. Windows and macOS always can. */
export function hasDisplay(environment: Environment, platform: NodeJS.Platform = process.platform): boolean {
  if (platform === 'win32' || platform === 'darwin') return true;
  return [environment['DISPLAY'], environment['WAYLAND_DISPLAY']].some(
    (name) => name !== undefined && name !== '',
  );
}

interface Opener {
  readonly command: string;
  readonly words: readonly string[];
}

/** The command that opens an address. */
export function openerFor(address: string, platform: NodeJS.Platform = process.platform): Opener {
  switch (platform) {
    case 'win32':
      // The first quoted word would be the title of a window.
      return { command: 'cmd', words: ['/c', 'start', '""', address] };
    case 'darwin':
      return { command: 'open', words: [address] };
    default:
      return { command: 'xdg-open', words: [address] };
  }
}

/** Returns at once. `failed` is called, once, when the system has no way to do it. */
export function openInBrowser({ command, words }: Opener, failed: () => void): void {
  const child = spawn(command, words, { stdio: 'ignore', detached: true, windowsVerbatimArguments: true });
  child.once('error', failed);
  child.once('exit', (code) => {
    if (code !== 0) failed();
  });
  child.unref();
}
