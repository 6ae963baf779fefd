// critic serve as it is built, in a folder of its own, for tests in a browser and from the outside.

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const program = join(import.meta.dirname, '..', '..', 'dist', 'critic.js');

export interface ServeOptions {
  /** Runs that are there already, or are to stay; a folder that goes away at `close` when absent. */
  readonly data?: string;
  /** Further words, such as `--json`. */
  readonly words?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Served {
  /** With its token: what a person opens. */
  readonly address: string;
  /** Folder of the runs. */
  readonly data: string;
  readonly child: ChildProcess;
  /** What it has written on standard error so far. */
  readonly said: () => string;
  /** Ctrl-C, for it and all its trainers; resolves when it is gone. */
  readonly stop: () => Promise<Ending>;
  /** Starts it anew on the same runs, at the same port and with the same token, after `stop` or a kill. */
  readonly again: () => Promise<Served>;
  /** Whatever it does, it is gone after this, and so is its folder. */
  readonly close: () => Promise<void>;
}

/** Rejects when it ends before it says its address. */
export async function startServe(options: ServeOptions = {}): Promise<Served> {
  const problem = process.env['CRITIC_BUNDLE_PROBLEM'] ?? process.env['CRITIC_WINDOW_PROBLEM'];
  if (problem !== undefined) throw new Error(problem);
  const data = options.data ?? mkdtempSync(join(tmpdir(), 'critic-serve-'));
  return open(data, 0, options);
}

async function open(data: string, port: number, options: ServeOptions): Promise<Served> {
  const { words = [], environment = {} } = options;
  const given = ['serve', '--no-open', '--port', String(port), '--data', data, ...words];
  const child = spawn(process.execPath, [program, ...given], {
    // A group of its own, so that a test can press Ctrl-C for all of it.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  });
  let [stdout, stderr] = ['', ''];
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = once(child, 'close').then((words): Ending => {
    const [code, signal] = words as [number | null, NodeJS.Signals | null];
    return { code, signal, stdout, stderr };
  });
  const close = async (): Promise<void> => {
    // Trainers end by themselves once their host is gone.
    child.kill('SIGKILL');
    await ended;
    if (options.data === undefined) rmSync(data, { recursive: true, force: true, maxRetries: 5 });
  };
  const address = await new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      const found = /http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]+/.exec(stdout);
      if (found !== null) resolve(found[0]);
    });
    void ended.then(() => {
      reject(new Error(`critic serve ended before it said its address: ${stderr}`));
    });
  }).catch(async (error: unknown) => {
    await close();
    throw error;
  });
  const { port: listening, searchParams } = new URL(address);
  const token = searchParams.get('token') ?? '';
  return {
    address,
    data,
    child,
    said: () => stderr,
    stop() {
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGINT');
      return ended;
    },
    again: () =>
      open(data, Number(listening), { ...options, environment: { ...environment, CRITIC_TOKEN: token } }),
    close,
  };
}
