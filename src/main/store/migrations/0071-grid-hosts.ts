import type { Migration } from './migration.ts';

/** Until when a failed host of the grid is not asked again, also after the program is restarted. */
export const gridHosts: Migration = {
  version: 71,
  name: 'grid-hosts',
  sql: `
    CREATE TABLE grid_hosts (
      host TEXT PRIMARY KEY,
      failures INTEGER NOT NULL CHECK (failures > 0),
      rest_until_ms INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
  `,
};
