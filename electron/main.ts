// The desktop app's main process: chooses the parts and starts. It is the host of the workstation as well.

import {
  app,
  BrowserWindow,
  crashReporter,
  dialog,
  ipcMain,
  Menu,
  MessageChannelMain,
  nativeTheme,
  Notification,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  screen,
  session,
  shell,
  utilityProcess,
} from 'electron';
import { join } from 'node:path';
import { cacheDirectory, dataDirectory } from '../core/cli/directories.ts';
import { programVersion } from '../core/cli/version.ts';
import { engineIds, listEngines, type ListOptions } from '../core/executors/catalog.ts';
import type { runProbe } from '../core/executors/probe-process.ts';
import { openWorkstation } from '../core/host/workstation.ts';
import { ownFolder, runApplication } from './application.ts';
import { probeRunner } from './engine-probes.ts';
import { openLog } from './log.ts';
import { trainerForker, type Fork } from './trainer-process.ts';

/** The application's folder: a checkout's, or the archive of an installed app. */
const root = join(import.meta.dirname, '..', '..');
/** Data that native code opens by path lies beside the archive. */
const resources = app.isPackaged ? join(process.resourcesPath, 'critic') : join(root, 'resources');
const dataDir = dataDirectory(undefined, process.env);

const fork: Fork = (entry, args, options) => utilityProcess.fork(entry, args, options);
const endProcess = (pid: number): void => {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It was faster.
  }
};

// Reports of crashes stay on this machine.
crashReporter.start({ uploadToServer: false });

runApplication(
  () => ({
    app,
    protocol,
    session: session.defaultSession,
    ipcMain,
    nativeTheme,
    screen,
    powerSaveBlocker,
    powerMonitor,
    dialog,
    shell,
    createWindow: (options) => new BrowserWindow(options),
    setMenu(template) {
      Menu.setApplicationMenu(Menu.buildFromTemplate(template));
    },
    openChannel: () => new MessageChannelMain(),
    notify(text, clicked) {
      const notification = new Notification(text);
      notification.on('click', clicked);
      notification.show();
    },
  }),
  { app, protocol },
  {
    appId: 'org.critic.workstation',
    platform: process.platform,
    places: {
      dataDir,
      page: join(root, 'dist', 'renderer'),
      preload: join(root, 'dist', 'electron', 'preload.cjs'),
      icon: process.platform === 'linux' ? join(resources, 'icons', '512x512.png') : null,
    },
    log: openLog(join(ownFolder(dataDir), 'log.txt')),
    openWorkstation: () =>
      openWorkstation({
        dataDir,
        resourcesDir: resources,
        trainerEntry: join(root, 'dist', 'trainer.js'),
        exporterEntry: join(root, 'dist', 'exporter.js'),
        version: programVersion,
        shell: 'desktop',
        forkTrainer: trainerForker(fork, endProcess),
        forkExporter: trainerForker(fork, endProcess, 'Critic exporter'),
        engines(refresh, onStep) {
          const options: ListOptions & { readonly run: typeof runProbe } = {
            probe: join(root, 'dist', 'probe.js'),
            cacheFile: join(cacheDirectory(process.env), 'engines.json'),
            programVersion,
            refresh,
            onProbe: (id) => {
              onStep(id, engineIds.indexOf(id), engineIds.length);
            },
            run: probeRunner(fork, endProcess),
          };
          return listEngines(options);
        },
      }),
  },
);
