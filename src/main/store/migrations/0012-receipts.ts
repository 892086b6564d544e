import type { Migration } from './migration.ts';

/** Minting receipts: their content, and the fields that are queried. TFT are units of 1e-7, USD are thousandths. */
export const receipts: Migration = {
  version: 12,
  name: 'receipts',
  sql: `
    CREATE TABLE receipts (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      node_id INTEGER NOT NULL REFERENCES nodes (id) ON DELETE CASCADE,
      period_start_s INTEGER NOT NULL,
      period_index INTEGER NOT NULL,
      measured_uptime_s INTEGER NOT NULL CHECK (measured_uptime_s >= 0),
      reward_musd INTEGER NOT NULL CHECK (reward_musd >= 0),
      reward_tft_units INTEGER NOT NULL CHECK (reward_tft_units >= 0),
      content_sha256 TEXT NOT NULL CHECK (length(content_sha256) = 64),
      content_json TEXT NOT NULL,
      imported_at_ms INTEGER NOT NULL,
      UNIQUE (node_id, content_sha256)
    ) STRICT;
    CREATE INDEX receipts_by_period ON receipts (node_id, period_index DESC);
  `,
};
