// From format 2 to 3: what was measured of runs at their checkpoints, and the noise floors to read it against.

import type { Migration } from './migrations.ts';

export const measurementsMigration: Migration = {
  version: 3,
  sql: `
    -- flag as in metrics. protocol: the version of the key's protocol. samples: how many of either kind were compared.
    CREATE TABLE measurements (
      run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
      step INTEGER NOT NULL,
      key TEXT NOT NULL,
      value REAL NOT NULL,
      flag INTEGER NOT NULL,
      samples INTEGER NOT NULL,
      protocol INTEGER NOT NULL,
      at INTEGER NOT NULL,
      PRIMARY KEY (run, step, key)
    ) STRICT, WITHOUT ROWID;

    -- Of data and not of a run: the same for every run that was trained on them.
    CREATE TABLE noise_floors (
      data_fingerprint TEXT NOT NULL,
      samples INTEGER NOT NULL,
      key TEXT NOT NULL,
      protocol INTEGER NOT NULL,
      mean REAL NOT NULL,
      deviation REAL NOT NULL,
      repeats INTEGER NOT NULL,
      PRIMARY KEY (data_fingerprint, samples, key, protocol)
    ) STRICT, WITHOUT ROWID;
  `,
};
