import type { Migration } from './migration.ts';

/**
 * Removes prices that nobody typed: settings stored the default for them together with the gold price, and the rate 1
 * for a currency whose rate was never typed. The site is the farmer's name for the place of a node.
 */
export const enteredNumbers: Migration = {
  version: 48,
  name: 'entered-numbers',
  sql: `
    ALTER TABLE nodes ADD COLUMN site TEXT;

    UPDATE settings SET value_json = json_set(value_json, '$.tftUsd', NULL)
    WHERE key = 'rates' AND json_valid(value_json) AND NOT EXISTS (SELECT 1 FROM rates WHERE kind = 'tft-usd');

    UPDATE settings SET value_json = json_set(value_json, '$.unitsPerUsd', NULL)
    WHERE key = 'currency' AND json_valid(value_json) AND value_json ->> '$.code' <> 'USD'
      AND NOT EXISTS (SELECT 1 FROM rates WHERE kind = 'currency-per-usd' AND currency = value_json ->> '$.code');

    CREATE TABLE node_assumptions (
      node_id INTEGER PRIMARY KEY REFERENCES nodes (id) ON DELETE CASCADE,
      scenario_json TEXT NOT NULL,
      saved_at_ms INTEGER NOT NULL
    ) STRICT;
  `,
};
