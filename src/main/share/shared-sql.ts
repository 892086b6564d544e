import { FACT_TABLES, type FactTable, sharedColumns, sharedKey } from '#shared/domain/share/fact-tables.ts';

/** The statements that write one fact table. */
interface FactPush {
  /** A temporary table for the incoming rows, dropped at the end of the transaction. */
  readonly makeIncoming: string;
  readonly copy: string;
  readonly makeMonths: string | null;
  readonly insert: string;
  /** Inserts rows that are sent again, without those that only another installation holds. */
  readonly insertAgain: string;
  /**
   * Marks rows as deleted that were sent up to a batch and not again since; null for tables whose rows are never
   * deleted.
   */
  readonly sweep: string | null;
  readonly remove: string;
  readonly heldByOthers: string;
}

const namesOf = (table: FactTable): readonly string[] => sharedColumns(table).map(({ name }) => name);
const prefixed = (prefix: string, names: readonly string[]): string =>
  names.map((name) => `${prefix}.${name}`).join(', ');
const same = (a: string, b: string, names: readonly string[]): string =>
  names.map((name) => `${a}.${name} = ${b}.${name}`).join(' AND ');

/** The key columns as a record definition for `json_to_recordset`. */
function keyRecord(table: FactTable): string {
  const kinds = new Map(sharedColumns(table).map(({ name, from }) => [name, from]));
  return sharedKey(table)
    .map((name) => `${name} ${kinds.get(name) === 'integer' ? 'bigint' : 'text'}`)
    .join(', ');
}

function insert(table: FactTable, isAgain: boolean): string {
  const { name, changing, walk, columns, monthOf } = table;
  const names = namesOf(table);
  const key = sharedKey(table);
  const isSpan = monthOf !== undefined && !Object.hasOwn(columns, 'at_s');
  // When a corrected clock moves the start of a boot, its spans stay in the monthly partition to which they were sent
  // first.
  const values = names.map((column) =>
    isSpan && column === 'at_s'
      ? `coalesce((SELECT t.at_s FROM farmer.${name} AS t WHERE t.farm_id = $1 AND t.installation_id = $2
          AND ${same('t', 'i', key)} LIMIT 1), i.at_s)`
      : `i.${column}`,
  );
  // Tables without a unique index on this computer may hold duplicates.
  const source =
    walk === undefined ? `(SELECT DISTINCT ON (${key.join(', ')}) * FROM incoming_${name})` : `incoming_${name}`;
  const held = `SELECT FROM farmer.${name} AS t WHERE t.farm_id = $1 AND ${same('t', 'i', key)}`;
  const isOwn = `EXISTS (${held} AND t.installation_id = $2) OR NOT EXISTS (${held} AND NOT t.is_gone)`;
  const changes = Object.keys(changing).map((column) => `${column} = excluded.${column}, `);
  return `
    INSERT INTO farmer.${name} (farm_id, installation_id, sending, ${names.join(', ')})
    SELECT $1, $2, $3, ${values.join(', ')} FROM ${source} AS i ${isAgain ? `WHERE ${isOwn}` : 'WHERE true'}
    ON CONFLICT (farm_id, ${key.join(', ')}, installation_id${isSpan ? ', at_s' : ''})
    DO UPDATE SET ${changes.join('')}sending = excluded.sending, is_gone = false`;
}

