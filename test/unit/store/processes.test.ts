import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { identify, isAlive, type ProcessTable } from '../../../core/store/processes.ts';

/** A Linux with one process, as its system files describe it. */
function linux(boot: string, pid: number, start: string, state = 'S'): ProcessTable {
  const between = Array.from({ length: 18 }, (_, i) => String(i)).join(' ');
  return {
    read(path) {
      if (path === '/proc/sys/kernel/random/boot_id') return `${boot}\n`;
      return path === `/proc/${pid}/stat` ? `${pid} (a) odd (name) ${state} ${between} ${start} 0 0` : null;
    },
    exists: () => true,
  };
}

describe('processes', () => {
  it('tells this process and one that has ended', async () => {
    expect(isAlive(identify(process.pid))).toBe(true);
    const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)']);
    const identity = identify(child.pid!);
    expect(isAlive(identity)).toBe(true);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(isAlive(identity)).toBe(false);
  });

  it('reads the start time behind a name with spaces and parentheses', () => {
    expect(identify(42, linux('b1', 42, '777'))).toEqual({ pid: 42, bootId: 'b1', startTime: '777' });
  });

  it('is not fooled by an id that is used again, another boot, or a zombie', () => {
    const identity = identify(42, linux('b1', 42, '777'));
    expect(isAlive(identity, linux('b1', 42, '777'))).toBe(true);
    expect(isAlive(identity, linux('b1', 42, '778'))).toBe(false);
    expect(isAlive(identity, linux('b2', 42, '777'))).toBe(false);
    expect(isAlive(identity, linux('b1', 43, '777'))).toBe(false);
    expect(isAlive(identity, linux('b1', 42, '777', 'Z'))).toBe(false);
  });

  it('asks for the id alone where the system tells no more', () => {
    const elsewhere = (exists: boolean): ProcessTable => ({ read: () => null, exists: () => exists });
    const identity = identify(42, elsewhere(true));
    expect(identity).toEqual({ pid: 42, bootId: null, startTime: null });
    expect(isAlive(identity, elsewhere(true))).toBe(true);
    expect(isAlive(identity, elsewhere(false))).toBe(false);
  });
});
