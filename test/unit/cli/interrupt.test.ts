import { afterEach, describe, expect, it, vi } from 'vitest';
import { onInterrupt } from '../../../core/cli/interrupt.ts';

afterEach(() => {
  vi.useRealTimers();
});

describe('an interruption', () => {
  it('asks to stop once however often the same press arrives, and kills at the next press', () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const calls: string[] = [];
    const undo = onInterrupt({ stop: () => calls.push('stop'), kill: () => calls.push('kill') });
    process.emit('SIGINT');
    process.emit('SIGINT');
    vi.advanceTimersByTime(100);
    process.emit('SIGINT');
    expect(calls).toEqual(['stop']);
    vi.advanceTimersByTime(1000);
    process.emit('SIGINT');
    expect(calls).toEqual(['stop', 'kill']);
    undo();
    expect(process.listenerCount('SIGHUP')).toBe(0);
  });
});
