import { effectScope } from 'vue';
import { expect, test } from 'vitest';
import { usePlayback, type Frames } from '../../../../renderer/components/gallery/use-playback.ts';
import { usePlayhead } from '../../../../renderer/components/run/use-playhead.ts';
import { watchRun } from '../../../../renderer/stores/watched-run.ts';
import { FakeHost, gridAt, runId, settle } from '../run/fake-session.ts';

async function start(grids: readonly number[]) {
  const host = new FakeHost();
  host.grids = [...grids];
  const run = watchRun(host.session, runId, () => undefined);
  let next: ((now: number) => void) | null = null;
  const frames: Frames = {
    request(action) {
      next = action;
      return 1;
    },
    cancel: () => (next = null),
  };
  const scope = effectScope();
  const { playhead, playback } = scope.run(() => {
    const made = usePlayhead(run, () => undefined);
    return { playhead: made, playback: usePlayback(run, made, frames) };
  })!;
  await settle();
  /** Turns the clock, a frame each 10 ms, and says which grids were shown. */
  let now = 0;
  async function pass(ms: number): Promise<number[]> {
    const shown: number[] = [];
    for (const end = now + ms; now < end; now += 10) {
      const action = next;
      next = null;
      action?.(now);
      await settle();
      const at = playhead.grid.value?.iteration;
      if (at !== undefined && shown.at(-1) !== at) shown.push(at);
    }
    return shown;
  }
  return { host, playhead, playback, pass };
}

test('plays every grid at its speed, from the first when it is at the end', async () => {
  const { playhead, playback, pass } = await start([0, 1, 2, 5, 10, 20]);
  playback.setSpeed(10);
  playback.toggle();
  await settle();
  expect(playhead.iteration.value).toBe(0);
  expect(await pass(240)).toEqual([0, 1, 2]);
  expect(await pass(1000)).toEqual([2, 5, 10, 20]);
  expect(playback.isPlaying.value).toBe(false);
  expect(playhead.iteration.value).toBe(20);
});

test('keeps the beat: thirty a second are thirty', async () => {
  const { playhead, playback, pass } = await start(Array.from({ length: 200 }, (_, i) => i));
  playback.setSpeed(30);
  playhead.first();
  await settle();
  playback.toggle();
  await settle();
  await pass(2000);
  expect(playhead.iteration.value).toBeGreaterThanOrEqual(59);
  expect(playhead.iteration.value).toBeLessThanOrEqual(61);
});

test('goes on from where the playhead is, and stops when somebody wants the newest', async () => {
  const { host, playhead, playback, pass } = await start([0, 1, 2, 5, 10, 20, 30, 40]);
  playhead.goTo(5);
  await settle();
  playback.toggle();
  await settle();
  expect((await pass(150)).at(-1)).toBe(10);
  host.tell('grid', gridAt(50));
  playhead.live();
  await settle();
  expect(playback.isPlaying.value).toBe(false);
  expect(playhead.grid.value?.iteration).toBe(50);
});

test('one grid is nothing to play', async () => {
  const { playback } = await start([0]);
  playback.toggle();
  expect(playback.isPlaying.value).toBe(false);
});
