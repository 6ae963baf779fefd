// Runs the bundled program as a user does, in a folder of its own.

import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';

const program = join(import.meta.dirname, '..', '..', 'dist', 'critic.js');

/** A preset made small enough to train in a second or two. */
export const small: readonly string[] = [
  ...['--engine', 'onnx:cpu'],
  ...[
    'generator.hidden=[16]',
    'critic.hidden=[16]',
    'evaluate.samples=64',
    'evaluate.every=20',
    'batch=32',
  ].flatMap((setting) => ['--set', setting]),
];

export interface Result {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly child: ChildProcess;
  /** Resolves when what it has written matches; rejects when it ends before. */
  readonly said: (pattern: RegExp) => Promise<void>;
  readonly result: Promise<Result>;
}

export interface Place {
  readonly folder: string;
  /** The data directory; not there before a run is stored. */
  readonly data: string;
  readonly start: (...words: string[]) => Running;
  readonly run: (...words: string[]) => Promise<Result>;
  /** Files in the data directory; none when it is not there. */
  readonly dataFiles: () => string[];
}

/** A folder that goes away with the test, and the program in it. */
export function place(): Place {
  const problem = process.env['CRITIC_BUNDLE_PROBLEM'];
  if (problem !== undefined) throw new Error(problem);
  const folder = mkdtempSync(join(tmpdir(), 'critic-cli-'));
  const work = join(folder, 'work');
  mkdirSync(work);
  const data = join(folder, 'data');
  const running = new Set<ChildProcess>();
  onTestFinished(() => {
    for (const child of running) child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  });
  const start = (...words: string[]): Running => {
    const child = spawn(process.execPath, [program, ...words], {
      cwd: work,
      // A group of its own, so that a test can press Ctrl-C for all of it.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, CRITIC_DATA: data },
    });
    running.add(child);
    let [stdout, stderr] = ['', ''];
    const listeners = new Set<() => void>();
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      for (const listener of listeners) listener();
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
      for (const listener of listeners) listener();
    });
    const result = new Promise<Result>((resolve) => {
      child.on('close', (code, signal) => {
        running.delete(child);
        resolve({ code, signal, stdout, stderr });
        for (const listener of listeners) listener();
      });
    });
    const said = (pattern: RegExp): Promise<void> =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (pattern.test(stdout) || pattern.test(stderr)) resolve();
          else if (running.has(child)) return;
          else reject(new Error(`It ended before it said ${String(pattern)}: ${stderr}`));
          listeners.delete(look);
        };
        listeners.add(look);
        look();
      });
    return { child, said, result };
  };
  return {
    folder: work,
    data,
    start,
    run: (...words) => start(...words).result,
    dataFiles() {
      try {
        return readdirSync(data, { recursive: true, encoding: 'utf8' });
      } catch {
        return [];
      }
    },
  };
}

/** Standard output as JSON, line by line: fails unless every line is an object. */
export function jsonLines({ stdout }: Result): Record<string, unknown>[] {
  expect(stdout.endsWith('\n')).toBe(true);
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => {
      const value: unknown = JSON.parse(line);
      expect(value).toBeTypeOf('object');
      return value as Record<string, unknown>;
    });
}
