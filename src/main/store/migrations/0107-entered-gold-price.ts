import type { Migration } from './migration.ts';

/** Removes the default gold price that settings stored although the farmer had not entered it. */
export const enteredGoldPrice: Migration = {
  version: 107,
  name: 'entered-gold-price',
  sql: `
    UPDATE settings SET value_json = json_set(value_json, '$.goldUsdPerGram', NULL)
    WHERE key = 'rates' AND json_valid(value_json) AND value_json ->> '$.goldUsdPerGram' = '128'
      AND NOT EXISTS (SELECT 1 FROM rates WHERE kind = 'gold-usd-per-gram');
  `,
};
