// What the workstation remembers for its windows: the store's values over the defaults. Values that make no sense,
// such as those of another version, count as not there.

import * as v from 'valibot';
import { settingSchemas } from '../protocol/arguments.ts';
import { CallError } from '../protocol/call-error.ts';
import type { Settings } from '../protocol/contract.ts';
import type { Store } from '../store/store.ts';

const defaults: Omit<Settings, 'views'> = {
  theme: 'system',
  palette: 'okabe-ito',
  engine: 'auto',
  runsAtOnce: 0,
  notifications: true,
  measureWhenComplete: true,
};

/** Each view is a value of its own in the store. */
const viewPrefix = 'view:';
const mostViews = 500;

export function readSettings(store: Store): Settings {
  const stored = store.settings.read();
  const known = Object.entries(defaults).map(([name, usual]) => {
    const schema = settingSchemas[name as keyof typeof defaults];
    return [name, v.is(schema, stored[name]) ? stored[name] : usual] as const;
  });
  const views = Object.entries(stored).flatMap(([name, value]) =>
    name.startsWith(viewPrefix) && typeof value === 'string'
      ? [[name.slice(viewPrefix.length), value] as const]
      : [],
  );
  return { ...(Object.fromEntries(known) as typeof defaults), views: Object.fromEntries(views) };
}

/** @param change checked already @throws StoreError, CallError when there would be too many views */
export function changeSettings(store: Store, { views = {}, ...change }: Partial<Settings>): Settings {
  const names = new Set([...Object.keys(readSettings(store).views), ...Object.keys(views)]);
  if (names.size > mostViews) {
    throw new CallError(
      'refused',
      `At most ${mostViews} views can be remembered; remove some that are saved.`,
    );
  }
  const stored = Object.entries(views).map(([name, value]) => [`${viewPrefix}${name}`, value] as const);
  store.settings.write({ ...change, ...Object.fromEntries(stored) });
  return readSettings(store);
}
