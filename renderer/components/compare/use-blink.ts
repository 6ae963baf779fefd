// Which run is shown while they blink in the same place: by itself at a pace that nobody's eyes mind, or by hand.

import { ref, watch, type Ref } from 'vue';

/** Less than two changes a second; three flashes are the most that is safe (WCAG 2.3.1). */
const blinkMs = 700;

export interface Blink {
  /** Counts up; the run's place is the remainder. */
  readonly at: Ref<number>;
  /** Whether it goes on by itself. Off at first where the system asks for less motion. */
  readonly byItself: Ref<boolean>;
}

export function useBlink(isOn: () => boolean): Blink {
  const at = ref(0);
  const byItself = ref(!matchMedia('(prefers-reduced-motion: reduce)').matches);
  watch([isOn, byItself, at], ([on, goes], _, onCleanup) => {
    if (!on || !goes) return;
    const timer = setTimeout(() => {
      at.value += 1;
    }, blinkMs);
    onCleanup(() => {
      clearTimeout(timer);
    });
  });
  return { at, byItself };
}
