#!/usr/bin/env node
// critic, the command line: reads the request, finds what it needs beside itself, and answers with an exit code.

import { join } from 'node:path';
import { parseArguments } from './args.ts';
import { UsageError } from './args/usage-error.ts';
import type { Context } from './context.ts';
import { describeError } from './failure.ts';
import { exitCodes, type ExitCode } from './exit.ts';
import { helpText } from './help.ts';
import { Output } from './output.ts';
import type { Request } from './request.ts';
import { programVersion } from './version.ts';

const here = import.meta.dirname;

function contextFor(request: Request): Context {
  const underNpm = process.env['npm_lifecycle_event'] !== undefined;
  return {
    places: {
      resources: join(here, '..', 'resources'),
      trainer: join(here, 'trainer.js'),
      exporter: join(here, 'exporter.js'),
      probe: join(here, 'probe.js'),
      window: join(here, 'renderer'),
      desktop: join(here, 'electron', 'main.js'),
    },
    version: programVersion,
    environment: process.env,
    output: new Output('json' in request && request.json),
    program: underNpm ? 'npm run critic --' : 'critic',
  };
}

/** Commands are loaded when they are asked for: some of them bring large libraries. */
async function answer(request: Request): Promise<ExitCode> {
  const context = contextFor(request);
  switch (request.kind) {
    case 'help':
      process.stdout.write(helpText(request.command));
      return exitCodes.done;
    case 'version':
      process.stdout.write(`${programVersion}\n`);
      return exitCodes.done;
    case 'start':
      return (await import('./commands/start.ts')).start(request, context);
    case 'serve':
      return (await import('./commands/serve.ts')).serve(request, context);
    case 'train':
      return (await import('./commands/train.ts')).train(request, context);
    case 'compare':
      return (await import('./commands/compare.ts')).compare(request, context);
    case 'reproduce':
      return (await import('./commands/reproduce.ts')).reproduce(request, context);
    case 'resume':
      return (await import('./commands/resume.ts')).resume(request, context);
    case 'runs-list':
      return (await import('./commands/runs.ts')).listRuns(request, context);
    case 'runs-show':
      return (await import('./commands/runs.ts')).showRun(request, context);
    case 'runs-delete':
      return (await import('./commands/runs.ts')).deleteRuns(request, context);
    case 'measure':
      return (await import('./commands/measure.ts')).measure(request, context);
    case 'export':
      return (await import('./commands/export.ts')).exportRuns(request, context);
    case 'import':
      return (await import('./commands/import.ts')).importRuns(request, context);
    case 'presets':
      return (await import('./commands/presets.ts')).listPresets(context);
    case 'engines':
      return (await import('./commands/engines.ts')).listAllEngines(context);
    case 'data-list':
      return (await import('./commands/data.ts')).listData(context);
    case 'data-download':
      return (await import('./commands/data.ts')).downloadData(request, context);
  }
}

/** better-sqlite3 crashes without a word on older ones. */
const oldestNode = 22;

function requireNode(version: string): void {
  if (Number(version.split('.')[0]) >= oldestNode) return;
  throw new Error(
    `Critic needs Node ${oldestNode} or later, and this is Node ${version}; in a checkout, npm run critic brings its own.`,
  );
}

// A reader that stops early, as head does, is no error; a run that is being trained is saved first.
let unread = false;
process.stdout.on('error', () => {
  if (unread) return;
  unread = true;
  if (process.listenerCount('SIGTERM') > 0) process.kill(process.pid, 'SIGTERM');
  else process.exit();
});
// A terminal that was closed; the signal that comes with it is what counts.
process.stderr.on('error', () => undefined);

try {
  requireNode(process.versions.node);
  process.exitCode = await answer(parseArguments(process.argv.slice(2)));
} catch (error) {
  const { code, text } = describeError(error);
  process.exitCode = code;
  const help =
    error instanceof UsageError && error.command !== undefined ? ` See critic ${error.command} --help.` : '';
  process.stderr.write(`${text}${help}\n`);
}
