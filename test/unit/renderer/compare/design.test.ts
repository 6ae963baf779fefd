import { expect, test } from 'vitest';
import { designGroups, ratioText } from '../../../../renderer/components/compare/design-differences.ts';
import {
  addressOf,
  idsOf,
  moved,
  whyNotCompared,
} from '../../../../renderer/components/compare/compared-runs.ts';
import { noiseAgreement } from '../../../../renderer/components/compare/noise.ts';
import { distinctNames } from '../../../../renderer/components/compare/use-compared-runs.ts';
import { gan, wgan, wganGp } from './support.ts';

const columnsOf = (specs: Parameters<typeof designGroups>[0], all = false) =>
  designGroups(specs, all).flatMap(({ columns }) => columns);

test('only fields that differ are shown, with the ratio to the first run', () => {
  const columns = columnsOf([gan(), wgan()]);
  const updates = columns.find(({ path }) => path === 'objective.nCritic');
  expect(updates?.cells.map(({ text, ratio, same }) => [text, ratio, same])).toEqual([
    ['1', null, true],
    ['5', '×5', false],
  ]);
  expect(columns.map(({ path }) => path)).not.toContain('batch');
  expect(columns.map(({ path }) => path)).not.toContain('name');
});

test('a field that only another run has says so in the others', () => {
  const clip = columnsOf([gan(), wgan()]).find(({ path }) => path === 'objective.clip');
  expect(clip?.cells.map(({ text }) => text)).toEqual(['–', '0.01']);
});

test('all settings are shown on request, those of a warm-up that is off are not', () => {
  const paths = columnsOf([gan(), gan()], true).map(({ path }) => path);
  expect(paths).toContain('batch');
  expect(paths).not.toContain('warmup.every');
  expect(designGroups([gan(), gan()], false)).toEqual([]);
});

test('seeds have no ratio', () => {
  const seed = columnsOf([gan({ seed: 1 }), gan({ seed: 2 })]).find(({ path }) => path === 'seed');
  expect(seed?.cells[1]).toEqual({ text: '2', ratio: null, same: false });
});

test('optimizers that are the same for both networks are said once', () => {
  const titles = (specs: Parameters<typeof designGroups>[0]) =>
    designGroups(specs, false).map(({ title }) => title);
  expect(titles([gan(), wgan()])).toContain('Both optimizers');
  const { optimizer } = gan();
  const own = gan({ optimizer: { ...optimizer, critic: { ...optimizer.critic, lr: 4e-4 } } });
  expect(titles([gan(), own])).toEqual(['Critic optimizer']);
});

test('ratios below one are written as division', () => {
  expect(ratioText(0.25)).toBe('÷4');
  expect(ratioText(2.5)).toBe('×2.5');
  expect(ratioText(12345.6)).toBe('×12,346');
  for (const none of [undefined, 0, -2, 1, Infinity, NaN]) expect(ratioText(none)).toBeNull();
});

test('the same noise needs the same seed, latent and grid', () => {
  expect(noiseAgreement([gan({ seed: 7 }), wgan({ seed: 7 })])).toEqual({
    same: true,
    sentence: 'Same noise, fixed for the whole run: 64 latents of 64 normal numbers, seed 7.',
  });
  const { latent, grid } = gan();
  expect(noiseAgreement([gan({ seed: 1 }), gan({ seed: 2 })]).sentence).toBe(
    'Not the same noise: seeds 1 and 2.',
  );
  expect(noiseAgreement([gan(), gan({ latent: { ...latent, size: 100 } })]).sentence).toContain(
    'latent sizes 64 and 100',
  );
  expect(noiseAgreement([gan(), gan({ latent: { ...latent, distribution: 'uniform' } })]).same).toBe(false);
  expect(noiseAgreement([gan(), gan({ grid: { ...grid, columns: 4 } })]).same).toBe(false);
  // How often a grid is saved does not change its noise.
  expect(noiseAgreement([gan(), gan({ grid: { ...grid, every: 7 } })]).same).toBe(true);
});

test('the address holds each run once', () => {
  expect(idsOf('a,b,a,,c')).toEqual(['a', 'b', 'c']);
  expect(idsOf('')).toEqual([]);
  expect(idsOf(addressOf(['a', 'b']))).toEqual(['a', 'b']);
});

test('why runs cannot be compared is a sentence', () => {
  const grey = { sampleShape: [28, 28, 1] };
  expect(whyNotCompared([grey, grey])).toBeNull();
  expect(whyNotCompared([grey])).toContain('two to six');
  expect(whyNotCompared(Array.from({ length: 7 }, () => grey))).toContain('not 7');
  expect(whyNotCompared([grey, { sampleShape: [2] }])).toContain('28 × 28, grey and points in the plane');
});

test('moving beyond the ends changes nothing', () => {
  expect(moved(['a', 'b', 'c'], 1, -1)).toEqual(['b', 'a', 'c']);
  expect(moved(['a', 'b'], 0, -1)).toEqual(['a', 'b']);
  expect(moved(['a', 'b'], 1, 1)).toEqual(['a', 'b']);
});

test('runs of one name are told apart by their seeds, or else by number', () => {
  const specs = [gan({ seed: 1 }), gan({ seed: 2 }), wganGp()];
  expect(distinctNames(['a', 'a', 'b'], specs)).toEqual(['a, seed 1', 'a, seed 2', 'b']);
  expect(distinctNames(['a', 'a'], [gan({ seed: 1 }), gan({ seed: 1 })])).toEqual(['a (1)', 'a (2)']);
});
