import { expect, test } from 'vitest';
import {
  offered,
  withRecent,
  type Command,
  type CommandSection,
} from '../../../../renderer/components/palette/commands.ts';
import { fit } from '../../../../renderer/components/palette/fuzzy.ts';

const command = (label: string, detail?: string): Command => ({
  ...{ id: label, label, run: () => undefined },
  ...(detail === undefined ? {} : { detail }),
});
const best = (query: string, texts: readonly string[]): string | undefined =>
  texts
    .flatMap((text) => {
      const score = fit(query, text);
      return score === null ? [] : [{ text, score }];
    })
    .sort((a, b) => b.score - a.score)
    .at(0)?.text;

test('beginnings of words beat letters inside of them, and the shorter of two alike wins', () => {
  expect(best('set', ['offset', 'Settings'])).toBe('Settings');
  expect(best('wgan', ['fashion-wgan-gp', 'fashion-wgan'])).toBe('fashion-wgan');
  expect(best('fwg', ['a few good ones', 'fashion-wgan-gp'])).toBe('fashion-wgan-gp');
  expect(best('gp fash', ['fashion-gan', 'fashion-wgan-gp'])).toBe('fashion-wgan-gp');
});

test('letters from all over a text are no hit, and neither is a word that is not there', () => {
  expect(fit('zq', 'fashion-wgan')).toBeNull();
  expect(fit('aon', 'Save and stop the generator in vain')).toBeNull();
  expect(fit('fashion zzz', 'fashion-wgan')).toBeNull();
  expect(fit('', 'anything')).not.toBeNull();
});

const sections: readonly CommandSection[] = [
  { title: 'View', commands: [command('Pause'), command('Stop')] },
  { title: 'Runs', commands: Array.from({ length: 20 }, (_, i) => command(`run ${i}`, 'paused')) },
];
const titles = (shown: readonly CommandSection[]): readonly string[] => shown.map(({ title }) => title);

test('at rest, what was used last comes first and is not there twice', () => {
  const shown = offered(sections, ' ', ['run 7', 'gone', 'Stop']);
  expect(titles(shown)).toEqual(['Recent', 'View', 'Runs']);
  expect(shown[0].commands.map(({ label }) => label)).toEqual(['run 7', 'Stop']);
  expect(shown[1].commands.map(({ label }) => label)).toEqual(['Pause']);
  expect(shown[2].commands.length).toBeLessThan(20);
});

test('of what was typed, the section with the best hit comes first, eight of each at most', () => {
  const shown = offered(sections, 'pau', []);
  expect(titles(shown)).toEqual(['View', 'Runs']);
  expect(shown[1].commands).toHaveLength(8);
  expect(titles(offered(sections, 'run 1', []))).toEqual(['Runs']);
  expect(offered(sections, 'nothing of the kind', [])).toEqual([]);
});

test('what is used goes to the front of a list that does not grow', () => {
  expect(withRecent(['a', 'b'], 'b')).toEqual(['b', 'a']);
  expect(withRecent(['1', '2', '3', '4', '5', '6'], '7')).toEqual(['7', '1', '2', '3', '4', '5']);
});
