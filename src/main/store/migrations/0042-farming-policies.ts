import type { Migration } from './migration.ts';

/** Farming policies with any id: a node may be on one, and the farmer can type in its rates. */
export const farmingPolicies: Migration = {
  version: 42,
  name: 'farming-policies',
  sql: `
    ALTER TABLE nodes ADD COLUMN policy_id INTEGER NOT NULL DEFAULT 1 CHECK (policy_id BETWEEN 0 AND 4294967295);
    UPDATE nodes SET policy_id = farming_policy_id;
    ALTER TABLE nodes DROP COLUMN farming_policy_id;
    ALTER TABLE nodes RENAME COLUMN policy_id TO farming_policy_id;

    CREATE TABLE farming_policies (
      id INTEGER PRIMARY KEY CHECK (id BETWEEN 0 AND 4294967295),
      name TEXT,
      cu_musd INTEGER NOT NULL CHECK (cu_musd >= 0),
      su_musd INTEGER NOT NULL CHECK (su_musd >= 0),
      nu_musd INTEGER NOT NULL CHECK (nu_musd >= 0),
      ipv4_hour_musd INTEGER NOT NULL CHECK (ipv4_hour_musd >= 0),
      minimum_permille INTEGER CHECK (minimum_permille BETWEEN 0 AND 1000),
      is_default INTEGER CHECK (is_default IN (0, 1)),
      is_immutable INTEGER CHECK (is_immutable IN (0, 1)),
      source TEXT,
      saved_at_ms INTEGER NOT NULL
    ) STRICT;
  `,
};
