import type { Migration } from './migration.ts';

/** How long a host of the grid is left alone after it failed, from one start of the program to the next. */
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