function factPush(table: FactTable): FactPush {
  const { name, monthOf } = table;
  const names = namesOf(table);
  const key = sharedKey(table);
  const gone = `json_to_recordset($4::json) AS i (${keyRecord(table)})`;
  return {
    // One batch may hold a table twice: a full copy, and the rows that changed since.
    makeIncoming: `DROP TABLE IF EXISTS pg_temp.incoming_${name}; CREATE TEMP TABLE incoming_${name} ON COMMIT DROP AS SELECT ${names.join(', ')} FROM farmer.${name} WITH NO DATA`,
    copy: `COPY incoming_${name} (${names.join(', ')}) FROM STDIN`,
    makeMonths:
      monthOf === undefined
        ? null
        : `SELECT farmer.make_months('${name}', ARRAY(SELECT DISTINCT at_s / 86400 * 86400 FROM incoming_${name}))`,
    insert: insert(table, false),
    insertAgain: insert(table, true),
    sweep: table.canGo
      ? `UPDATE farmer.${name} SET is_gone = true, sending = $3
         WHERE farm_id = $1 AND installation_id = $2 AND sending <= $4 AND NOT is_gone AND node = ANY ($5::text[])`
      : null,
    remove: `
      UPDATE farmer.${name} AS t SET is_gone = true, sending = $3 FROM ${gone}
      WHERE t.farm_id = $1 AND t.installation_id = $2 AND NOT t.is_gone AND ${same('t', 'i', key)}`,
    heldByOthers: `
      SELECT count(*) AS "rowCount", coalesce(json_agg(json_build_array(${prefixed('t', names)})), '[]')::text AS rows
      FROM farmer.${name} AS t JOIN ${gone} ON ${same('t', 'i', key)}
      WHERE t.farm_id = $1 AND t.installation_id <> $2 AND NOT t.is_gone AND $3::bigint IS NOT NULL`,
  };
}

/** The newer version wins. The other one goes to the history, whichever arrived first. */
const CHOICES = `
  WITH news AS (
    SELECT * FROM json_to_recordset($4::json) AS i (entity text, key text, field text, value text, version bigint)
  ), known AS (
    SELECT c.* FROM farmer.choices AS c JOIN news AS n USING (entity, key, field)
    WHERE c.farm_id = $1 FOR UPDATE OF c
  ), lost AS (
    INSERT INTO farmer.choice_history (farm_id, entity, key, field, value, version, installation_id)
    SELECT $1, k.entity, k.key, k.field,
      CASE WHEN wins THEN k.value ELSE n.value END,
      CASE WHEN wins THEN k.version ELSE n.version END,
      CASE WHEN wins THEN k.installation_id ELSE $2 END
    FROM known AS k JOIN news AS n USING (entity, key, field)
    CROSS JOIN LATERAL (SELECT (n.version, $2::uuid) > (k.version, k.installation_id) AS wins) AS verdict
    WHERE (n.version, $2::uuid) <> (k.version, k.installation_id) AND n.value IS DISTINCT FROM k.value
  )
  INSERT INTO farmer.choices AS c (farm_id, entity, key, field, value, version, installation_id, sending)
  SELECT $1, n.entity, n.key, n.field, n.value, n.version, $2, $3
  FROM news AS n LEFT JOIN known AS k USING (entity, key, field)
  WHERE k.entity IS NULL OR (n.version, $2::uuid) >= (k.version, k.installation_id)
  ON CONFLICT (farm_id, entity, key, field) DO UPDATE SET value = excluded.value, version = excluded.version,
    installation_id = excluded.installation_id, sending = excluded.sending
  WHERE (excluded.version, excluded.installation_id) >= (c.version, c.installation_id)`;

export const pushSql = {
  choices: CHOICES,
  facts: new Map(FACT_TABLES.map((table) => [table.name, factPush(table)])),
};

function pull(table: FactTable): string {
  const { name, canGo } = table;
  const key = sharedKey(table);
  // A boot that was moved has a later batch than its spans: it is read before them, with all boots to come.
  const upTo = name === 'boots' ? '' : ' AND t.sending <= $4';
  const scope = `t.farm_id = $1 AND t.installation_id = $2 AND t.sending > $3${upTo}`;
  // A row that one installation deleted remains as long as another installation holds it.
  const gone = `
    (SELECT coalesce(json_agg(json_build_array(${prefixed('t', key)})), '[]')::text FROM farmer.${name} AS t
     WHERE ${scope} AND t.is_gone AND NOT EXISTS (
       SELECT FROM farmer.${name} AS o WHERE o.farm_id = $1 AND NOT o.is_gone AND ${same('o', 't', key)}))`;
  return `
    SELECT '${name}' AS table, count(*) AS "rowCount",
      coalesce(json_agg(json_build_array(${prefixed('t', namesOf(table))})), '[]')::text AS rows,
      ${canGo ? gone : `'[]'`} AS gone
    FROM farmer.${name} AS t WHERE ${scope} AND NOT t.is_gone`;
}

/**
 * One query for all facts that an installation wrote between two batches: one row per table, in the order of the
 * tables.
 */
export const pullSql = FACT_TABLES.map(pull).join('\nUNION ALL\n');
