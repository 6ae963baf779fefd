// The keys of the runs table. They act on the row that has the focus, or on the selection.

import type { RunId, RunSummary } from '../../../core/protocol/contract.ts';
import { useShortcuts, type Shortcut } from '../../composables/use-shortcuts.ts';
import { useRunsTable } from './runs-table.ts';
import { everything, extended, nothing, toggled } from './selection.ts';
import type { RunActions } from './use-run-actions.ts';

interface RowKeys {
  /** Ids of the rows, in order. */
  readonly order: () => readonly RunId[];
  readonly find: (run: RunId) => RunSummary | undefined;
  /** Rows that a page holds. */
  readonly page: () => number;
  /** Makes a row the active one, in sight and focused. */
  readonly go: (run: RunId) => void;
  readonly search: () => void;
  readonly actions: RunActions;
}

/** Not where text is typed, in a dialog or in a menu. */
export function isFree({ target }: KeyboardEvent): boolean {
  return (
    target instanceof Element &&
    target.closest('input:not([type=checkbox]), textarea, select, [role=dialog], [role=menu]') === null
  );
}
/** On a row itself, or on nothing; not on a control, which has these keys for itself. */
function isOnRow(event: KeyboardEvent): boolean {
  return (
    isFree(event) &&
    event.target instanceof Element &&
    event.target.matches('body, main, [role=row], [role=grid]')
  );
}
/** Not on the heads, the bars or anything else that is no row. */
function isInRows(event: KeyboardEvent): boolean {
  return (
    isOnRow(event) ||
    (isFree(event) && event.target instanceof Element && event.target.closest('.run-row') !== null)
  );
}

export function useRowKeys({ order, find, page, go, search, actions }: RowKeys): void {
  const table = useRunsTable();

  function active(): RunSummary | undefined {
    const id = table.active ?? order().at(0);
    return id === undefined ? undefined : find(id);
  }
  /** The selected runs; without any, the active one. */
  function targets(): readonly RunSummary[] {
    const chosen = [...table.selection.ids].flatMap((id) => find(id) ?? []);
    const one = active();
    return chosen.length > 0 || one === undefined ? chosen : [one];
  }
  function move(by: number, extend: boolean): void {
    const ids = order();
    if (ids.length === 0) return;
    const from = table.active === null ? -1 : ids.indexOf(table.active);
    const to = ids[from === -1 ? 0 : Math.min(ids.length - 1, Math.max(0, from + by))];
    if (extend) {
      const anchor = table.selection.anchor ?? table.active ?? to;
      table.selection = extended({ ...table.selection, anchor }, ids, to);
    }
    go(to);
  }
  function withActive(act: (run: RunSummary) => void): () => void {
    return () => {
      const run = active();
      if (run !== undefined) act(run);
    };
  }

  const group = 'Runs';
  const on = (keys: string, label: string, run: () => void, when: Shortcut['when'] = isInRows): Shortcut => ({
    ...{ keys, label, group, run, when },
  });
  useShortcuts([
    on('f', 'Search', search, isFree),
    on('/', 'Search', search, isFree),
    on('ArrowDown', 'Next row', () => {
      move(1, false);
    }),
    on('ArrowUp', 'Row before', () => {
      move(-1, false);
    }),
    on('PageDown', 'A page down', () => {
      move(page(), false);
    }),
    on('PageUp', 'A page up', () => {
      move(-page(), false);
    }),
    on('Home', 'First row', () => {
      move(-Infinity, false);
    }),
    on('End', 'Last row', () => {
      move(Infinity, false);
    }),
    on(
      'Enter',
      'Open',
      withActive(({ id }) => {
        actions.open(id);
      }),
      isOnRow,
    ),
    on(
      'Space',
      'Select',
      withActive(({ id }) => (table.selection = toggled(table.selection, id))),
      isOnRow,
    ),
    on('Shift+ArrowDown', 'Select downwards', () => {
      move(1, true);
    }),
    on('Shift+ArrowUp', 'Select upwards', () => {
      move(-1, true);
    }),
    on('Shift+Home', 'Select to the first', () => {
      move(-Infinity, true);
    }),
    on('Shift+End', 'Select to the last', () => {
      move(Infinity, true);
    }),
    on('Mod+a', 'Select all shown', () => (table.selection = everything(table.selection, order())), isFree),
    on('Escape', 'Select nothing', () => (table.selection = nothing), isFree),
    on(
      'F2',
      'Rename',
      withActive(({ id }) => {
        actions.rename(id);
      }),
    ),
    on('s', 'Star', () => void star(), isInRows),
    on('p', 'Pause or continue', () => void pauseOrContinue(), isInRows),
    on('Delete', 'Delete', () => void actions.remove(targets())),
    on(
      'Alt+ArrowUp',
      'Earlier in the queue',
      withActive((run) => void actions.moveInQueue(run, -1)),
    ),
    on(
      'Alt+ArrowDown',
      'Later in the queue',
      withActive((run) => void actions.moveInQueue(run, 1)),
    ),
  ]);

  async function star(): Promise<void> {
    const runs = targets();
    const starred = runs.some((run) => !run.starred);
    await actions.edit(runs, () => ({ starred }));
  }
  async function pauseOrContinue(): Promise<void> {
    const runs = targets();
    const running = runs.some(({ state }) => state === 'running' || state === 'starting');
    await actions.control(runs, running ? 'pause' : 'continue');
  }
}
