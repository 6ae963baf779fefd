import { describe, expect, it } from 'vitest';
import { crashSentence, divergedSentence } from '../../../core/host/sentences.ts';

describe('sentences on runs that ended badly', () => {
  it('name how the trainer ended, where, and the checkpoint to go on from', () => {
    expect(crashSentence({ code: 134, signal: null, said: 'a\nb: out of memory\n' }, 12, 10)).toBe(
      'Its trainer ended with code 134 (b: out of memory) at iteration 12. Resume it to go on from the checkpoint at iteration 10.',
    );
    expect(crashSentence({ code: null, signal: 'SIGSEGV', said: '' }, 3, undefined)).toBe(
      'Its trainer was ended by SIGSEGV at iteration 3. No checkpoint had been saved; train it again from the start.',
    );
    expect(crashSentence({ code: null, signal: 'SIGKILL', said: '' }, 3, 2)).toContain('memory runs out');
  });

  it('name what diverged', () => {
    const event = { kind: 'diverged', iteration: 7, what: 'penalty', value: Number.NaN } as const;
    expect(divergedSentence(event, undefined)).toMatch(
      /^penalty became NaN at iteration 7\. No checkpoint had been saved before\. .*optimizer\.critic\.lr/,
    );
    expect(divergedSentence({ ...event, value: Infinity }, 5)).toMatch(
      /became infinite .* iteration 5 is the last good/,
    );
  });
});
