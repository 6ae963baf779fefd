// Settings: kept by the host, the same in every window.

import { defineStore } from 'pinia';
import { computed, shallowRef, watchEffect } from 'vue';
import type { Settings } from '../../core/protocol/contract.ts';
import { useShell } from '../bridge/shell.ts';

export const useSettings = defineStore('settings', () => {
  const { session } = useShell();
  const changed = shallowRef<Settings | null>(null);
  const systemDark = matchMedia('(prefers-color-scheme: dark)');
  const systemIsDark = shallowRef(systemDark.matches);
  systemDark.addEventListener('change', () => {
    systemIsDark.value = systemDark.matches;
  });

  session.on('settings', (settings) => {
    changed.value = settings;
  });
  session.whenReady(() => {
    // A line that is back may bring other settings than the one before.
    changed.value = null;
  });

  let last: Settings | null = null;
  const current = computed<Settings | null>(() => {
    const { state } = session;
    last = changed.value ?? (state.value.kind === 'ready' ? state.value.hello.settings : last);
    return last;
  });
  const theme = computed<'light' | 'dark'>(() => {
    const wanted = current.value?.theme ?? 'system';
    if (wanted !== 'system') return wanted;
    return systemIsDark.value ? 'dark' : 'light';
  });
  watchEffect(() => {
    document.documentElement.dataset['theme'] = theme.value;
  });

  return {
    /** Null until the host has answered for the first time. */
    current,
    /** The theme that is shown. */
    theme,
    async change(change: Partial<Settings>): Promise<void> {
      changed.value = await session.host.changeSettings(change);
    },
    /** What a view remembers under a name; null when it is nothing yet. */
    recall(name: string): unknown {
      const text = current.value?.views[name];
      if (text === undefined) return null;
      try {
        return JSON.parse(text) as unknown;
      } catch {
        return null;
      }
    },
    /** Has the host remember something for a view. */
    async remember(name: string, value: unknown): Promise<void> {
      await this.change({ views: { [name]: JSON.stringify(value) } });
    },
  };
});
