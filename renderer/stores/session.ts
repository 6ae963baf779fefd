// The line to the host as the views see it.

import { defineStore } from 'pinia';
import { computed } from 'vue';
import type { Hello } from '../../core/protocol/contract.ts';
import { useShell } from '../bridge/shell.ts';

export const useSession = defineStore('session', () => {
  const { session } = useShell();
  const hello = computed<Hello | null>(() =>
    session.state.value.kind === 'ready' ? session.state.value.hello : null,
  );
  return {
    /** Of the line. */
    state: session.state,
    /** What the host said of itself; null while there is no line. */
    hello,
  };
});
