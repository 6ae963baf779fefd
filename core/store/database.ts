// The SQLite connection: opened in WAL mode, brought to the newest format, and used through three verbs that say
// how much a loss would matter. Two processes may hold one each.

import Database from 'better-sqlite3';
import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { StoreError, storeError } from './errors.ts';
import { bytesOf, syncFolder } from './files.ts';
import { applicationId, migrations as knownMigrations, type Migration } from './migrations.ts';

/** How long to wait for another process's transaction. */
const busyMs = 5000;

export class StoreDatabase {
  readonly connection: Database.Database;
  readonly file: string;

  constructor(connection: Database.Database, file: string) {
    this.connection = connection;
    this.file = file;
  }

  /** One transaction that survives a power cut once this returns. For states, checkpoints and everything rare. */
  change<T>(doing: string, action: () => T): T {
    return this.#guarded(doing, () => this.connection.transaction(action).immediate());
  }

  /**
   * One transaction that survives a crash of the program once this returns, and a power cut after the next
   * `change`. For metrics, many times a second: syncing each would cost ten times as much.
   */
  batch<T>(doing: string, action: () => T): T {
    return this.#guarded(doing, () => {
      this.connection.pragma('synchronous = NORMAL');
      try {
        return this.connection.transaction(action).immediate();
      } finally {
        this.connection.pragma('synchronous = FULL');
      }
    });
  }

  /** Reads that belong together see one state of the database. */
  read<T>(doing: string, action: () => T): T {
    return this.#guarded(doing, () => this.connection.transaction(action).deferred());
  }

  /**
   * Gives space of deleted rows back to the file system, as far as no other process is reading.
   * @param pages at most this many pages of the file
   * @returns whether there may be more to give back
   */
  reclaim(pages: number): boolean {
    return this.#guarded('free the space of deleted rows', () => {
      const free = (): number => this.connection.pragma('freelist_count', { simple: true }) as number;
      const before = free();
      this.connection.pragma(`incremental_vacuum(${pages})`);
      const after = free();
      if (after > 0 && after < before) return true;
      this.connection.pragma('wal_checkpoint(TRUNCATE)');
      return false;
    });
  }

  /** A number that changes whenever another connection has changed something. */
  dataVersion(): number {
    return this.#guarded(
      'look for changes',
      () => this.connection.pragma('data_version', { simple: true }) as number,
    );
  }

  /** Of the file and the log beside it. */
  bytes(): number {
    return bytesOf(this.file) + bytesOf(`${this.file}-wal`) + bytesOf(`${this.file}-shm`);
  }

  /** Looks for damage in the whole file. @throws StoreError if there is any */
  check(): void {
    const said = this.#guarded('check the database', () =>
      this.connection.pragma('quick_check(1)', { simple: true }),
    );
    if (said !== 'ok') {
      throw new StoreError(
        'damaged',
        `${this.file} is damaged (${String(said)}). Move it aside and restore a backup, or start with an empty data directory.`,
      );
    }
  }

  close(): void {
    this.connection.close();
  }

  #guarded<T>(doing: string, action: () => T): T {
    try {
      return action();
    } catch (cause) {
      throw storeError(cause, doing, this.file);
    }
  }
}

/**
 * Opens or creates a database and brings it to the newest format, with a backup file beside it before each step.
 * @throws StoreError when the file cannot be opened or written, is not ours, or is of a newer format
 */
export function openDatabase(
  file: string,
  migrations: readonly Migration[] = knownMigrations,
): StoreDatabase {
  // A log left behind means that the last writer ended without closing, or that one is still there.
  const unclean = bytesOf(`${file}-wal`) > 0;
  let connection: Database.Database;
  try {
    connection = new Database(file, { timeout: busyMs });
  } catch (cause) {
    throw storeError(cause, 'open the database', file);
  }
  try {
    requireOurs(connection, file, migrations);
    // Before the first page is written, or it has no effect.
    connection.pragma('auto_vacuum = INCREMENTAL');
    switchToWal(connection);
    connection.pragma('synchronous = FULL');
    const database = new StoreDatabase(connection, file);
    if (unclean) database.check();
    migrate(database, migrations);
    return database;
  } catch (cause) {
    connection.close();
    throw storeError(cause, 'open the database', file);
  }
}

function requireOurs(connection: Database.Database, file: string, migrations: readonly Migration[]): void {
  const tables = connection.prepare<[], number>('SELECT count(*) FROM sqlite_schema').pluck().get() ?? 0;
  if (tables === 0) return;
  if (connection.pragma('application_id', { simple: true }) !== applicationId) {
    throw new StoreError(
      'damaged',
      `${file} is the database of another program; choose another data directory.`,
    );
  }
  const newest = migrations.at(-1)?.version ?? 0;
  const version = versionOf(connection);
  if (version > newest) {
    throw new StoreError(
      'newer',
      `${file} has format ${version} and this version of Critic knows formats up to ${newest}; update Critic, or choose another data directory.`,
    );
  }
}

/** SQLite does not wait for other connections when it changes the journal mode, so two openers at once need patience. */
function switchToWal(connection: Database.Database): void {
  const pauses = new Int32Array(new SharedArrayBuffer(4));
  const deadline = Date.now() + busyMs;
  for (;;) {
    try {
      connection.pragma('journal_mode = WAL');
      return;
    } catch (error) {
      const busy = error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY');
      if (!busy || Date.now() > deadline) throw error;
      Atomics.wait(pauses, 0, 0, 20);
    }
  }
}

function versionOf(connection: Database.Database): number {
  return connection.pragma('user_version', { simple: true }) as number;
}

function migrate(database: StoreDatabase, migrations: readonly Migration[]): void {
  const { connection } = database;
  const version = (): number => versionOf(connection);
  const take = ({ version, sql, code }: Migration): void => {
    connection.exec(sql);
    code?.(connection);
    connection.pragma(`user_version = ${version}`);
  };
  if (version() === 0) {
    // All at once: there is nothing to back up in between, and another process sees either nothing or everything.
    database.change('create it', () => {
      if (version() === 0) migrations.forEach(take);
    });
  }
  for (const migration of migrations) {
    const before = version();
    if (before >= migration.version) continue;
    const backup = copyBeside(database);
    database.change(`bring it to format ${migration.version}`, () => {
      // Another process may have been faster; the copy may then already be of the new format.
      if (version() !== before) {
        rmSync(backup);
        return;
      }
      renameSync(backup, `${database.file}.v${before}.backup`);
      syncFolder(dirname(database.file));
      take(migration);
    });
  }
}

function copyBeside(database: StoreDatabase): string {
  const copy = `${database.file}.${process.pid}.backup.part`;
  rmSync(copy, { force: true });
  try {
    database.connection.prepare('VACUUM INTO ?').run(copy);
    const descriptor = openSync(copy, 'r+');
    fsyncSync(descriptor);
    closeSync(descriptor);
  } catch (cause) {
    rmSync(copy, { force: true });
    throw storeError(cause, 'back up the database before changing its format', database.file);
  }
  return copy;
}
