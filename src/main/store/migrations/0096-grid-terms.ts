import type { Migration } from './migration.ts';

function forgetRows(table: string, event: 'INSERT' | 'UPDATE' | 'DELETE'): string {
  const name = `farm_rows_after_${event.toLowerCase()}_of_${table}`;
  return `CREATE TRIGGER ${name} AFTER ${event} ON ${table} BEGIN DELETE FROM farm_rows; END;`;
}

/**
 * Twins and policies of the chain. The state of a twin is kept from one change to the next, because a period is judged
 * by the state at its end.
 */
export const gridTerms: Migration = {
  version: 96,
  name: 'grid-terms',
  sql: `
    CREATE TABLE grid_twins (
      twin_id INTEGER NOT NULL,
      from_s INTEGER NOT NULL,
      until_s INTEGER NOT NULL,
      is_there INTEGER NOT NULL CHECK (is_there IN (0, 1)),
      has_relay INTEGER NOT NULL CHECK (has_relay IN (0, 1)),
      has_valid_public_key INTEGER NOT NULL CHECK (has_valid_public_key IN (0, 1)),
      PRIMARY KEY (twin_id, from_s)
    ) STRICT, WITHOUT ROWID;
    -- That a twin is still in order changes no row.
    CREATE TRIGGER farm_rows_after_update_of_grid_twins AFTER UPDATE ON grid_twins
      WHEN NOT (NEW.is_there AND NEW.has_relay AND NEW.has_valid_public_key) BEGIN DELETE FROM farm_rows; END;
    ${forgetRows('grid_twins', 'INSERT')}
    ${forgetRows('grid_twins', 'DELETE')}

    CREATE TABLE grid_policies (
      id INTEGER PRIMARY KEY,
      name TEXT,
      cu_musd INTEGER NOT NULL,
      su_musd INTEGER NOT NULL,
      nu_musd INTEGER NOT NULL,
      ipv4_hour_musd INTEGER NOT NULL,
      minimum_permille INTEGER,
      is_default INTEGER CHECK (is_default IN (0, 1)),
      is_immutable INTEGER CHECK (is_immutable IN (0, 1))
    ) STRICT;
    ${(['INSERT', 'UPDATE', 'DELETE'] as const).map((event) => forgetRows('grid_policies', event)).join('\n')}

    CREATE TABLE grid_pricing (
      id INTEGER PRIMARY KEY,
      dedicated_discount_percent INTEGER NOT NULL
    ) STRICT;
    ALTER TABLE grid_farms ADD COLUMN pricing_policy_id INTEGER;
  `,
};
