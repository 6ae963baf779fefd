// The real probe in a real process without a channel of Node's, as a utility process has none.

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { probeRunner } from '../../electron/engine-probes.ts';
import type { Child } from '../../electron/trainer-process.ts';

const ended: number[] = [];
const run = probeRunner(
  (entry, args) =>
    spawn(process.execPath, [entry, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    }) as unknown as Child,
  (pid) => {
    ended.push(pid);
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It was faster.
    }
  },
);
const script = (code: string): [string, string] => ['--eval', code];

it(
  'gets the report of an engine, and ends the process',
  { skip: process.env['CRITIC_BUNDLE_PROBLEM'] !== undefined },
  async () => {
    const probe = join(import.meta.dirname, '..', '..', 'dist', 'probe.js');
    const outcome = await run(probe, 'onnx:cpu', 60_000);
    expect(outcome).toMatchObject({ kind: 'report', report: { ok: true, software: false } });
    expect(ended).toHaveLength(1);
  },
);

it('reads a report that comes in pieces, after other lines', async () => {
  const [entry, code] = script(
    `process.stdout.write('a driver\\n{"ok":false,"kind":"refused",');
     setTimeout(() => { process.stdout.write('"message":"no GPU"}\\n'); setInterval(() => {}, 1000); }, 50)`,
  );
  const outcome = await run(entry, code, 10_000);
  expect(outcome).toMatchObject({ kind: 'report', report: { ok: false, message: 'no GPU' } });
});

it('tells a crash, with what was said, from one that takes too long', async () => {
  const [entry, code] = script(`process.stderr.write('no Vulkan'); setTimeout(() => process.exit(134), 50)`);
  expect(await run(entry, code, 10_000)).toEqual({
    kind: 'crash',
    how: 'exit code 134',
    stderr: 'no Vulkan',
  });
  const [again, endless] = script('setInterval(() => {}, 1000)');
  expect(await run(again, endless, 200)).toEqual({ kind: 'timeout', seconds: 0.2 });
});
