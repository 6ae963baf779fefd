// Gives what LSGAN and hinge runs reported as an EM estimate the name of what it is: the difference of their critic.

import type { Migration } from './migrations.ts';

const ofRuns = `WHERE key = (SELECT key FROM metric_keys WHERE name = 'em_estimate')
  AND run IN (SELECT number FROM runs WHERE objective IN ('lsgan', 'hinge'))`;
const key = `key = (SELECT key FROM metric_keys WHERE name = 'critic_gap')`;

export const criticGapMigration: Migration = {
  version: 5,
  sql: `
    INSERT OR IGNORE INTO metric_keys (name) SELECT 'critic_gap' FROM metric_keys WHERE name = 'em_estimate';
    UPDATE metrics SET ${key} ${ofRuns};
    UPDATE chunks SET ${key} ${ofRuns};
    -- There is no best one: neither direction says anything of samples.
    UPDATE run_measures SET ${key}, best_step = NULL, best = NULL ${ofRuns};
  `,
};
