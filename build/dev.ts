// npm run dev: the workstation in the browser, rebuilt as its files change. The window comes from Vite and is changed
// in place; the host is started anew. With --desktop the same in Electron, where the window is loaded anew by hand.
// Further words go to critic serve.

import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer as createNetServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { build, createServer } from 'vite';
import { electronPackage, findDesktop } from '../core/cli/desktop.ts';
import { onInterrupt } from '../core/cli/interrupt.ts';
import { newToken } from '../core/serve/token.ts';
import { root, watchPrograms } from './programs.ts';
import { respawned } from './respawn.ts';
import { buildWindow, windowConfig } from './window.ts';

const words = process.argv.slice(2);
const dist = join(root, 'dist');

if (words.includes('--desktop')) await developDesktop();
else await developInBrowser();

async function developInBrowser(): Promise<void> {
  // The host's address stays the same when it is started anew, and so does the key that the browser has.
  const port = await freePort();
  const token = newToken();
  // A host wants a built window, though nobody will look at it.
  if (!existsSync(join(dist, 'renderer', 'index.html'))) await buildWindow();
  const target = `http://127.0.0.1:${port}`;
  const vite = await createServer({
    configFile: windowConfig,
    server: {
      host: '127.0.0.1',
      // The first is how the token becomes a cookie. Host and Origin stay the browser's, so that the host checks them.
      proxy: { '^/\\?token=': { target }, '^/run/': { target }, '^/line$': { target, ws: true } },
    },
  });
  await vite.listen();
  const { port: vitePort } = vite.httpServer?.address() as AddressInfo;
  console.log(`http://127.0.0.1:${vitePort}/?token=${token}`);
  keepRunning(
    () =>
      spawn(
        process.execPath,
        [join(dist, 'critic.js'), 'serve', '--no-open', '--port', String(port), ...words],
        {
          stdio: ['ignore', 'ignore', 'inherit'],
          env: { ...process.env, CRITIC_TOKEN: token },
        },
      ),
    () => vite.close(),
  );
}

async function developDesktop(): Promise<void> {
  const script = join(dist, 'electron', 'main.js');
  const desktop = findDesktop({
    environment: process.env,
    platform: process.platform,
    script,
    electronPackage: electronPackage(),
  });
  if (desktop.kind === 'missing') {
    console.error(`${desktop.why} npm run dev without --desktop opens the workstation in the browser.`);
    process.exitCode = 1;
    return;
  }
  await build({ configFile: windowConfig, logLevel: 'warn', build: { watch: {} } });
  keepRunning(() => spawn(desktop.executable, [script], { stdio: 'inherit' }));
}

/** Starts the program, and starts it anew whenever it has been bundled, until Ctrl-C or until it ends well. */
function keepRunning(start: () => ChildProcess, close: () => Promise<void> = () => Promise.resolve()): void {
  const program = respawned(start, (code) => {
    // What was asked of it cannot be, which no change to a file will change; or its window was closed.
    if (code === 0 || code === 2) void finish(code);
    else console.error(`It ended with code ${code ?? 'none'}; waiting for a change.`);
  });
  const stopWatching = watchPrograms((problem) => {
    if (problem === null) program.restart();
    else console.error(problem);
  });
  const finish = async (code: number): Promise<void> => {
    await Promise.all([program.stop(), stopWatching(), close()]);
    process.exit(code);
  };
  onInterrupt({
    stop: () => void finish(0),
    kill() {
      program.kill();
      process.exit(130);
    },
  });
}

function freePort(): Promise<number> {
  const server = createNetServer();
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => {
        resolve(port);
      });
    });
  });
}
