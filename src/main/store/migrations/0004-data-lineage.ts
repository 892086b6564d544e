import type { Migration } from './migration.ts';

/** A token that changes when all rows are replaced at once: row ids that a process has read are then invalid. */
export const dataLineage: Migration = {
  version: 4,
  name: 'data-lineage',
  sql: `
    CREATE TABLE data_lineage (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      token TEXT NOT NULL CHECK (length(token) = 16)
    ) STRICT;

    INSERT INTO data_lineage (id, token) VALUES (1, lower(hex(randomblob(8))));
  `,
};
