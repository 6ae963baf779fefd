// What a workstation remembers for all of its windows: values by name, each kept as JSON.

import type { StoreDatabase } from './database.ts';

export class Settings {
  readonly #database: StoreDatabase;

  constructor(database: StoreDatabase) {
    this.#database = database;
  }

  read(): Record<string, unknown> {
    return this.#database.read('read the settings', () => {
      const rows = this.#database.connection
        .prepare<[], [string, string]>('SELECT name, value FROM settings ORDER BY name')
        .raw()
        .all();
      return Object.fromEntries(rows.map(([name, value]) => [name, JSON.parse(value) as unknown]));
    });
  }

  /** Puts the given values in place of the old ones; `undefined` forgets one. @throws StoreError */
  write(patch: Readonly<Record<string, unknown>>): void {
    this.#database.change('save the settings', () => {
      const put = this.#database.connection.prepare(
        'INSERT INTO settings VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
      );
      const forget = this.#database.connection.prepare('DELETE FROM settings WHERE name = ?');
      for (const [name, value] of Object.entries(patch)) {
        if (value === undefined) forget.run(name);
        else put.run(name, JSON.stringify(value));
      }
    });
  }
}
