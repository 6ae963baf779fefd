// Statements that run many times a second are compiled once for each connection.

import type Database from 'better-sqlite3';

const compiled = new WeakMap<Database.Database, Map<string, Database.Statement>>();

/** `run` and whole rows as objects; `raw` rows as arrays; `pluck` the first column alone. */
type Mode = 'run' | 'raw' | 'pluck';

/** What `connection.prepare(sql)` gives, and the same one the next time. Not to be iterated over: two may be at it. */
export function statement<Values extends unknown[] = unknown[], Row = unknown>(
  connection: Database.Database,
  mode: Mode,
  sql: string,
): Database.Statement<Values, Row> {
  let known = compiled.get(connection);
  if (known === undefined) compiled.set(connection, (known = new Map<string, Database.Statement>()));
  const name = `${mode} ${sql}`;
  let found = known.get(name);
  if (found === undefined) {
    found = connection.prepare(sql);
    if (mode === 'raw') found.raw();
    if (mode === 'pluck') found.pluck();
    known.set(name, found);
  }
  return found as Database.Statement<Values, Row>;
}
