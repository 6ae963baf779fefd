import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { respawned } from '../../../build/respawn.ts';

/** Takes a moment to end, as a host that saves does, and notes who lives when. */
const slow = `process.on('SIGTERM', () => setTimeout(() => process.exit(0), 100)); setInterval(() => 0, 1000); process.send('up')`;

function nodes(script: string): { start: () => ChildProcess; started: ChildProcess[]; living: () => number } {
  const started: ChildProcess[] = [];
  onTestFinished(() => {
    for (const child of started) child.kill('SIGKILL');
  });
  const living = (): number =>
    started.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null).length;
  const start = (): ChildProcess => {
    expect(living()).toBe(0);
    const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    started.push(child);
    return child;
  };
  return { start, started, living };
}

describe('a process that is started anew', () => {
  it.skipIf(process.platform === 'win32')('never runs beside its successor', async () => {
    const { start, started, living } = nodes(slow);
    const program = respawned(start, () => expect.unreachable());
    program.restart();
    await expect.poll(() => started.length).toBe(1);
    await once(started[0], 'message');
    program.restart();
    program.restart();
    await expect.poll(() => started.length, { timeout: 10_000 }).toBe(3);
    await once(started[2], 'message');
    await program.stop();
    expect(living()).toBe(0);
    expect(started[0].exitCode).toBe(0);
  });

  it('that ends by itself is told, and can be started again', async () => {
    const { start, started } = nodes('process.exit(3)');
    const codes: (number | null)[] = [];
    const program = respawned(start, (code) => codes.push(code));
    program.restart();
    await expect.poll(() => codes, { timeout: 10_000 }).toEqual([3]);
    program.restart();
    await expect.poll(() => codes, { timeout: 10_000 }).toEqual([3, 3]);
    expect(started).toHaveLength(2);
    await program.stop();
  });
});
