import { CHOICE_TABLES, type ChoiceTable, REMOVED, STEPS_A_MS } from '#shared/domain/share/choice-tables.ts';
import { FACT_TABLES, type FactTable } from '#shared/domain/share/fact-tables.ts';
import type { FarmerDatabase } from '#main/store/sql.ts';

const NOW_MS = `CAST(unixepoch('subsec') * 1000 AS INTEGER)`;
/** Changes that sharing itself applies are not noted, so that what came from others is not sent back. */
const IS_OWN = '(SELECT is_applying FROM share_connection) = 0';

function trigger(
  name: string,
  event: string,
  table: string,
  condition: string,
  body: string,
): readonly [string, string] {
  const id = `share_${name}`;
  return [id, `CREATE TRIGGER ${id} AFTER ${event} ON ${table} WHEN ${condition} BEGIN ${body} END`];
}

/** Marks a fact to be sent. A new position each time keeps a later change when the sent marks are cleared. */
function markFact(table: string, keys: string): string {
  return `
    DELETE FROM share_outbox WHERE entity = '${table}' AND field = '' AND key IN (${keys});
    INSERT INTO share_outbox (entity, key, field, at_ms) SELECT '${table}', key, '', ${NOW_MS} FROM (${keys});`;
}

function factTriggers({ name, key, changing, canGo }: FactTable) {
  const keyIn = (row: string) => `SELECT json_array(${key.map((column) => `${row}.${column}`).join(', ')}) AS key`;
  const columns = [...Object.keys(changing), ...(canGo ? key : [])];
  const hasMoved = key.map((column) => `OLD.${column} IS NOT NEW.${column}`).join(' OR ');
  const updated = canGo ? `${keyIn('NEW')} UNION ALL ${keyIn('OLD')} WHERE ${hasMoved}` : keyIn('NEW');
  return [
    trigger(`${name}_insert`, 'INSERT', name, IS_OWN, markFact(name, keyIn('NEW'))),
    ...(columns.length === 0
      ? []
      : [trigger(`${name}_update`, `UPDATE OF ${columns.join(', ')}`, name, IS_OWN, markFact(name, updated))]),
    ...(canGo ? [trigger(`${name}_delete`, 'DELETE', name, IS_OWN, markFact(name, keyIn('OLD')))] : []),
  ];
}

/** A fact that is imported here is sent from here too, even where another installation sent it before. */
const MARK_TRIGGERS = [
  trigger(
    'import_reports',
    'INSERT',
    'import_reports',
    IS_OWN,
    markFact('uptime_reports', 'SELECT json_array(NEW.node_id, NEW.at_s, NEW.up_s) AS key'),
  ),
  trigger(
    'import_power_events',
    'INSERT',
    'import_power_events',
    IS_OWN,
    markFact('power_events', 'SELECT json_array(NEW.node_id, NEW.at_s, NEW.kind, NEW.power) AS key'),
  ),
  trigger(
    'import_receipts',
    'INSERT',
    'import_receipts',
    IS_OWN,
    markFact(
      'receipts',
      'SELECT json_array(content_sha256, hash, node_id) AS key FROM receipts WHERE id = NEW.receipt_id',
    ),
  ),
];

/** Notes the reservation of a deleted bid as removed: the trigger of reservations could not look up the bid any more. */
const BID_TRIGGER = trigger(
  'bids_reservation',
  'DELETE',
  'bids',
  IS_OWN,
  `INSERT INTO share_outbox (entity, key, field, value, version, at_ms)
   SELECT 'reservations', OLD.bid_id, '${REMOVED}', 'true', clock, ${NOW_MS} FROM share_connection WHERE true
   ON CONFLICT (entity, key, field) DO UPDATE SET value = excluded.value, version = excluded.version;`,
);

/** The key of a row of choices, as text. */
function keyOf({ key }: ChoiceTable, row: string): string {
  return key.holds === 'bid'
    ? `(SELECT bid_id FROM bids WHERE id = ${row}.${key.column})`
    : `CAST(${row}.${key.column} AS TEXT)`;
}

