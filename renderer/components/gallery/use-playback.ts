// Plays the stored grids of a run, none left out: the next one comes when its time has come and the one before has
// been shown.

import { onScopeDispose, ref, watch, type Ref } from 'vue';
import type { WatchedRun } from '../../stores/watched-run.ts';
import type { Playhead } from '../run/use-playhead.ts';
import { nearestStep } from '../samples/playhead.ts';

/** Grids per second. */
export const speeds: readonly number[] = [2, 5, 10, 15, 20, 30];
/** Read ahead of the one that is shown. */
const ahead = 10;

export interface Playback {
  readonly isPlaying: Readonly<Ref<boolean>>;
  readonly speed: Readonly<Ref<number>>;
  readonly setSpeed: (gridsPerSecond: number) => void;
  /** Plays on from the playhead, from the first grid where it is at the end; or stops. */
  readonly toggle: () => void;
  readonly stop: () => void;
}

/** What of the window is needed, so that tests can turn the clock. */
export interface Frames {
  readonly request: (action: (now: number) => void) => number;
  readonly cancel: (frame: number) => void;
}

const windowFrames: Frames = {
  request: (action) => requestAnimationFrame(action),
  cancel: (frame) => {
    cancelAnimationFrame(frame);
  },
};

export function usePlayback(
  run: Pick<WatchedRun, 'steps' | 'grid'>,
  playhead: Playhead,
  frames: Frames = windowFrames,
): Playback {
  const isPlaying = ref(false);
  const speed = ref(10);
  let frame = 0;
  /** When the next grid is to come; null until the clock is known. */
  let due: number | null = null;

  const indexOf = (iteration: number): number => nearestStep(run.steps.value, iteration);

  function tick(now: number): void {
    if (!isPlaying.value) return;
    frame = frames.request(tick);
    const wait = 1000 / speed.value;
    due ??= now + wait;
    const wanted = playhead.iteration.value;
    if (now < due || wanted === null || playhead.grid.value?.iteration !== wanted) return;
    const { iterations } = run.steps.value;
    const next = indexOf(wanted) + 1;
    if (next >= iterations.length) {
      isPlaying.value = false;
      return;
    }
    // Keeps the beat where a frame came late, without hurrying after a long wait.
    due = Math.max(due + wait, now + wait / 2);
    playhead.goTo(iterations[next]);
    for (let i = next + 1; i <= Math.min(next + ahead, iterations.length - 1); i += 1) {
      // Whoever goes there asks again and hears of a failure.
      run.grid(iterations[i]).catch(() => undefined);
    }
  }

  // Somebody went back to the newest, live: that is the end of playing.
  watch(playhead.iteration, (iteration) => {
    if (iteration === null) isPlaying.value = false;
  });
  watch(isPlaying, (plays) => {
    frames.cancel(frame);
    if (plays) frame = frames.request(tick);
  });
  onScopeDispose(() => {
    frames.cancel(frame);
  });

  return {
    isPlaying,
    speed,
    setSpeed(gridsPerSecond) {
      speed.value = gridsPerSecond;
    },
    stop() {
      isPlaying.value = false;
    },
    toggle() {
      const { iterations } = run.steps.value;
      if (isPlaying.value || iterations.length < 2) {
        isPlaying.value = false;
        return;
      }
      const { value } = playhead.iteration;
      if (value === null || indexOf(value) === iterations.length - 1) playhead.first();
      due = null;
      isPlaying.value = true;
    },
  };
}
