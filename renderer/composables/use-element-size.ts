// The size of an element, as it changes.

import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Of the content box, in CSS pixels; 0 before it is shown. */
export function useElementSize(element: Readonly<ShallowRef<HTMLElement | null>>): ShallowRef<Size> {
  const size = shallowRef<Size>({ width: 0, height: 0 });
  const observer = new ResizeObserver(([entry]) => {
    const { width, height } = entry.contentRect;
    size.value = { width, height };
  });
  watch(
    element,
    (now, before) => {
      if (before) observer.unobserve(before);
      if (now) observer.observe(now);
    },
    { immediate: true },
  );
  onScopeDispose(() => {
    observer.disconnect();
  });
  return size;
}
