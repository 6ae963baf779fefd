// Adds the histograms of weights that a run leaves at its evaluations.

import type { Migration } from './migrations.ts';

export const histogramsMigration: Migration = {
  version: 4,
  sql: `
    -- tensors: a JSON list of [name, low, high, counts], each a histogram of cells of equal width.
    CREATE TABLE histograms (
      run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
      step INTEGER NOT NULL,
      tensors TEXT NOT NULL,
      PRIMARY KEY (run, step)
    ) STRICT, WITHOUT ROWID;
  `,
};
