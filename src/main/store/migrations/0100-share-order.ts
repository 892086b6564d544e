import type { Migration } from './migration.ts';

/**
 * Prices and rates are read in the order of their times, which, unlike that of row ids, is the same on every computer
 * of a farm. Times that are out of order, as after a clock was set back, are increased.
 */
function inOrderOfRows(table: string, atMs: string, key: string): string {
  return `
    UPDATE ${table} SET ${atMs} = risen.at_ms FROM (
      SELECT id, place + max(${atMs} - place) OVER (PARTITION BY ${key} ORDER BY id) AS at_ms
      FROM (SELECT id, ${atMs}, ${key}, row_number() OVER (PARTITION BY ${key} ORDER BY id) AS place FROM ${table})
    ) AS risen WHERE risen.id = ${table}.id AND risen.at_ms <> ${table}.${atMs};`;
}

/** The order of shared histories, and the boots that other computers of a shared farm recorded and therefore send. */
export const shareOrder: Migration = {
  version: 100,
  name: 'share-order',
  sql: `
    ${inOrderOfRows('price_changes', 'changed_at_ms', 'node_id, kind_id')}
    ${inOrderOfRows('rates', 'typed_at_ms', 'kind, currency')}
    DROP INDEX price_changes_by_slice;
    CREATE INDEX price_changes_by_slice ON price_changes (node_id, kind_id, changed_at_ms);
    DROP INDEX rates_by_kind;
    CREATE INDEX rates_by_kind ON rates (kind, currency, typed_at_ms, rate);

    CREATE TABLE share_boots (
      boot_id INTEGER PRIMARY KEY REFERENCES boots (id) ON DELETE CASCADE
    ) STRICT;
  `,
};
