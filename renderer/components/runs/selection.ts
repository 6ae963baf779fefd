// Which runs are selected: the rules of clicks and keys, on ids in the order in which they are shown.

import type { RunId } from '../../../core/protocol/contract.ts';

export interface Selection {
  readonly ids: ReadonlySet<RunId>;
  /** Where a range begins; null before anything was selected. */
  readonly anchor: RunId | null;
}

export const nothing: Selection = { ids: new Set(), anchor: null };

export function toggled({ ids }: Selection, id: RunId): Selection {
  const next = new Set(ids);
  if (!next.delete(id)) next.add(id);
  return { ids: next, anchor: id };
}

/** Everything between the anchor and `to`, in place of what was selected. */
export function extended({ anchor }: Selection, shown: readonly RunId[], to: RunId): Selection {
  const [start, end] = [shown.indexOf(anchor ?? to), shown.indexOf(to)];
  if (end === -1) return { ids: new Set(), anchor };
  if (start === -1) return { ids: new Set([to]), anchor: to };
  return { ids: new Set(shown.slice(Math.min(start, end), Math.max(start, end) + 1)), anchor: anchor ?? to };
}

export function everything({ anchor }: Selection, shown: readonly RunId[]): Selection {
  return { ids: new Set(shown), anchor };
}

/** Without the runs that are gone or no longer shown, so that nothing unseen is acted upon. */
export function kept(selection: Selection, shown: ReadonlySet<RunId>): Selection {
  const left = [...selection.ids].filter((id) => shown.has(id));
  return left.length === selection.ids.size ? selection : { ...selection, ids: new Set(left) };
}
