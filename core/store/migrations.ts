// The database's format, as the list of steps that lead to it. Append only: what was released is never edited.

import type Database from 'better-sqlite3';
import { criticGapMigration } from './critic-gap-migration.ts';
import { measurementsMigration } from './measurements-migration.ts';
import { histogramsMigration } from './histograms-migration.ts';
import { workstationMigration } from './workstation-migration.ts';

export interface Migration {
  /** The format after it, kept in SQLite's `user_version`. */
  readonly version: number;
  readonly sql: string;
  /** What SQL cannot do, after it and in the same transaction. */
  readonly code?: (connection: Database.Database) => void;
}

/** "CRIT": tells our databases from those of other programs. */
export const applicationId = 0x43_52_49_54;

export const migrations: readonly Migration[] = [
  {
    version: 1,
    sql: `
      PRAGMA application_id = ${applicationId};

      CREATE TABLE runs (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL,
        spec TEXT NOT NULL,
        status TEXT NOT NULL CHECK (status IN
          ('queued', 'running', 'paused', 'completed', 'interrupted', 'diverged', 'crashed', 'failed')),
        status_detail TEXT,
        engine_id TEXT,
        engine_device TEXT,
        engine_version TEXT,
        engine_deterministic INTEGER,
        created_at INTEGER NOT NULL,
        started_at INTEGER,
        ended_at INTEGER,
        iteration INTEGER NOT NULL DEFAULT 0,
        critic_updates INTEGER NOT NULL DEFAULT 0,
        active_seconds REAL NOT NULL DEFAULT 0,
        pid INTEGER,
        boot_id TEXT,
        process_start TEXT,
        compare_group TEXT,
        data_fingerprint TEXT
      ) STRICT;

      -- Where each iteration stands on the other axes.
      CREATE TABLE steps (
        run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
        step INTEGER NOT NULL,
        critic_updates INTEGER NOT NULL,
        active_seconds REAL NOT NULL,
        PRIMARY KEY (run, step)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE metric_keys (
        key INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE
      ) STRICT;

      -- flag: 0 a number, 1 NaN, 2 Infinity, 3 -Infinity, 4 negative zero; value is 0 unless flag is 0.
      CREATE TABLE metrics (
        run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
        key INTEGER NOT NULL,
        step INTEGER NOT NULL,
        value REAL NOT NULL,
        flag INTEGER NOT NULL,
        PRIMARY KEY (run, key, step)
      ) STRICT, WITHOUT ROWID;

      -- Values of steps start to start + size - 1, summed up; only of chunks that the run has left behind.
      CREATE TABLE chunks (
        run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
        key INTEGER NOT NULL,
        size INTEGER NOT NULL,
        start INTEGER NOT NULL,
        first INTEGER NOT NULL,
        last INTEGER NOT NULL,
        min REAL,
        max REAL,
        tail REAL NOT NULL,
        tail_flag INTEGER NOT NULL,
        count INTEGER NOT NULL,
        non_finite INTEGER NOT NULL,
        PRIMARY KEY (run, key, size, start)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE samples (
        run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
        series TEXT NOT NULL,
        step INTEGER NOT NULL,
        critic_updates INTEGER NOT NULL,
        active_seconds REAL NOT NULL,
        file TEXT NOT NULL,
        PRIMARY KEY (run, series, step)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE checkpoints (
        run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
        step INTEGER NOT NULL,
        critic_updates INTEGER NOT NULL,
        active_seconds REAL NOT NULL,
        reason TEXT NOT NULL,
        file TEXT NOT NULL,
        PRIMARY KEY (run, step)
      ) STRICT, WITHOUT ROWID;
    `,
  },
  workstationMigration,
  measurementsMigration,
  histogramsMigration,
  criticGapMigration,
];
