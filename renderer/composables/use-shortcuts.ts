// Keyboard shortcuts: views register theirs while they are shown, and the keyboard map lists them all.

import { onScopeDispose, shallowRef } from 'vue';

export interface Shortcut {
  /** As in `n`, `Shift+ArrowLeft`, `Mod+k`; Mod is Cmd on a Mac and Ctrl elsewhere. */
  readonly keys: string;
  /** For the keyboard map: "New run". */
  readonly label: string;
  /** Heading in the keyboard map. */
  readonly group: string;
  /** Whether it is meant by this event; always where this is absent. */
  readonly when?: (event: KeyboardEvent) => boolean;
  readonly run: (event: KeyboardEvent) => void;
}

const isMac = navigator.platform.startsWith('Mac');
const registered = shallowRef<readonly Shortcut[]>([]);

/** All that work at the moment. */
export const shortcuts = registered;

/** Registers shortcuts until the component goes away. */
export function useShortcuts(list: readonly Shortcut[]): void {
  registered.value = [...registered.value, ...list];
  onScopeDispose(() => {
    registered.value = registered.value.filter((shortcut) => !list.includes(shortcut));
  });
}

/** Single letters are text where text is typed, and arrows belong to controls that use them. */
function isTaken(event: KeyboardEvent): boolean {
  const { target } = event;
  if (!(target instanceof HTMLElement)) return false;
  if (event.ctrlKey || event.metaKey) return false;
  // A tick has no use for letters; Space is its own.
  if (target.matches('input[type="checkbox"], input[type="radio"]')) return event.key === ' ';
  if (target.isContentEditable || target.matches('input, textarea, select')) return true;
  return (
    event.key.length > 1 &&
    target.closest(
      '[role="slider"], [role="menu"], [role="listbox"], [role="dialog"], [role="radiogroup"]',
    ) !== null
  );
}

/** The keys of an event in the notation of `Shortcut.keys`. */
function keysOf(event: KeyboardEvent): string {
  const mod = isMac ? event.metaKey : event.ctrlKey;
  const named = event.key.length > 1 || event.key === ' ';
  const key = event.key === ' ' ? 'Space' : named ? event.key : event.key.toLowerCase();
  // The shift of a character such as ? is part of it.
  const shift = event.shiftKey && (named || /[a-z0-9]/.test(key));
  return [mod ? 'Mod' : '', event.altKey ? 'Alt' : '', shift ? 'Shift' : '', key]
    .filter((part) => part !== '')
    .join('+');
}

/** Called once, by the application. Returns the undo. */
export function listenForShortcuts(target: Window): () => void {
  const handler = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || isTaken(event)) return;
    const keys = keysOf(event);
    const shortcut = registered.value.findLast(
      (candidate) => candidate.keys === keys && (candidate.when?.(event) ?? true),
    );
    if (shortcut === undefined) return;
    event.preventDefault();
    shortcut.run(event);
  };
  target.addEventListener('keydown', handler);
  return () => {
    target.removeEventListener('keydown', handler);
  };
}

/** For people: ⌘K on a Mac, Ctrl K elsewhere. */
export function keyLabels(keys: string): readonly string[] {
  const names: Readonly<Record<string, string>> = {
    Mod: isMac ? '⌘' : 'Ctrl',
    Shift: isMac ? '⇧' : 'Shift',
    Alt: isMac ? '⌥' : 'Alt',
    ArrowLeft: '←',
    ArrowRight: '→',
    ArrowUp: '↑',
    ArrowDown: '↓',
    Escape: 'Esc',
  };
  return keys.split('+').map((key) => names[key] ?? (key.length === 1 ? key.toUpperCase() : key));
}
