// Short messages at the edge of the window: what was done, with its undo, and what went wrong, with what to do.

import { defineStore } from 'pinia';
import { ref } from 'vue';
import { CallError } from '../../core/protocol/call-error.ts';

export interface Notice {
  readonly id: number;
  readonly tone: 'plain' | 'good' | 'bad';
  readonly text: string;
  /** Something that can be done about it. */
  readonly action?: { readonly label: string; readonly run: () => void };
  /** How long it stays, in ms; it waits while it is pointed at or focused. */
  readonly stayMs: number;
}

export const useNotices = defineStore('notices', () => {
  const shown = ref<Notice[]>([]);
  let count = 0;
  const dismiss = (id: number): void => {
    shown.value = shown.value.filter((notice) => notice.id !== id);
  };
  const say = (text: string, options: Partial<Omit<Notice, 'id' | 'text'>> = {}): number => {
    count += 1;
    const bad = options.tone === 'bad';
    const notice: Notice = { id: count, tone: 'plain', stayMs: bad ? 15_000 : 5000, ...options, text };
    // The same sentence twice in a row helps nobody.
    shown.value = [...shown.value.filter((other) => other.text !== text), notice].slice(-4);
    return notice.id;
  };
  return {
    shown,
    dismiss,
    say,
    /** Says why something did not work. */
    fail(error: unknown): void {
      const text = error instanceof Error ? error.message : String(error);
      // While there is no line the window says so as a whole.
      if (error instanceof CallError && error.code === 'closed') return;
      say(text, { tone: 'bad' });
    },
  };
});
