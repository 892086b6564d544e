import type { Migration } from './migration.ts';

/** Labels of nodes; the time zone and electricity price of sites, in their own currency, by the name in their nodes. */
export const sites: Migration = {
  version: 63,
  name: 'sites',
  sql: `
    ALTER TABLE nodes ADD COLUMN labels_json TEXT NOT NULL DEFAULT '[]';
    CREATE INDEX nodes_by_site ON nodes (site) WHERE site IS NOT NULL;

    CREATE TABLE sites (
      name TEXT PRIMARY KEY CHECK (length(name) BETWEEN 1 AND 80),
      time_zone TEXT,
      electricity_per_kwh TEXT,
      currency TEXT NOT NULL,
      currency_units_per_usd TEXT,
      entered_at_ms INTEGER NOT NULL
    ) STRICT;
  `,
};
