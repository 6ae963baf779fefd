import { describe, expect, it } from 'vitest';
import type { RunSummary } from '../../../../core/protocol/contract.ts';
import { parseQuery } from '../../../../renderer/components/runs/query.ts';
import { fieldNames, queryFields } from '../../../../renderer/components/runs/query-fields.ts';
import { readNumber } from '../../../../renderer/components/runs/query-number.ts';
import { hasFlag, valuesOf, withFlag, withValues } from '../../../../renderer/components/runs/query-text.ts';
import { measured, run } from './support.ts';

const day = 86_400_000;
const matches = (text: string, differs: Partial<RunSummary> = {}, now = 0): boolean =>
  parseQuery(text).matches(run(differs), now);

describe('words', () => {
  it('are looked for in name, tags, note, objective and dataset, whatever their case', () => {
    const one = { name: 'Long Run', tags: ['seed study'], note: 'It collapsed.' };
    for (const word of ['long', 'RUN', 'study', 'collapsed', 'wgan-gp', 'gaussians', '8gauss'])
      expect(matches(word, one), word).toBe(true);
    expect(matches('long short', one)).toBe(false);
    expect(matches('"long run"', one)).toBe(true);
    expect(matches('"run long"', one)).toBe(false);
    expect(matches('run long', one)).toBe(true);
  });

  it('are turned round by a minus', () => {
    expect(matches('-long', { name: 'short' })).toBe(true);
    expect(matches('-"a run"')).toBe(false);
  });

  it('do not run together over two fields', () => {
    expect(matches('abcd', { name: 'ab', tags: ['cd'] })).toBe(false);
  });

  it('match everything when there are none', () => {
    expect(matches('')).toBe(true);
    expect(matches('   ')).toBe(true);
  });
});

describe('fields of text', () => {
  it('match one of several values', () => {
    expect(matches('state:running,paused', { state: 'paused' })).toBe(true);
    expect(matches('state:running,paused', { state: 'queued' })).toBe(false);
    expect(matches('-state:completed')).toBe(false);
    expect(matches('state!=completed')).toBe(false);
  });

  it('know the words that the table shows', () => {
    expect(matches('state:stopped', { state: 'interrupted' })).toBe(true);
    expect(matches('state:active', { state: 'starting' })).toBe(true);
    expect(matches('state:active', { state: 'queued' })).toBe(false);
  });

  it('match as a whole, or with a star', () => {
    expect(matches('objective:wgan', { objective: 'wgan-gp' })).toBe(false);
    expect(matches('objective:wgan*', { objective: 'wgan-gp' })).toBe(true);
    expect(matches('tag:base', { tags: ['baseline'] })).toBe(false);
    expect(matches('tag:"seed study"', { tags: ['seed study'] })).toBe(true);
    expect(matches('tag:a.c', { tags: ['abc'] })).toBe(false);
    expect(matches('tag:a.*', { tags: ['abc'] })).toBe(false);
  });

  it('find parts of names, notes and engines', () => {
    expect(matches('name:ru')).toBe(true);
    expect(matches('engine:processor')).toBe(true);
    expect(matches('engine:cpu', { engine: null })).toBe(false);
  });
});

describe('comparisons', () => {
  it('read newest and best values', () => {
    const measures = { w1: measured(0.4, 0.2), sliced_wasserstein: measured(2) };
    expect(matches('w1<0.5', { measures })).toBe(true);
    expect(matches('w1<0.4', { measures })).toBe(false);
    expect(matches('w1<=0.4', { measures })).toBe(true);
    expect(matches('w1.best<0.3', { measures })).toBe(true);
    expect(matches('swd>1', { measures })).toBe(true);
    expect(matches('W1:<0.5', { measures })).toBe(true);
  });

  it('match no run that has no value, either way', () => {
    expect(matches('em<1')).toBe(false);
    expect(matches('em>=1')).toBe(false);
  });

  it('find NaN, which is neither small nor large', () => {
    const measures = { critic_loss: measured(Number.NaN) };
    expect(matches('critic_loss=nan', { measures })).toBe(true);
    expect(matches('critic-loss=nan', { measures })).toBe(true);
    expect(matches('critic_loss<1', { measures })).toBe(false);
    expect(matches('critic_loss>1', { measures })).toBe(false);
  });

  it('read units', () => {
    expect(matches('iterations>=1k')).toBe(true);
    expect(matches('iterations>1k')).toBe(false);
    expect(matches('time>=1m')).toBe(true);
    expect(matches('time<60')).toBe(false);
    expect(matches('size=1MB')).toBe(true);
    expect(matches('age<2d', { createdAt: 0 }, day)).toBe(true);
    expect(matches('age<2d', { createdAt: 0 }, 3 * day)).toBe(false);
  });

  it('take several values', () => {
    expect(matches('seed:1,2', { seed: 2 })).toBe(true);
    expect(matches('seed:1,2', { seed: 12 })).toBe(false);
  });

  it('all have to hold', () => {
    const text = 'objective:wgan-gp state:running w1<0.3 tag:baseline seed:1 iterations>=800 starred';
    const one: Partial<RunSummary> = {
      ...{ state: 'running', tags: ['baseline'], seed: 1, starred: true },
      measures: { w1: measured(0.2) },
    };
    expect(parseQuery(text).problems).toEqual([]);
    expect(matches(text, one)).toBe(true);
    expect(matches(text, { ...one, starred: false })).toBe(false);
    expect(matches(text, { ...one, seed: 2 })).toBe(false);
  });
});

