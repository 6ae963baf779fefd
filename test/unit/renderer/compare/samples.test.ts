import { expect, test } from 'vitest';
import type { SampleGrid } from '../../../../core/protocol/contract.ts';
import { GridFollower } from '../../../../renderer/components/compare/grid-follower.ts';
import { pixelDifference, ramp } from '../../../../renderer/components/compare/pixel-difference.ts';
import {
  allPlaces,
  commonEnd,
  gridNearest,
  placesOf,
} from '../../../../renderer/components/compare/places.ts';
import {
  columnsFor,
  fitScale,
  isSmoothed,
  nextScale,
  panned,
  place,
  wholePicture,
  zoomed,
} from '../../../../renderer/components/compare/viewport.ts';
import { gridAt, settle } from '../run/fake-session.ts';

const steps = (iterations: readonly number[], perIteration: number) => ({
  iterations: Float64Array.from(iterations),
  criticUpdates: Float64Array.from(iterations, (i) => perIteration * i),
  activeSeconds: Float64Array.from(iterations, (i) => i / perIteration),
});

test('runs with different critics meet at other iterations when aligned by critic updates', () => {
  const gan = steps([0, 100, 200, 500], 1);
  const wgan = steps([0, 100, 200], 5);
  const places = [gan, wgan].map((one) => placesOf('critic-updates', { steps: one, batch: 64 }));
  expect([...allPlaces(places)]).toEqual([0, 100, 200, 500, 1000]);
  expect(commonEnd(places)).toBe(500);
  expect(gridNearest(places[0], gan, 500)).toBe(500);
  expect(gridNearest(places[1], wgan, 500)).toBe(100);
  expect([...placesOf('images', { steps: gan, batch: 64 })]).toEqual([0, 6400, 12_800, 32_000]);
});

test('a run without grids has no common end and no nearest grid', () => {
  const none = steps([], 1);
  expect(commonEnd([steps([0], 1).iterations, none.iterations])).toBeNull();
  expect(gridNearest(none.iterations, none, 3)).toBeNull();
});

test('a hand that scrubs asks for few grids and ends at the right one', async () => {
  const asked: number[] = [];
  const answers: (() => void)[] = [];
  const follower = new GridFollower(
    (iteration) => {
      asked.push(iteration);
      return new Promise<SampleGrid>((resolve) =>
        answers.push(() => {
          resolve(gridAt(iteration));
        }),
      );
    },
    () => undefined,
  );
  for (const iteration of [1, 2, 3, 4]) follower.want(iteration, []);
  expect(asked).toEqual([1]);
  answers[0]();
  await settle();
  expect(asked).toEqual([1, 4]);
  answers[1]();
  await settle();
  expect(follower.shown.value?.iteration).toBe(4);
});

test('a grid that cannot be read is told, and the next one is shown', async () => {
  const told: unknown[] = [];
  const follower = new GridFollower(
    (iteration) => (iteration === 1 ? Promise.reject(new Error('gone')) : Promise.resolve(gridAt(iteration))),
    (error) => told.push(error),
  );
  follower.want(1, []);
  await settle();
  expect(told).toHaveLength(1);
  follower.want(2, []);
  await settle();
  expect(follower.shown.value?.iteration).toBe(2);
});

const picture = { width: 100, height: 50 };
const pane = { width: 400, height: 300 };

test('zooming keeps what is under the pointer where it is', () => {
  const at = { x: 250, y: 120 };
  const before = place(wholePicture, picture, pane, 4);
  const after = place(zoomed(wholePicture, 2, at, picture, pane, 4), picture, pane, 4);
  expect(after.scale).toBe(8);
  expect((at.x - after.left) / after.scale).toBeCloseTo((at.x - before.left) / before.scale);
  expect((at.y - after.top) / after.scale).toBeCloseTo((at.y - before.top) / before.scale);
});

test('zoom ends at 25 and 1600 %, and the picture cannot be lost', () => {
  const at = { x: 200, y: 100 };
  expect(zoomed(wholePicture, 1e6, at, picture, pane, 4).scale).toBe(16);
  expect(zoomed(wholePicture, 1e-6, at, picture, pane, 4).scale).toBe(0.25);
  const away = panned({ scale: 4, x: 50, y: 25 }, { x: -1e6, y: 1e6 }, picture);
  expect([away.x, away.y]).toEqual([100, 0]);
  expect(panned(wholePicture, { x: 10, y: 10 }, picture)).toBe(wholePicture);
});

test('panes go side by side in a wide place and below each other in a tall one', () => {
  expect(columnsFor(2, { width: 900, height: 400 }, 1, 8)).toBe(2);
  expect(columnsFor(2, { width: 400, height: 900 }, 1, 8)).toBe(1);
  expect(columnsFor(6, { width: 900, height: 600 }, 1, 8)).toBe(3);
});

test('the difference is absolute, by pixel, and named by its mean and largest', () => {
  const shape = [1, 1, 2, 1];
  const difference = pixelDifference(
    { shape, pixels: Uint8Array.of(10, 250) },
    { shape, pixels: Uint8Array.of(20, 0) },
  );
  expect(difference?.mean).toBe(130);
  expect(difference?.largest).toBe(250);
  expect([...(difference?.pixels ?? [])]).toEqual([...ramp[10], ...ramp[250]]);
  expect(difference?.shape).toEqual([1, 1, 2, 3]);
});

test('in colour the largest channel decides, and other shapes have no difference', () => {
  const shape = [1, 1, 1, 3];
  const difference = pixelDifference(
    { shape, pixels: Uint8Array.of(0, 90, 0) },
    { shape, pixels: Uint8Array.of(30, 0, 0) },
  );
  expect(difference?.largest).toBe(90);
  expect(difference?.mean).toBe(40);
  expect(
    pixelDifference({ shape, pixels: new Uint8Array(3) }, { shape: [1, 1, 1, 1], pixels: new Uint8Array(1) }),
  ).toBeNull();
});

test('brighter is more, so that the ramp reads in grey too', () => {
  const lightness = ramp.map(([r, g, b]) => 0.2126 * r + 0.7152 * g + 0.0722 * b);
  for (let i = 8; i < 256; i += 8) expect(lightness[i]).toBeGreaterThan(lightness[i - 8]);
});

test('a picture fits by whole device pixels unless that wastes the room, and is smoothed only then', () => {
  const square = (edge: number) => ({ width: edge, height: edge });
  expect(fitScale(square(231), square(470), 1)).toBe(2);
  expect(fitScale(square(231), square(450), 1)).toBeCloseTo(450 / 231);
  expect(fitScale(square(100), square(390), 1)).toBe(3);
  expect(fitScale(square(100), square(160), 2)).toBe(1.5);
  expect(fitScale(square(231), square(0), 1)).toBe(1);
  expect([1, 1.5, 2, 3.5].map((scale) => isSmoothed(scale, 1))).toEqual([false, true, false, false]);
  expect(isSmoothed(1.5, 2)).toBe(false);
});

test('zooming goes by usual scales, also from between two of them', () => {
  expect(nextScale(1, true)).toBe(1.5);
  expect(nextScale(1.95, true)).toBe(2);
  expect(nextScale(1.95, false)).toBe(1.5);
  expect(nextScale(16, true)).toBe(16);
  expect(nextScale(0.25, false)).toBe(0.25);
});
