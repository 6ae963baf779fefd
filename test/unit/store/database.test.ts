import Database from 'better-sqlite3';
import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../../core/store/database.ts';
import { storeError, StoreError } from '../../../core/store/errors.ts';
import { migrations, type Migration } from '../../../core/store/migrations.ts';
import { openStore } from '../../../core/store/store.ts';
import { temporaryFolder } from './support.ts';

const newest = migrations.at(-1)!.version;

const pragma = (file: string, name: string): unknown => {
  const connection = new Database(file, { readonly: true });
  const value = connection.pragma(name, { simple: true });
  connection.close();
  return value;
};

describe('openDatabase', () => {
  it('creates the newest format, in WAL mode and able to shrink', () => {
    const file = join(temporaryFolder(), 'critic.db');
    openDatabase(file).close();
    expect(pragma(file, 'user_version')).toBe(migrations.at(-1)?.version);
    expect(pragma(file, 'journal_mode')).toBe('wal');
    expect(pragma(file, 'auto_vacuum')).toBe(2);
  });

  it('syncs changes fully and batches not', () => {
    const database = openDatabase(join(temporaryFolder(), 'critic.db'));
    const level = (): unknown => database.connection.pragma('synchronous', { simple: true });
    expect(database.change('look', level)).toBe(2);
    expect(database.batch('look', level)).toBe(1);
    const failing = (): never => {
      throw new Error('on purpose');
    };
    expect(() => database.batch<unknown>('fail', failing)).toThrow(/Cannot fail: .*"on purpose"/);
    expect(database.change('look', level)).toBe(2);
    database.close();
  });

  it('takes back what a failing change did', () => {
    const database = openDatabase(join(temporaryFolder(), 'critic.db'));
    const rows = (): unknown => database.connection.prepare('SELECT count(*) FROM metric_keys').pluck().get();
    expect(() => {
      database.change('add two keys', () => {
        database.connection.exec(`INSERT INTO metric_keys (name) VALUES ('a')`);
        database.connection.exec(`INSERT INTO metric_keys (name) VALUES ('a')`);
      });
    }).toThrow(StoreError);
    expect(rows()).toBe(0);
    database.close();
  });

  it('backs up before each step from one format to the next, and does each once', () => {
    const folder = temporaryFolder();
    const file = join(folder, 'critic.db');
    const later: Migration[] = [
      ...migrations,
      { version: newest + 1, sql: 'CREATE TABLE two (a INTEGER) STRICT; INSERT INTO two VALUES (2)' },
      {
        version: newest + 2,
        sql: 'INSERT INTO two VALUES (3)',
        code(connection) {
          connection.exec('INSERT INTO two SELECT max(a) + 1 FROM two');
        },
      },
    ];
    openDatabase(file).close();
    expect(readdirSync(folder)).toEqual(['critic.db']);
    for (const opening of [1, 2]) {
      const database = openDatabase(file, later);
      const rows = database.connection.prepare('SELECT a FROM two').pluck().all();
      expect(rows, `opening ${opening}`).toEqual([2, 3, 4]);
      database.close();
    }
    const backups = [newest, newest + 1].map((version) => `critic.db.v${version}.backup`);
    expect(readdirSync(folder)).toEqual(['critic.db', ...backups]);
    backups.forEach((name, at) => {
      expect(pragma(join(folder, name), 'user_version')).toBe(newest + at);
    });
  });

  it('creates a database with nothing to back up in between', () => {
    const folder = temporaryFolder();
    openDatabase(join(folder, 'critic.db'), [
      { version: 1, sql: 'CREATE TABLE one (a INTEGER) STRICT' },
      { version: 2, sql: 'CREATE TABLE two (a INTEGER) STRICT' },
    ]).close();
    expect(readdirSync(folder)).toEqual(['critic.db']);
    expect(pragma(join(folder, 'critic.db'), 'user_version')).toBe(2);
  });

  it('stays at the old format when a step fails', () => {
    const file = join(temporaryFolder(), 'critic.db');
    openDatabase(file).close();
    const sql = 'CREATE TABLE two (a INTEGER) STRICT';
    const broken = { version: newest + 1, sql: `${sql}; SELECT nonsense` };
    expect(() => openDatabase(file, [...migrations, broken])).toThrow(`to format ${newest + 1}`);
    const code = (): never => {
      throw new Error('on purpose');
    };
    expect(() => openDatabase(file, [...migrations, { version: newest + 1, sql, code }])).toThrow(
      /on purpose/,
    );
    expect(pragma(file, 'user_version')).toBe(newest);
    const database = openDatabase(file);
    expect(() => database.connection.prepare('SELECT a FROM two')).toThrow(/no such table/);
    database.close();
  });

  it('refuses a newer format', () => {
    const file = join(temporaryFolder(), 'critic.db');
    openDatabase(file, [...migrations, { version: 9, sql: '' }]).close();
    expect(() => openDatabase(file)).toThrow(
      `has format 9 and this version of Critic knows formats up to ${newest}; update`,
    );
    expect(pragma(file, 'user_version')).toBe(9);
  });

  it('refuses a file that is no database, and leaves it alone', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'critic.db'), 'no database, only words. '.repeat(100));
    expect(() => openStore(folder)).toThrow(/critic\.db is damaged or is not a database/);
    expect(readdirSync(folder).sort()).toEqual(['critic.db', 'runs']);
  });

  it('refuses the database of another program', () => {
    const folder = temporaryFolder();
    const file = join(folder, 'critic.db');
    const connection = new Database(file);
    connection.exec('CREATE TABLE theirs (a)');
    connection.close();
    expect(() => openStore(folder)).toThrow(/the database of another program/);
  });

  it('finds damage left by a writer that did not close', () => {
    const folder = temporaryFolder();
    const file = join(folder, 'critic.db');
    const database = openDatabase(file);
    database.connection.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    database.connection.exec(`INSERT INTO metric_keys (name) VALUES ('a')`);
    // The pages of the tables' content, not the log.
    const connection = new Database(file);
    const root = connection
      .prepare(`SELECT rootpage FROM sqlite_schema WHERE name = 'metrics'`)
      .pluck()
      .get();
    connection.close();
    const bytes = Buffer.alloc(4096, 0xab);
    expect(typeof root).toBe('number');
    const copy = join(folder, 'copy.db');
    const before = readFileSync(file);
    bytes.copy(before, ((root as number) - 1) * 4096);
    writeFileSync(copy, before);
    writeFileSync(`${copy}-wal`, readFileSync(`${file}-wal`));
    database.close();
    expect(() => openDatabase(copy)).toThrow(/copy\.db is damaged/);
  });
});

