import { CHOICE_TABLES } from '#shared/domain/share/choice-tables.ts';
import { FACT_TABLES } from '#shared/domain/share/fact-tables.ts';
import type { FarmerDatabase } from '#main/store/sql.ts';

/** Tables that refer to a node, and the column that does. */
const REFERENCES = `
  SELECT s.name AS "table", k."from" AS "column" FROM sqlite_schema AS s JOIN pragma_foreign_key_list(s.name) AS k
  WHERE s.type = 'table' AND k."table" = 'nodes'`;

/** Where both nodes have a boot with the same key, its observations move to the boot of the node that is kept. */
const JOIN_BOOTS = (table: string) => `
  UPDATE ${table} SET boot_id = (
    SELECT kept.id FROM boots AS kept JOIN boots AS gone ON gone.boot_key = kept.boot_key
    WHERE kept.node_id = @kept AND gone.id = ${table}.boot_id)
  WHERE boot_id IN (
    SELECT gone.id FROM boots AS gone JOIN boots AS kept ON gone.boot_key = kept.boot_key
    WHERE kept.node_id = @kept AND gone.node_id = @gone)`;

/** Moves the marks of facts to be sent from the deleted node to the one that is kept. */
function moveMarks(database: FarmerDatabase, kept: number, gone: number): void {
  for (const { name, key } of FACT_TABLES) {
    const place = key.indexOf('node_id');
    if (place !== -1) {
      database
        .statement(`
          UPDATE OR REPLACE share_outbox SET key = json_set(key, '$[${place}]', @kept)
          WHERE entity = '${name}' AND field = '' AND key <> '*' AND key ->> '$[${place}]' = @gone`)
        .run({ kept, gone });
    }
  }
}

/**
 * Moves the choices to be sent from the deleted node to the one that is kept, as their rows are moved: where that one has
 * a row of its own, its row stays.
 */
function moveChoices(database: FarmerDatabase, kept: number, gone: number): void {
  const nodes = { kept: String(kept), gone: String(gone) };
  for (const { name, key, fields } of CHOICE_TABLES) {
    if (key.holds === 'node' && name !== 'nodes') {
      database
        .statement(`
          UPDATE OR REPLACE share_outbox SET key = @kept WHERE entity = '${name}' AND field <> '' AND key = @gone
            AND NOT EXISTS (SELECT 1 FROM ${name} WHERE ${key.column} = CAST(@kept AS INTEGER))`)
        .run(nodes);
    }
    for (const [field, holds] of Object.entries(fields)) {
      if (holds === 'node') {
        database
          .statement(
            `UPDATE share_outbox SET value = @kept WHERE entity = '${name}' AND field = '${field}' AND value = @gone`,
          )
          .run(nodes);
      }
    }
  }
}

/**
 * Merges two nodes that are the same. This computer is kept, else the one that is not removed, else the older row;
 * everything that belongs to the other one is moved to it.
 * @returns the node that is kept
 */
export function mergeNodes(database: FarmerDatabase, a: number, b: number): number {
  const order = database.statement<{ id: number }>(`
    SELECT id FROM nodes WHERE id IN (@a, @b) ORDER BY kind <> 'this-machine', deleted_at_ms IS NOT NULL, id`);
  const [kept = a, gone = b] = order.all({ a, b }).map(({ id }) => id);
  moveChoices(database, kept, gone);
  for (const table of ['spans', 'unreachable_spans']) database.statement(JOIN_BOOTS(table)).run({ kept, gone });
  for (const { table, column } of database.statement<{ table: string; column: string }>(REFERENCES).all()) {
    database
      .statement(`UPDATE OR IGNORE "${table}" SET "${column}" = @kept WHERE "${column}" = @gone`)
      .run({ kept, gone });
  }
  moveMarks(database, kept, gone);
  database
    .statement('UPDATE share_nodes SET node_number = @kept, is_main = 0 WHERE node_number = @gone')
    .run({ kept, gone });
  database.statement('DELETE FROM nodes WHERE id = @gone').run({ gone });
  return kept;
}
