// What people say of a run: its name, tags, a note, a star.

import type Database from 'better-sqlite3';
import { StoreError } from './errors.ts';

/** Absent fields stay as they are. */
export interface RunEdit {
  /** Not empty; blanks around it are dropped. */
  readonly name?: string;
  /** Blanks around them, empty and repeated ones are dropped. */
  readonly tags?: readonly string[];
  readonly note?: string;
  readonly starred?: boolean;
}

/** Inside a transaction of the caller. @param run its row number @throws StoreError when the name is empty */
export function editRow(connection: Database.Database, run: number, edit: RunEdit): void {
  const { name, tags, note, starred } = edit;
  const set = (column: string, value: string | number): void => {
    connection.prepare(`UPDATE runs SET ${column} = ? WHERE number = ?`).run(value, run);
  };
  if (name !== undefined) {
    if (name.trim() === '')
      throw new StoreError('invalid', 'A run needs a name; give it at least one letter.');
    set('name', name.trim());
  }
  if (tags !== undefined) {
    const trimmed = tags.map((tag) => tag.trim()).filter((tag) => tag !== '');
    set('tags', JSON.stringify([...new Set(trimmed)]));
  }
  if (note !== undefined) set('note', note);
  if (starred !== undefined) set('starred', starred ? 1 : 0);
}
