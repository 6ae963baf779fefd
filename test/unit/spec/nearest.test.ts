import { describe, expect, it } from 'vitest';
import { nearest } from '../../../core/spec/nearest.ts';

const commands = ['train', 'compare', 'resume', 'runs'];

describe('nearest', () => {
  it.each([
    ['trian', 'train'],
    ['TRAIN', 'train'],
    ['rnus', 'runs'],
    ['resum', 'resume'],
    ['comp', 'compare'],
    ['trainer', 'train'],
    ['xyzzy', undefined],
    ['', undefined],
    ['q', undefined],
  ])('%s → %s', (word, candidate) => {
    expect(nearest(word, commands)).toBe(candidate);
  });

  it('takes the fewest edits, then the first', () => {
    expect(nearest('wgan-pg', ['wgan', 'wgan-lp', 'wgan-gp'])).toBe('wgan-gp');
    expect(nearest('wgan-xp', ['wgan-gp', 'wgan-lp'])).toBe('wgan-gp');
  });
});
