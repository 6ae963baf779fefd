// What a window missed of a run, read from the store: in stretches of the journal, each of which is told in an order
// in which the line may go down anywhere and nothing is lost. Only the last thing of a stretch moves the number that
// the window would go on from; all before carry the number that the stretch began at.

import type { MetricsEvent } from '../gan/events.ts';
import type { RunId } from '../protocol/contract.ts';
import { StoreError } from '../store/errors.ts';
import type { Store } from '../store/store.ts';
import { tellMetrics } from './batches.ts';
import { tellGrid } from './grids.ts';
import type { Told } from './told.ts';

/** Rows of the journal in a stretch: about a minute of training. */
const stretchRows = 256;
/** Iterations in one batch of metrics. */
const pageIterations = 2048;

/**
 * Gives everything after the number, and what is stored while it is being read; it ends when there is nothing more.
 * Of grids, only the newest.
 * @throws StoreError when there is no such run
 */
export function* replay(store: Store, run: RunId, afterSeq: number): Generator<Told, void> {
  /** The newest iteration told of here: what is stored while a page is read may be in it already. */
  let newest = -1;
  /** The iteration gone back to that was told of. */
  let cut = Infinity;
  for (let at = afterSeq; ;) {
    const since = store.since(run, at);
    if (since.seq === at) return;
    // A number from elsewhere, such as another store's, counts as none.
    const start = since.seq < at ? 0 : at;
    const end = Math.min(since.seq, start + stretchRows);
    const rest = end < since.seq ? store.since(run, end) : null;

    const back = since.rewoundTo;
    // Every stretch before the one that goes back knows of it; to tell it once is enough.
    if (back !== null && (back < cut || newest > back)) {
      cut = back;
      newest = Math.min(newest, back);
      const value = { run, seq: start, iteration: back };
      yield { run, seq: start, name: 'rewound', value, bytes: 100 };
    }
    if (since.from !== null) {
      const first = Math.max(since.from, newest + 1);
      for (const page of pages(store, run, first, rest?.from ?? Infinity)) {
        newest = page[page.length - 1].iteration;
        yield tellMetrics(run, start, page);
      }
    }
    // A grid that is not the newest any more belongs to a later stretch.
    if (since.newestGrid !== null && (rest?.newestGrid ?? null) === null) {
      const grid = gridIfThere(store, run, since.newestGrid, start);
      if (grid !== null) yield grid;
    }
    const marks = since.marks.filter(({ seq }) => seq <= end);
    for (const mark of marks) {
      yield { run, seq: mark.seq, name: 'mark', value: { run, mark }, bytes: 200 };
    }
    if (marks.at(-1)?.seq !== end) yield tellMetrics(run, end, []);
    at = end;
  }
}

/** Metrics from an iteration up to another one, which is not included. */
function* pages(store: Store, run: RunId, from: number, end: number): Generator<MetricsEvent[]> {
  let page: MetricsEvent[] = [];
  for (const event of store.series.eventsFrom(run, from)) {
    if (event.iteration >= end) break;
    page.push(event);
    if (page.length < pageIterations) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}

/** Null for a grid whose file is damaged, or that was forgotten while this was read. */
function gridIfThere(store: Store, run: RunId, iteration: number, seq: number): Told | null {
  try {
    return tellGrid(store, run, iteration, seq);
  } catch (error) {
    if (error instanceof StoreError && (error.code === 'unknown' || error.code === 'damaged')) return null;
    throw error;
  }
}
