// A stand-in for Electron's runtime, as far as electron-builder looks into it: programs with the wire of fuses, the
// languages, and on macOS the bundles. With it the application is really packed, on any system, without a download.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What @electron/fuses looks for, then the wire's version and length and a state per fuse, all on as delivered. */
const fuseWire = Buffer.concat([
  Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'),
  Buffer.from([1, 8]),
  Buffer.from('1'.repeat(8)),
]);

const electronPackage = join(import.meta.dirname, '..', '..', 'node_modules', 'electron');

/** A small file of the format that Windows programs have, for what is written into their resources. */
const windowsProgram = join(electronPackage, '..', 'better-sqlite3', 'prebuilds', 'win32-x64.node');

/** Writes a runtime for the system into the folder. */
export function writeStandIn(folder: string, platform: 'linux' | 'win32' | 'darwin'): void {
  const write = (path: string, content: string | Buffer): void => {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  };
  write('LICENSE', 'Electron');
  write('LICENSES.chromium.html', 'Chromium');
  switch (platform) {
    case 'linux':
    case 'win32':
      write(
        platform === 'linux' ? 'electron' : 'electron.exe',
        platform === 'linux' ? fuseWire : Buffer.concat([readFileSync(windowsProgram), fuseWire]),
      );
      for (const language of ['en-US', 'de', 'fr']) write(`locales/${language}.pak`, language);
      break;
    case 'darwin': {
      const contents = 'Electron.app/Contents';
      write(`${contents}/Info.plist`, plist('Electron'));
      write(`${contents}/MacOS/Electron`, 'Electron');
      write(`${contents}/Resources/electron.icns`, '');
      const framework = `${contents}/Frameworks/Electron Framework.framework`;
      write(`${framework}/Electron Framework`, fuseWire);
      for (const language of ['en', 'de']) {
        write(`${contents}/Resources/${language}.lproj/locale.pak`, language);
        write(`${framework}/Versions/A/Resources/${language}.lproj/locale.pak`, language);
      }
      for (const kind of ['', ' (Renderer)', ' (Plugin)', ' (GPU)']) {
        const helper = `Electron Helper${kind}`;
        write(`${contents}/Frameworks/${helper}.app/Contents/Info.plist`, plist(helper));
        write(`${contents}/Frameworks/${helper}.app/Contents/MacOS/${helper}`, helper);
      }
      break;
    }
  }
}

function plist(executable: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict><key>CFBundleExecutable</key><string>${executable}</string></dict></plist>
`;
}
