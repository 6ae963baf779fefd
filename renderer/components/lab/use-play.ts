// A value that runs back and forth, or once, by itself, frame by frame; in few steps where motion is to be reduced.

import { onScopeDispose, ref, type Ref } from 'vue';

export interface Play {
  readonly isPlaying: Readonly<Ref<boolean>>;
  readonly toggle: () => void;
  readonly stop: () => void;
}

/**
 * @param advance called with the seconds since it was called last
 * @returns false from `advance` ends it
 */
export function usePlay(advance: (seconds: number) => boolean): Play {
  const isPlaying = ref(false);
  let frame = 0;
  let last = 0;
  /** Seconds between two steps where motion is to be reduced. */
  const pause = 0.8;

  function tick(now: number): void {
    const seconds = (now - last) / 1000;
    const reduced = matchMedia('(prefers-reduced-motion: reduce)').matches;
    if (!reduced || seconds >= pause) {
      last = now;
      // A window that was out of sight goes on where it was.
      if (!advance(reduced ? pause : Math.min(seconds, 0.1))) {
        stop();
        return;
      }
    }
    frame = requestAnimationFrame(tick);
  }
  function stop(): void {
    cancelAnimationFrame(frame);
    isPlaying.value = false;
  }
  function toggle(): void {
    if (isPlaying.value) {
      stop();
      return;
    }
    isPlaying.value = true;
    last = performance.now();
    frame = requestAnimationFrame(tick);
  }
  onScopeDispose(stop);
  return { isPlaying, toggle, stop };
}
