import type { Migration } from './migration.ts';

/** Bids are imported too: an import of them is listed, and undone, like every other. */
export const bidImports: Migration = {
  version: 45,
  name: 'bid-imports',
  sql: `
    ALTER TABLE imports ADD COLUMN what TEXT NOT NULL DEFAULT 'bids'
      CHECK (what IN ('nodes', 'uptime', 'receipts', 'farmerbot', 'bids'));
    UPDATE imports SET what = kind;
    ALTER TABLE imports DROP COLUMN kind;
    ALTER TABLE imports RENAME COLUMN what TO kind;

    CREATE TABLE import_bids (
      bid_row_id INTEGER NOT NULL REFERENCES bids (id) ON DELETE CASCADE,
      import_id INTEGER NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
      PRIMARY KEY (bid_row_id, import_id)
    ) STRICT, WITHOUT ROWID;
  `,
};
