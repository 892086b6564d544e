import type { Migration } from './migration.ts';

/** The history of the price of each kind of slice on each node. Rows are only ever added; an undo is a row too. */
export const priceChanges: Migration = {
  version: 31,
  name: 'price-changes',
  sql: `
    CREATE TABLE price_changes (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      node_id INTEGER NOT NULL REFERENCES nodes (id) ON DELETE CASCADE,
      kind_id TEXT NOT NULL CHECK (length(kind_id) BETWEEN 1 AND 40),
      change TEXT NOT NULL CHECK (change IN ('set', 'undo')),
      from_price_month TEXT,
      from_currency TEXT CHECK (from_currency IN ('USD', 'CC')),
      to_price_month TEXT,
      to_currency TEXT CHECK (to_currency IN ('USD', 'CC')),
      changed_by TEXT NOT NULL,
      reason TEXT,
      changed_at_ms INTEGER NOT NULL,
      CHECK ((from_price_month IS NULL) = (from_currency IS NULL)),
      CHECK ((to_price_month IS NULL) = (to_currency IS NULL))
    ) STRICT;
    CREATE INDEX price_changes_by_slice ON price_changes (node_id, kind_id, id);
  `,
};