function markFields(table: ChoiceTable, row: string, atMs: string, fields: string): string {
  return `
    UPDATE share_connection SET clock = max(clock + 1, ${atMs} * ${STEPS_A_MS});
    INSERT INTO share_outbox (entity, key, field, value, version, at_ms)
    SELECT '${table.name}', ${keyOf(table, row)}, field, value, (SELECT clock FROM share_connection), ${NOW_MS}
    FROM (${fields}) WHERE ${keyOf(table, row)} IS NOT NULL
    ON CONFLICT (entity, key, field) DO UPDATE SET value = excluded.value, version = excluded.version;`;
}

const removed = (value: boolean) => `SELECT '${REMOVED}' AS field, '${value}' AS value`;

function choiceTriggers(table: ChoiceTable) {
  const { name, fields, only = 'true', changedAt } = table;
  const atMs = changedAt === null ? NOW_MS : `NEW.${changedAt}`;
  const names = Object.keys(fields);
  const isShared = (row: string) => `${IS_OWN} AND ${only.replaceAll('row.', `${row}.`)}`;
  const every = names.map((field) => `SELECT '${field}' AS field, json_quote(NEW.${field}) AS value`);
  const changed = names.map(
    (field) => `SELECT '${field}' AS field, json_quote(NEW.${field}) AS value WHERE NEW.${field} IS NOT OLD.${field}`,
  );
  const isNode = name === 'nodes';
  return [
    trigger(
      `${name}_insert`,
      'INSERT',
      name,
      isShared('NEW'),
      markFields(table, 'NEW', atMs, [removed(false), ...every].join(' UNION ALL ')),
    ),
    trigger(
      `${name}_update`,
      `UPDATE OF ${names.join(', ')}`,
      name,
      isShared('NEW'),
      markFields(table, 'NEW', atMs, changed.join(' UNION ALL ')),
    ),
    // A field marks a node as removed; each computer deletes the row by itself, so the deletion is not sent.
    ...(isNode
      ? []
      : [trigger(`${name}_delete`, 'DELETE', name, isShared('OLD'), markFields(table, 'OLD', NOW_MS, removed(true)))]),
  ];
}

let statements: ReadonlyMap<string, string> | undefined;

/** The triggers that note changes, by name. They exist only while the database is shared. */
function captureTriggers(): ReadonlyMap<string, string> {
  statements ??= writeTriggers();
  return statements;
}

function writeTriggers(): ReadonlyMap<string, string> {
  const all = [
    ...FACT_TABLES.flatMap(factTriggers),
    ...MARK_TRIGGERS,
    BID_TRIGGER,
    ...CHOICE_TABLES.flatMap(choiceTriggers),
  ];
  return new Map(all.map(([name, sql]) => [name, sql.replaceAll(/\s+/g, ' ').trim()]));
}

const TRIGGERS = `SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND name LIKE 'share\\_%' ESCAPE '\\'`;

interface StoredTrigger {
  readonly name: string;
  readonly sql: string;
}

/** Whether a trigger is exactly one of those that sharing creates. */
export function isCapture({ name, sql }: StoredTrigger): boolean {
  return captureTriggers().get(name) === sql;
}

/** Drops the triggers of sharing, before the structure changes or all rows are replaced. */
export function stopCapture(database: FarmerDatabase): void {
  for (const { name } of database.statement<StoredTrigger>(TRIGGERS).all()) {
    database.execute(`DROP TRIGGER "${name.replaceAll('"', '""')}"`);
  }
}

/** Where sharing is on, makes the triggers those of this program version. */
export function ensureCapture(database: FarmerDatabase): void {
  const isOn =
    database.statement<{ id: number }>('SELECT id FROM share_connection WHERE is_on = 1').get() !== undefined;
  const present = isOn ? database.statement<StoredTrigger>(TRIGGERS).all() : [];
  const wanted = isOn ? captureTriggers() : new Map<string, string>();
  if (!isOn || (present.length === wanted.size && present.every(isCapture))) {
    return;
  }
  database.transaction(() => {
    stopCapture(database);
    for (const sql of wanted.values()) database.execute(sql);
  });
}