describe('flags', () => {
  it('stand alone and can be turned round', () => {
    expect(matches('starred', { starred: true })).toBe(true);
    expect(matches('-starred', { starred: true })).toBe(false);
    expect(matches('"starred"', { starred: true })).toBe(false);
    expect(matches('compared', { compareGroup: 'iterations/1' })).toBe(true);
  });
});

describe('mistakes', () => {
  const problem = (text: string): string | undefined => parseQuery(text).problems.at(0);

  it('are told in sentences that say what to write', () => {
    expect(problem('stat:running')).toContain('Is state meant?');
    expect(problem('state:runing')).toBe(
      'There is no state runing; there are running, starting, paused, queued, completed, interrupted, diverged, crashed, failed, stopped, active.',
    );
    expect(problem('state:')).toBe('state: needs a value, as in state:running,paused.');
    expect(problem('state<3')).toContain('cannot be compared');
    expect(problem('w1<small')).toBe('small is no number for w1: write w1<0.3.');
    expect(problem('w1<')).toContain('needs a number');
    expect(problem('starred:yes')).toContain('stands alone');
    expect(problem('xyzzy:1')).toContain('quotes');
  });

  it('match everything while they are there, and leave the other terms in force', () => {
    expect(matches('state:')).toBe(true);
    expect(matches('-state:')).toBe(true);
    expect(matches('w1< long')).toBe(false);
  });

  it('never throw, whatever is typed', () => {
    const pieces = [
      '"',
      ':',
      '<',
      '-',
      '*',
      '\\',
      '(',
      '[',
      'w1',
      'tag',
      'name',
      ',',
      '=',
      '!',
      ' ',
      'é',
      '$',
      '.best',
    ];
    let state = 7;
    for (let i = 0; i < 3000; i += 1) {
      let text = '';
      for (let j = 0; j < 8; j += 1) {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        text += pieces[state % pieces.length];
      }
      const query = parseQuery(text);
      expect(() => query.matches(run({ tags: ['a'] }), 0), text).not.toThrow();
      for (const { from, to } of query.terms) expect(to, text).toBeGreaterThan(from);
    }
  });
});

describe('the help', () => {
  it('has only examples that are right', () => {
    for (const { example, key } of queryFields) expect(parseQuery(example).problems, key).toEqual([]);
    expect(new Set(fieldNames).size).toBe(fieldNames.length);
  });
});

describe('numbers', () => {
  it('are read as people write them', () => {
    expect(readNumber('1e-3', 'plain')).toBe(0.001);
    expect(readNumber('-2', 'plain')).toBe(-2);
    expect(readNumber('90%', 'plain')).toBeCloseTo(0.9);
    expect(readNumber('2h', 'seconds')).toBe(7200);
    expect(readNumber('1.5GB', 'bytes')).toBe(1.5e9);
    expect(readNumber('-inf', 'plain')).toBe(-Infinity);
    expect(readNumber('nan', 'plain')).toBeNaN();
  });

  it('are nothing else', () => {
    for (const text of ['', 'x', '1x', '1 2', '0x10', '--1', '1MB2'])
      expect(readNumber(text, 'plain'), text).toBeNull();
    expect(readNumber('5MB', 'seconds')).toBeNull();
  });
});

describe('filters as text', () => {
  it('put values in and take them out, and leave the rest as it was', () => {
    expect(withValues('', 'state', ['running'])).toBe('state:running');
    expect(withValues('foo state:queued "a  b"', 'state', ['running', 'paused'])).toBe(
      'foo "a  b" state:running,paused',
    );
    expect(withValues('foo state:queued bar', 'state', [])).toBe('foo bar');
    expect(withValues('-state:failed', 'state', ['running'])).toBe('-state:failed state:running');
  });

  it('read back what they wrote', () => {
    const tags = ['seed study', 'a,b', 'plain'];
    expect(valuesOf(withValues('', 'tag', tags), 'tag')).toEqual(tags);
  });

  it('turn flags on and off', () => {
    expect(withFlag('foo', 'starred', true)).toBe('foo starred');
    expect(hasFlag('foo starred', 'starred')).toBe(true);
    expect(hasFlag('-starred', 'starred')).toBe(false);
    expect(withFlag('starred foo', 'starred', false)).toBe('foo');
  });
});
