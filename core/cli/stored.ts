// Opening a store to look at what is there, without making one where there is none.

import { statSync } from 'node:fs';
import { join } from 'node:path';
import { openStore, type Store } from '../store/store.ts';
import { UsageError } from './args/usage-error.ts';

export function hasStore(dataDir: string): boolean {
  return statSync(join(dataDir, 'critic.db'), { throwIfNoEntry: false }) !== undefined;
}

export function noRuns(dataDir: string): string {
  return `There are no runs in ${dataDir}; train one first, or give --data.`;
}

/** Lends the store to an action, with runs that lost their process marked as such. @throws UsageError where there is none */
export function withStore<T>(dataDir: string, action: (store: Store) => T): T {
  if (!hasStore(dataDir)) throw new UsageError(noRuns(dataDir));
  const store = openStore(dataDir);
  try {
    store.runs.reconcile();
    return action(store);
  } finally {
    store.close();
  }
}

/** The same for an action that takes its time. */
export async function withStoreMeanwhile<T>(
  dataDir: string,
  action: (store: Store) => Promise<T>,
): Promise<T> {
  if (!hasStore(dataDir)) throw new UsageError(noRuns(dataDir));
  const store = openStore(dataDir);
  try {
    store.runs.reconcile();
    return await action(store);
  } finally {
    store.close();
  }
}
