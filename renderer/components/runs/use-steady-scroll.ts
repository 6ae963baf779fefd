// Keeps the list where it is: while runs come and go above what is in sight, and while another view is shown. When
// the active row goes, the next one takes its place, and the focus if it had it.

import { onMounted, onScopeDispose, watch, type Ref } from 'vue';
import type { RunId } from '../../../core/protocol/contract.ts';
import { useRunsTable } from './runs-table.ts';

interface SteadyScroll {
  readonly scroller: Readonly<Ref<HTMLElement | null>>;
  /** Pixels. */
  readonly rowHeight: number;
  readonly order: () => readonly RunId[];
  /** Changes when another order or filter was asked for: then the list begins at its top. */
  readonly asked: () => number;
  readonly focusRow: (run: RunId) => Promise<void>;
}

export function useSteadyScroll({ scroller, rowHeight, order, asked, focusRow }: SteadyScroll): void {
  const table = useRunsTable();
  function remember(): void {
    table.scrolled = scroller.value?.scrollTop ?? 0;
  }
  onMounted(() => {
    const element = scroller.value;
    if (element === null) return;
    element.scrollTop = table.scrolled;
    element.addEventListener('scroll', remember, { passive: true });
  });
  onScopeDispose(() => {
    scroller.value?.removeEventListener('scroll', remember);
  });

  let hadFocus = false;
  watch(
    order,
    () => {
      hadFocus = scroller.value?.contains(document.activeElement) === true;
    },
    { flush: 'pre' },
  );
  watch(
    order,
    (next, before) => {
      const element = scroller.value;
      if (element === null) return;
      const at = new Map(next.map((id, index) => [id, index]));
      handOver(before, (id) => at.has(id));
      // At the top, new runs are to be seen.
      if (element.scrollTop < rowHeight) return;
      const top = Math.floor(element.scrollTop / rowHeight);
      const anchor = before.findIndex((id, index) => index >= top && at.has(id));
      const moved = anchor === -1 ? 0 : (at.get(before[anchor]) ?? anchor) - anchor;
      if (moved !== 0) element.scrollTop += moved * rowHeight;
    },
    { flush: 'post' },
  );
  // After the one above, which knows nothing of what was asked for.
  watch(
    asked,
    () => {
      if (scroller.value !== null) scroller.value.scrollTop = 0;
    },
    { flush: 'post' },
  );

  function handOver(before: readonly RunId[], isLeft: (run: RunId) => boolean): void {
    if (table.active === null || isLeft(table.active)) return;
    const at = Math.max(0, before.indexOf(table.active));
    const heir = before.slice(at).find(isLeft) ?? before.slice(0, at).findLast(isLeft);
    table.active = heir ?? null;
    if (hadFocus && heir !== undefined) void focusRow(heir);
  }
}
