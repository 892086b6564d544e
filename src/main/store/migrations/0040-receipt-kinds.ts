import type { Migration } from './migration.ts';

/**
 * Receipts of every kind with their hash: one row for each hash and content, so that the order in which they were
 * imported does not matter. `receipt_terms` holds the values that receipts wrote into a node: a field with another
 * value was set by the farmer.
 */
export const receiptKinds: Migration = {
  version: 40,
  name: 'receipt-kinds',
  sql: `
    CREATE TABLE receipts_of_all_kinds (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      kind TEXT NOT NULL CHECK (kind IN ('minting', 'fixup', 'retry')),
      node_id INTEGER REFERENCES nodes (id) ON DELETE CASCADE,
      period_index INTEGER NOT NULL,
      hash TEXT NOT NULL CHECK (hash = '' OR length(hash) = 64),
      verification TEXT NOT NULL CHECK (verification IN ('verified', 'differs', 'unverifiable')),
      content_sha256 TEXT NOT NULL CHECK (length(content_sha256) = 64),
      content_json TEXT NOT NULL,
      imported_at_ms INTEGER NOT NULL,
      UNIQUE (content_sha256, hash, node_id),
      CHECK (node_id IS NOT NULL OR kind = 'retry')
    ) STRICT;
    INSERT INTO receipts_of_all_kinds (id, kind, node_id, period_index, hash, verification, content_sha256, content_json,
        imported_at_ms)
      SELECT id, 'minting', node_id, period_index, '', 'unverifiable', content_sha256, content_json, imported_at_ms
      FROM receipts;
    DROP TABLE receipts;
    ALTER TABLE receipts_of_all_kinds RENAME TO receipts;
    CREATE INDEX receipts_by_period ON receipts (node_id, period_index DESC);

    CREATE TABLE receipt_terms (
      node_id INTEGER PRIMARY KEY REFERENCES nodes (id) ON DELETE CASCADE,
      terms_json TEXT NOT NULL
    ) STRICT;
  `,
};
