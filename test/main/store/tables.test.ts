import { afterAll, describe, expect, it } from 'vitest';
import { openMemoryDatabase } from '#main/store/database.ts';
import { migrate, migrationHash } from '#main/store/migrate.ts';
import { MIGRATIONS } from '#main/store/migrations/index.ts';
import { CHOICE_TABLES, SHARED_SETTINGS } from '#shared/domain/share/choice-tables.ts';
import { FACT_TABLES, sharedColumns } from '#shared/domain/share/fact-tables.ts';
import { importKind } from '#shared/contract/data/imports.ts';
import { GRID_NETWORKS, GRID_SOURCES } from '#shared/contract/grid/grid.ts';
import { settingsSchema } from '#shared/contract/settings/settings.ts';
import { SHARE_MIGRATIONS } from '#main/share/migrations.ts';
import { CHANNELS } from '#shared/domain/notifications/channels.ts';
import pinnedHashes from '#test/golden/migration-hashes.json' with { type: 'json' };

/** Tables that stay on each computer, and why. */
const LOCAL = {
  alert_deliveries: 'each computer alerts by itself',
  alert_memory: 'what its own services answered last',
  closed_periods: 'made from facts',
  data_lineage: 'of the database file',
  farm_rows: 'made from facts',
  farmerbot_configs: 'content of a file that is imported here',
  grid_connection: 'each computer has its own connection',
  grid_farms: 'its own connection',
  grid_hosts: 'its own connection',
  grid_nodes: 'how far its own connection has read',
  grid_policies: 'its own connection',
  grid_pricing: 'its own connection',
  grid_twins: 'its own connection',
  grid_questions: 'its own connection',
  grid_probe_stretches: 'tried from this computer',
  grid_probes: 'tried from this computer',
  grid_sources: 'its own connection',
  import_bids: 'undo of an import, on the computer that imported',
  import_nodes: 'undo of an import',
  import_power_events: 'undo of an import',
  import_receipts: 'undo of an import',
  import_reports: 'undo of an import',
  imports: 'files that were imported here',
  node_grid_facts: 'content of a file that is imported here',
  notifications: 'each computer alerts by itself',
  recorders: 'the process that records here',
  scenarios: 'of who makes them',
  schema_migrations: 'of the database file',
  secrets_in_backup: 'private',
  share_boots: 'sharing itself',
  share_choices: 'sharing itself',
  share_connection: 'sharing itself',
  share_installations: 'sharing itself',
  share_nodes: 'sharing itself',
  share_outbox: 'sharing itself',
  share_written: 'sharing itself',
} as const;

/** Settings of a computer or of a person. */
const LOCAL_SETTINGS =
  'theme language thisComputer farmColumns contact comparedMachines upgradePrices priceSource marketSources notifications alertChannels reachability autostart recorderService updates grid backups firstRun'.split(
    ' ',
  );

/** Columns that are those of one database: numbers of its rows, imports, and what is made anew. */
const LOCAL_COLUMNS = new Set(['id', 'import_id', 'is_demo', 'is_simulated', 'bid_row_id']);

/** Tables that no row of the farm is made from, for nodes that are followed on the grid. */
const NOT_IN_FARM_ROWS = new Set(
  [
    'alert_deliveries alert_memory bids clock_steps data_lineage farm_rows farmerbot_configs',
    'grid_connection grid_farms grid_hosts grid_payouts grid_pricing grid_probe_stretches grid_probes',
    'grid_questions grid_sources import_bids import_nodes import_power_events import_receipts',
    'import_reports maintenance node_assumptions node_grid_facts notifications price_changes',
    'receipt_terms recorders reservations scenarios schema_migrations secrets_in_backup share_boots',
    'share_choices share_connection share_installations share_nodes share_outbox share_written spans',
    'unreachable_spans wake_requests',
  ].flatMap((names) => names.split(' ')),
);

/** Tables of which not every change takes a row of the farm away, with how many kinds of change do. */
const PARTLY_IN_FARM_ROWS: Readonly<Record<string, number>> = { nodes: 2, imports: 1 };

const database = openMemoryDatabase();
migrate(database, { backupDirectory: null, nowMs: 0 });
afterAll(() => database.close());

const namesOf = (sql: string) =>
  database
    .statement<{ name: string }>(sql)
    .all()
    .map(({ name }) => name);
const TABLES = namesOf(
  `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`,
);

const triggersOf = (table: string) =>
  namesOf(
    `SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = '${table}' AND name LIKE 'farm_rows_after_%'`,
  ).length;

