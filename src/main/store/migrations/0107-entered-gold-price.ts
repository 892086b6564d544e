import type { Migration } from './migration.ts';

/** The example of the gold price that settings held as a default is no price that the farmer entered. */
export const enteredGoldPrice: Migration = {
  version: 107,
  name: 'entered-gold-price',
  sql: `
    UPDATE settings SET value_json = json_set(value_json, '$.goldUsdPerGram', NULL)
    WHERE key = 'rates' AND json_valid(value_json) AND value_json ->> '$.goldUsdPerGram' = '128'
      AND NOT EXISTS (SELECT 1 FROM rates WHERE kind = 'gold-usd-per-gram');
  `,
};
