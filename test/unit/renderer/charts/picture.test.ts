// What a chart shows, bad values included.

import { expect, test } from 'vitest';
import { chartCsv } from '../../../../renderer/charts/export-chart.ts';
import { drawPicture, type ChartSeries, type PictureOptions } from '../../../../renderer/charts/picture.ts';
import { readOut } from '../../../../renderer/charts/read-out.ts';
import { seriesOf } from './support.ts';

const options: PictureOptions = {
  ...{ axis: 'iteration', window: { min: 0, max: 100 }, scale: 'linear', timeConstant: 0 },
  ...{ ignoreOutliers: false, references: [] },
};
const line = (values: readonly number[], width = 1): ChartSeries => ({
  ...{ run: 'a', key: 'critic_loss', label: 'Critic loss', style: { color: '#000000', dash: [] } },
  ...{ batch: 64, model: seriesOf(values, width), whole: null },
});

test('heights hold all values with some room', () => {
  const { low, high } = drawPicture([line([-1, 3]), line([5])], options);
  expect(low).toBeCloseTo(-1.3, 6);
  expect(high).toBeCloseTo(5.3, 6);
});

test('only what lies in the window counts for heights', () => {
  const values = Array.from({ length: 100 }, (_, i) => (i < 10 ? 1000 : 1));
  const { high } = drawPicture([line(values)], { ...options, window: { min: 50, max: 99 } });
  expect(high).toBeLessThan(3);
});

test('outliers are left out of heights when asked, never out of the line', () => {
  const values = Array.from({ length: 1000 }, (_, i) => (i === 3 ? 1e9 : Math.sin(i)));
  const wide = { ...options, window: { min: 0, max: 999 } };
  expect(drawPicture([line(values)], wide).high).toBeGreaterThan(1e8);
  const robust = drawPicture([line(values)], { ...wide, ignoreOutliers: true });
  expect(robust.high).toBeLessThan(2);
  expect(robust.lines[0].raw[3]).toBe(1e9);
});

test('log falls back to symlog when there is a value of 0 or less', () => {
  const shown = drawPicture([line([1, 0, 10])], { ...options, scale: 'log' });
  expect(shown.replacedLog).toBe(true);
  expect(shown.scale.kind).toBe('symlog');
  expect(drawPicture([line([1, 2])], { ...options, scale: 'log' }).scale.kind).toBe('log');
});

test.each(['linear', 'log', 'symlog'] as const)('%s: heights are finite whatever the values', (scale) => {
  const bad = [[], [NaN], [Infinity, -Infinity], [0, 0], [NaN, 3], [1e300, -1e300], [5e-324], [1e300]];
  for (const values of bad) {
    const { low, high } = drawPicture([line(values)], { ...options, scale });
    expect(Number.isFinite(low) && Number.isFinite(high) && low < high, `${scale} of ${values.join()}`).toBe(
      true,
    );
  }
});

test('a series without values, or not read yet, draws nothing', () => {
  expect(drawPicture([line([]), { ...line([]), model: null }], options).lines).toEqual([]);
});

test('a near reference line is worth some room, a far one is not', () => {
  const near = { ...options, references: [{ value: 1.2, label: '1.2' }] };
  expect(drawPicture([line([0, 1])], near).high).toBeGreaterThan(1.2);
  const far = { ...options, references: [{ value: 50, label: '50' }] };
  expect(drawPicture([line([0, 1])], far).high).toBeLessThan(1.2);
});

test('x follows the axis', () => {
  const { lines } = drawPicture([line([1, 2, 3])], { ...options, axis: 'images' });
  expect([...lines[0].x]).toEqual([0, 320, 640]);
});

test('the read-out names what is not finite', () => {
  const { lines } = drawPicture([line([1, NaN, 3, Infinity, -Infinity])], options);
  expect(readOut(lines[0], 0)?.trouble).toBeNull();
  expect(readOut(lines[0], 1)?.trouble).toBe('NaN');
  expect(readOut(lines[0], 3.2)?.trouble).toBe('∞');
  expect(readOut(lines[0], null)?.trouble).toBe('−∞');
  const stretches = drawPicture([line([1, NaN, 3, 4], 4)], options);
  expect(readOut(stretches.lines[0], 0)).toMatchObject({
    raw: 8 / 3,
    trouble: '1 of 4 values NaN or infinite',
  });
});

test('the values shown go into CSV in full, bad ones by name', () => {
  const picture = drawPicture([line([0.1, NaN, 0.30000000000000004])], {
    ...options,
    window: { min: 1, max: 2 },
  });
  expect(chartCsv(picture, ['a, "b"']).split('\n')).toEqual([
    'series,first_iteration,last_iteration,critic_updates,active_seconds,values,non_finite,min,max,mean,last,smoothed',
    '"a, ""b""",1,1,5,0.1,1,1,NaN,NaN,NaN,NaN,',
    '"a, ""b""",2,2,10,0.2,1,0,0.30000000000000004,0.30000000000000004,0.30000000000000004,0.30000000000000004,',
    '',
  ]);
});
