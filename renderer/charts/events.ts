// Events of a run for the lane below its charts: what each kind is called, and how those that fall on one place are
// put together.

import type { RunMark } from '../../core/protocol/contract.ts';

export type MarkKind = RunMark['kind'];

export const markWords: Readonly<Record<MarkKind, string>> = {
  started: 'Started',
  paused: 'Paused',
  continued: 'Continued',
  checkpoint: 'Checkpoint',
  rewound: 'Went on from a checkpoint',
  diverged: 'Diverged',
  ended: 'Ended',
  crashed: 'Crashed',
  note: 'Note',
  changed: 'Changed',
};

/** Shapes in a box of 12 by 12, so that no kind is known by its colour alone. */
export const markShapes: Readonly<
  Record<MarkKind, { readonly path: string; readonly tone: 'plain' | 'live' | 'warn' | 'bad' }>
> = {
  started: { path: 'M3 2v8l7-4Z', tone: 'live' },
  paused: { path: 'M3 2h2.2v8H3Zm3.800 0H9v8H6.800Z', tone: 'warn' },
  continued: { path: 'M2 2.500v7L6 6Zm4.500 0v7L10.500 6Z', tone: 'live' },
  checkpoint: { path: 'M6 1.500 10.500 6 6 10.500 1.500 6Z', tone: 'plain' },
  rewound: { path: 'M10 2.500v7L6 6Zm-4.500 0v7L1.500 6Z', tone: 'warn' },
  diverged: { path: 'M6 1.500 11 10.500H1Z', tone: 'bad' },
  ended: { path: 'M2.500 2.500h7v7h-7Z', tone: 'plain' },
  crashed: {
    path: 'm2 3.400 1.400-1.400L6 4.600 8.600 2 10 3.400 7.400 6 10 8.600 8.600 10 6 7.400 3.400 10 2 8.600 4.600 6Z',
    tone: 'bad',
  },
  note: { path: 'M2 2h8v6H6.500L4 10.500V8H2Z', tone: 'plain' },
  changed: { path: 'M6 1.500a4.500 4.500 0 1 0 0 9 4.500 4.500 0 0 0 0-9Z', tone: 'plain' },
};

export interface PlacedMark {
  /** The weightiest of those in this place. */
  readonly kind: MarkKind;
  readonly pixel: number;
  readonly iteration: number;
  readonly marks: readonly RunMark[];
}

const weight: Readonly<Record<MarkKind, number>> = {
  ...{
    checkpoint: 0,
    note: 1,
    changed: 2,
    continued: 3,
    paused: 4,
    started: 5,
    ended: 6,
    rewound: 7,
    crashed: 8,
    diverged: 9,
  },
};

/** Marks with their place in pixels; those nearer than a shape is wide become one. @param pixelOf null for out of sight */
export function placeMarks(
  marks: readonly RunMark[],
  pixelOf: (mark: RunMark) => number | null,
  apart = 13,
): readonly PlacedMark[] {
  const placed: PlacedMark[] = [];
  const inOrder = [...marks].sort((a, b) => a.iteration - b.iteration || a.seq - b.seq);
  for (const mark of inOrder) {
    const pixel = pixelOf(mark);
    if (pixel === null) continue;
    const last = placed.at(-1);
    if (last === undefined || pixel - last.pixel >= apart) {
      placed.push({ kind: mark.kind, pixel, iteration: mark.iteration, marks: [mark] });
    } else {
      const kind = weight[mark.kind] > weight[last.kind] ? mark.kind : last.kind;
      placed[placed.length - 1] = { ...last, kind, marks: [...last.marks, mark] };
    }
  }
  return placed;
}
