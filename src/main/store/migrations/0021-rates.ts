import type { Migration } from './migration.ts';

/** Rates as they were typed. Rows are only added, so that every conversion can show when its rate was typed. */
export const rates: Migration = {
  version: 21,
  name: 'rates',
  sql: `
    CREATE TABLE rates (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      kind TEXT NOT NULL,
      currency TEXT,
      rate TEXT NOT NULL,
      typed_at_ms INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX rates_by_kind ON rates (kind, id);
  `,
};