describe('openStore', () => {
  it('creates the directory', () => {
    const directory = join(temporaryFolder(), 'deep', 'data');
    openStore(directory).close();
    expect(existsSync(join(directory, 'critic.db'))).toBe(true);
    expect(existsSync(join(directory, 'runs'))).toBe(true);
  });

  it('says when the directory is a file, or lies below one', () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    expect(() => openStore(file)).toThrow(/^Cannot use the data directory: .*file is not a directory/);
    expect(() => openStore(join(file, 'below'))).toThrow(/below is not a directory/);
  });

  it.skipIf(process.platform === 'win32' || process.getuid?.() === 0)(
    'says when the directory is read-only (root may write anywhere, so not as root)',
    () => {
      const folder = temporaryFolder();
      chmodSync(folder, 0o555);
      expect(() => openStore(join(folder, 'data'))).toThrow(/may not be written/);
      expect(() => openStore(folder)).toThrow(/may not be written/);
      chmodSync(folder, 0o755);
    },
  );
});

describe('storeError', () => {
  const coded = (code: string): Error => Object.assign(new Error('told'), { code });

  it.each([
    ['ENOSPC', 'full'],
    ['SQLITE_FULL', 'full'],
    ['EROFS', 'refused'],
    ['EACCES', 'refused'],
    ['SQLITE_READONLY_DIRECTORY', 'refused'],
    ['SQLITE_CORRUPT_VTAB', 'damaged'],
    ['SQLITE_BUSY_SNAPSHOT', 'busy'],
    ['EIO', 'failed'],
  ])('knows %s as %s', (code, problem) => {
    const error = storeError(coded(code), 'save it', '/data/x');
    expect(error.code).toBe(problem);
    expect(error.message).toMatch(/^Cannot save it: .*\/data\/x.*\.$/);
  });

  it('passes its own kind on', () => {
    const error = new StoreError('busy', 'Wait.');
    expect(storeError(error, 'x', 'y')).toBe(error);
  });
});
