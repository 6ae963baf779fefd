// Undo and redo over values that never change. Edits of one thing in quick succession are one step.

import { shallowRef, type ShallowRef } from 'vue';

const mostSteps = 200;
const togetherMs = 1000;

export interface History<T> {
  readonly present: Readonly<ShallowRef<T>>;
  readonly canUndo: Readonly<ShallowRef<boolean>>;
  readonly canRedo: Readonly<ShallowRef<boolean>>;
  /** @param what edits of the same thing that follow each other quickly become one; null keeps them apart */
  change(next: T, what?: string | null): void;
  undo(): void;
  redo(): void;
  /** Begins anew. */
  reset(value: T): void;
}

export function createHistory<T>(first: T, now: () => number = () => performance.now()): History<T> {
  const present: ShallowRef<T> = shallowRef(first);
  const canUndo = shallowRef(false);
  const canRedo = shallowRef(false);
  let past: T[] = [];
  let future: T[] = [];
  let last: { readonly what: string; readonly at: number } | null = null;

  function show(value: T): void {
    present.value = value;
    canUndo.value = past.length > 0;
    canRedo.value = future.length > 0;
  }
  return {
    present,
    canUndo,
    canRedo,
    change(next, what = null) {
      if (next === present.value) return;
      const together = what !== null && last?.what === what && now() - last.at < togetherMs;
      if (!together) past = [...past, present.value].slice(-mostSteps);
      future = [];
      last = what === null ? null : { what, at: now() };
      show(next);
    },
    undo() {
      const before = past.at(-1);
      if (before === undefined) return;
      past = past.slice(0, -1);
      future = [...future, present.value];
      last = null;
      show(before);
    },
    redo() {
      const after = future.at(-1);
      if (after === undefined) return;
      future = future.slice(0, -1);
      past = [...past, present.value];
      last = null;
      show(after);
    },
    reset(value) {
      past = [];
      future = [];
      last = null;
      show(value);
    },
  };
}
