import { expect, test } from 'vitest';
import { SeriesModel } from '../../../../renderer/charts/series-model.ts';
import { expectedKeys } from '../../../../renderer/charts/chart-sets.ts';
import {
  compareCharts,
  estimatesCompare,
  whyApart,
} from '../../../../renderer/components/compare/compare-charts.ts';
import { bandOf, seedGroups } from '../../../../renderer/components/compare/seed-groups.ts';
import { partOf, seriesOf } from '../charts/support.ts';
import { gan, specOf, wgan, wganGp } from './support.ts';

const charted = (specs: readonly ReturnType<typeof gan>[]) =>
  compareCharts(specs.map((spec) => ({ spec, keys: expectedKeys(spec) })));

test('distances share an axis, estimates of different critics do not', () => {
  const { together, own, ownOverlaid } = charted([gan(), wgan(), wganGp()]);
  expect(together.map(({ plan, lines }) => [plan.id, lines])).toEqual([['sliced_wasserstein', [0, 1, 2]]]);
  expect(own.map(({ plan, lines }) => [plan.keys[0], lines])).toEqual([
    ['d_real', [0]],
    ['em_estimate', [1]],
    ['em_estimate', [2]],
  ]);
  expect(ownOverlaid?.lines).toEqual([1, 2]);
});

test('points get their exact distance first, with the range of their modes', () => {
  const { together } = charted([specOf('toy-25gaussians-wgan-gp'), specOf('toy-25gaussians-wgan-gp')]);
  expect(together.map(({ plan }) => plan.id)).toEqual(['w1', 'modes', 'high_quality', 'reverse_kl']);
  expect(together[1].plan.range).toEqual([0, 25]);
});

test('one estimate cannot be laid over another', () => {
  expect(charted([gan(), wgan()]).ownOverlaid).toBeNull();
});

test('losses of different runs stay apart', () => {
  const { more } = charted([gan(), wgan()]);
  const losses = more.filter(({ plan }) => plan.keys.includes('critic_loss'));
  expect(losses.map(({ lines }) => lines)).toEqual([[0], [1]]);
  expect(new Set(more.map(({ plan }) => plan.id)).size).toBe(more.length);
});

test('critics of one design are on one scale; the reason is given where they are not', () => {
  expect(estimatesCompare([wgan({ seed: 1 }), wgan({ seed: 2 })])).toBe(true);
  expect(estimatesCompare([wgan(), wganGp()])).toBe(false);
  expect(whyApart([wgan(), wganGp()])).toMatch(
    /clipping scales it by an unknown factor, a penalty biases it/u,
  );
  expect(whyApart([specOf('fashion-gan'), wganGp()])).not.toContain('clipping');
});

test('runs that differ in their seed alone are one group', () => {
  const specs = [gan({ seed: 1 }), wgan({ seed: 1 }), gan({ seed: 2, name: 'other' }), gan({ batch: 3 })];
  expect(seedGroups(specs)).toEqual([[0, 2], [1], [3]]);
});

test('the band reaches from the smallest to the largest value around the mean', () => {
  const band = bandOf([seriesOf([1, 2, 6]), seriesOf([3, 4, 0])]);
  expect([...(band?.column('mean') ?? [])]).toEqual([2, 3, 3]);
  expect([...(band?.column('min') ?? [])]).toEqual([1, 2, 0]);
  expect([...(band?.column('max') ?? [])]).toEqual([3, 4, 6]);
  // Charts draw a band only where an entry stands for several values.
  expect(band?.width).toBeGreaterThan(1);
});

test('values at different iterations are met half way, and only where all runs have been', () => {
  const sparse = seriesOf([0, 10, 20], 1, (i) => 10 * i);
  const dense = seriesOf([0, 0, 0, 0], 1, (i) => 5 * i);
  const band = bandOf([sparse, dense]);
  expect([...(band?.column('last') ?? [])]).toEqual([0, 5, 10, 15]);
  expect([...(band?.column('max') ?? [])]).toEqual([0, 5, 10, 15]);
});

test('a value that is not finite is left out of the mean and counted', () => {
  const band = bandOf([seriesOf([1, NaN]), seriesOf([3, 5])]);
  expect([...(band?.column('mean') ?? [])]).toEqual([2, 5]);
  expect([...(band?.column('nonFinite') ?? [])]).toEqual([0, 1]);
});

test('without values in common there is no band', () => {
  const empty = new SeriesModel(partOf([]), { from: 0, to: null, buckets: 10 });
  expect(bandOf([])).toBeNull();
  expect(bandOf([seriesOf([1]), empty])).toBeNull();
  expect(bandOf([seriesOf([1]), seriesOf([1], 1, () => 9)])).toBeNull();
});
