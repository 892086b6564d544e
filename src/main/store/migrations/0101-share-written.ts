import type { Migration } from './migration.ts';

/** How many rows of each area each installation of a shared farm has written, as far as they came through here. */
export const shareWritten: Migration = {
  version: 101,
  name: 'share-written',
  sql: `
    CREATE TABLE share_written (
      installation_id TEXT NOT NULL,
      area TEXT NOT NULL,
      row_count INTEGER NOT NULL,
      at_ms INTEGER NOT NULL,
      PRIMARY KEY (installation_id, area)
    ) STRICT, WITHOUT ROWID;
  `,
};