describe('the list of migrations', () => {
  // Catches a shipped migration that is edited: databases in the field would differ from new ones.
  it('is pinned by hash', () => {
    const hashes = Object.fromEntries(
      MIGRATIONS.map((migration) => [
        `${String(migration.version).padStart(4, '0')}-${migration.name}`,
        migrationHash(migration),
      ]),
    );
    expect(
      hashes,
      'a new line goes into test/golden/migration-hashes.json; a line that is there never changes',
    ).toEqual(pinnedHashes);
  });

  // Catches two migrations that take the same place, or one that is out of order.
  it('is in ascending order', () => {
    const versions = MIGRATIONS.map((migration) => migration.version);
    expect(versions).toEqual([...new Set(versions)].toSorted((a, b) => a - b));
  });
});

describe('every table', () => {
  // Catches a new table that leaves rows behind when the node or the demo data they belong to is removed.
  it('is deleted with the node that it belongs to', () => {
    const staying = namesOf(
      `SELECT s.name FROM sqlite_schema AS s JOIN pragma_foreign_key_list(s.name) AS k
       WHERE k."table" = 'nodes' AND k.on_delete NOT IN ('CASCADE', 'SET NULL')`,
    );
    expect(staying, 'these refer to nodes without ON DELETE CASCADE').toEqual([]);
  });

  // Catches a new table that rows of the farm are made from, or one that was rebuilt without its triggers.
  it('invalidates stored farm rows on changes, or is listed as irrelevant for them', () => {
    const least = (name: string) => (NOT_IN_FARM_ROWS.has(name) ? 0 : (PARTLY_IN_FARM_ROWS[name] ?? 3));
    expect(
      TABLES.filter((name) => triggersOf(name) < least(name)),
      'these get triggers in their migration, as in 0096-grid-terms.ts, or a place in NOT_IN_FARM_ROWS here',
    ).toEqual([]);
    expect([...NOT_IN_FARM_ROWS].filter((name) => !TABLES.includes(name))).toEqual([]);
  });

  // Catches a value that compiles, and that the database refuses.
  it.each([
    ['imports', 'kind', importKind.options],
    ['alert_deliveries', 'channel', CHANNELS],
    ['grid_sources', 'name', GRID_SOURCES],
    ['grid_connection', 'network', GRID_NETWORKS],
  ] as const)('accepts every value of %s.%s', (table, column, values) => {
    const [made = ''] = namesOf(`SELECT sql AS name FROM sqlite_schema WHERE name = '${table}'`);
    const taken = new RegExp(`\\b${column} IN \\(([^)]*)\\)`).exec(made)?.[1] ?? '';
    expect(
      values.filter((value) => !taken.includes(`'${value}'`)),
      'these need a migration that makes the CHECK anew, as 0106-registrar.ts does',
    ).toEqual([]);
  });

  // Catches a new table that silently stays on the computer that fills it.
  it('is either shared or listed as local', () => {
    const decided = [...[...CHOICE_TABLES, ...FACT_TABLES].map(({ name }) => name), ...Object.keys(LOCAL)];
    expect(
      TABLES.filter((name) => !decided.includes(name)),
      'these are added to src/shared/domain/share/, or to LOCAL here with the reason',
    ).toEqual([]);
    expect(decided.filter((name) => !TABLES.includes(name))).toEqual([]);
  });
});

describe('what is shared', () => {
  // Catches a new column of a shared table that reaches no other computer.
  it.each([...CHOICE_TABLES, ...FACT_TABLES])('covers every column of $name', (table) => {
    const columns = namesOf(`SELECT name FROM pragma_table_info('${table.name}')`);
    const shared =
      'fields' in table
        ? [table.key.column, ...Object.keys(table.fields), ...(table.changedAt === null ? [] : [table.changedAt])]
        : Object.keys(table.columns);
    expect(
      columns.filter((name) => !shared.includes(name) && !LOCAL_COLUMNS.has(name)),
      'these are added to the table in src/shared/domain/share/, or to LOCAL_COLUMNS here',
    ).toEqual([]);
    expect(shared.filter((name) => !columns.includes(name))).toEqual([]);
  });

  // Catches a new setting of the farm that stays on one computer.
  it('covers every setting', () => {
    expect(
      [...SHARED_SETTINGS, ...LOCAL_SETTINGS].toSorted(),
      'a new one is added to SHARED_SETTINGS, or to LOCAL_SETTINGS here',
    ).toEqual(Object.keys(settingsSchema.shape).toSorted());
  });

  // Catches a shared column that every computer with a new version would ask PostgreSQL for in vain.
  it.each(FACT_TABLES)('includes every column of $name in the shared database', (table) => {
    const made = SHARE_MIGRATIONS.map(({ sql }) => sql).join('\n');
    const isMade = (column: string) =>
      [`CREATE TABLE farmer.${table.name} \\([^;]*?`, `ALTER TABLE farmer.${table.name} ADD COLUMN `].some((start) =>
        new RegExp(`${start}\\b${column} (?:text|bigint)\\b`).test(made),
      );
    expect(
      sharedColumns(table).flatMap(({ name }) => (isMade(name) ? [] : [name])),
      'these need a migration in src/main/share/migrations.ts',
    ).toEqual([]);
  });
});
