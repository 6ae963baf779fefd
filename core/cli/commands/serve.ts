// critic serve: the workstation for a browser, by a server that only this machine can reach.

import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { engineIds, listEngines } from '../../executors/catalog.ts';
import type { Workstation } from '../../host/shell.ts';
import { openWorkstation } from '../../host/workstation.ts';
import { readPages } from '../../serve/pages.ts';
import { openServer, type ServerOptions, type WorkstationServer } from '../../serve/server.ts';
import { UsageError } from '../args/usage-error.ts';
import { hasDisplay, openerFor, openInBrowser } from '../browser.ts';
import type { Context } from '../context.ts';
import { cacheDirectory, checkWritable, dataDirectory } from '../directories.ts';
import { exitCodes, type ExitCode } from '../exit.ts';
import { onInterrupt } from '../interrupt.ts';
import type { ServeRequest } from '../request.ts';

/** Free on most machines; what an SSH tunnel is told to lead to. */
const usualPort = 7717;

export async function serve(request: ServeRequest, context: Context): Promise<ExitCode> {
  const { output, environment, places } = context;
  const dataDir = dataDirectory(request.data, environment);
  checkWritable(dataDir, 'The data directory');
  if (!existsSync(join(places.window, 'index.html'))) {
    throw new UsageError(`The window is not built: ${places.window} is missing; npm run build makes it.`);
  }
  const pages = readPages(places.window);
  const token = tokenOf(environment);

  const stopping = new AbortController();
  const undo = onInterrupt({
    stop() {
      output.note('Saving and stopping …  (Ctrl-C again stops at once)');
      stopping.abort();
    },
    kill: () => process.exit(exitCodes.interrupted),
  });
  // None when the port or the folder cannot be had.
  const opened: Workstation[] = [];
  let saved = 0;
  try {
    const server = await serveOn(request.port, () => {
      const workstation = workstationIn(dataDir, context);
      opened.push(workstation);
      workstation.on((event) => {
        if (event.kind === 'ended' && stopping.signal.aborted) saved += 1;
      });
      return { workstation, pages, ...(token === undefined ? {} : { token }) };
    });
    tell(server, request, dataDir, context);
    if (!stopping.signal.aborted) await once(stopping.signal, 'abort');
    await server.close();
  } finally {
    for (const workstation of opened) await workstation.close();
    undo();
  }
  if (saved === 0) return exitCodes.done;
  output.note(`${saved === 1 ? 'One run was' : `${saved} runs were`} stopped and can be resumed.`);
  return exitCodes.interrupted;
}

function workstationIn(dataDir: string, { places, environment, version }: Context): Workstation {
  return openWorkstation({
    dataDir,
    resourcesDir: places.resources,
    trainerEntry: places.trainer,
    exporterEntry: places.exporter,
    version,
    shell: 'server',
    engines: (refresh, onStep) =>
      listEngines({
        probe: places.probe,
        cacheFile: join(cacheDirectory(environment), 'engines.json'),
        programVersion: version,
        refresh,
        onProbe: (id) => {
          onStep(id, engineIds.indexOf(id), engineIds.length);
        },
      }),
  });
}

/** @throws UsageError when the port that was asked for cannot be had */
async function serveOn(port: number | undefined, open: () => ServerOptions): Promise<WorkstationServer> {
  try {
    return await openServer(port ?? usualPort, open);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE' && port === undefined) return openServer(0, open);
    if (code === 'EADDRINUSE') {
      throw new UsageError(
        `Port ${port ?? usualPort} is in use by another program; choose another one, or leave --port out for one that is free.`,
        'serve',
      );
    }
    if (code === 'EACCES') {
      throw new UsageError(
        `Port ${port ?? usualPort} is not for every user; choose one from 1024 on, or leave --port out.`,
        'serve',
      );
    }
    throw error;
  }
}

/** The address alone on standard output; a browser that is shown it gets another one, which works only once. */
function tell(server: WorkstationServer, { open }: ServeRequest, dataDir: string, context: Context): void {
  const { output, environment } = context;
  output.note(`Critic keeps its runs in ${dataDir} and is at this address until Ctrl-C:`);
  output.line(server.address);
  output.object({ kind: 'serving', address: server.address, port: server.port, dataDir });
  if (!open) return;
  if (!hasDisplay(environment)) {
    const tunnel = `ssh -L ${server.port}:127.0.0.1:${server.port}`;
    output.note(`There is no display here; reach it from another machine through ${tunnel}.`);
    return;
  }
  openInBrowser(openerFor(server.openingAddress()), () => {
    output.note('The browser could not be opened from here; open the address above in it.');
  });
}

/** At least 32 letters that an address can hold. */
const goodToken = /^[\w-]{32,}$/;

/** `CRITIC_TOKEN` keeps the address the same from start to start. @throws UsageError when it is too easy to guess */
function tokenOf(environment: Context['environment']): string | undefined {
  const token = environment['CRITIC_TOKEN'];
  if (token === undefined || token === '') return undefined;
  if (goodToken.test(token)) return token;
  throw new UsageError(
    'CRITIC_TOKEN must be 32 or more letters, digits, - and _; unset it for a random one.',
  );
}
