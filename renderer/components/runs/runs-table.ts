// The state of the runs table: kept while other views are shown, and what of it is remembered from start to start.

import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import type { RunId } from '../../../core/protocol/contract.ts';
import { useNotices } from '../../stores/notices.ts';
import { useSettings } from '../../stores/settings.ts';
import { parseQuery } from './query.ts';
import { nothing, type Selection } from './selection.ts';
import { readMemory, usualMemory, type TableMemory } from './table-memory.ts';

/** The name under which the host keeps it. */
const memoryName = 'runs';

export type RunsDialog =
  { readonly kind: 'tags'; readonly runs: readonly RunId[] } | { readonly kind: 'note'; readonly run: RunId };

export const useRunsTable = defineStore('runs-table', () => {
  const settings = useSettings();
  const notices = useNotices();
  const memory = shallowRef<TableMemory>(usualMemory);
  let writing = 0;
  watch(
    () => settings.current?.views[memoryName],
    (text) => {
      // While this window writes, what comes back may be older than what it shows.
      if (text !== undefined && writing === 0) memory.value = readMemory(settings.recall(memoryName));
    },
    { immediate: true },
  );

  const search = ref('');
  return {
    memory,
    /** Changes what is remembered, here at once and for every window. */
    async remember(next: TableMemory): Promise<void> {
      memory.value = next;
      writing += 1;
      try {
        await settings.remember(memoryName, next);
      } catch (error) {
        notices.fail(error);
      } finally {
        writing -= 1;
      }
    },
    /** Changes what is shown without having it remembered, as while a column is being dragged. */
    show(next: TableMemory): void {
      memory.value = next;
    },
    search,
    query: computed(() => parseQuery(search.value)),
    selection: shallowRef<Selection>(nothing),
    /** The row that keys act on. */
    active: ref<RunId | null>(null),
    renaming: ref<RunId | null>(null),
    dialog: shallowRef<RunsDialog | null>(null),
    /** Where the list was left, in pixels. */
    scrolled: ref(0),
  };
});
