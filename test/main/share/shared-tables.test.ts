import { afterEach, describe, expect, it } from 'vitest';
import { CHOICE_TABLES, SHARED_SETTINGS } from '#shared/domain/share/choice-tables.ts';
import { FACT_TABLES } from '#shared/domain/share/fact-tables.ts';
import { settingsSchema } from '#shared/contract/settings/settings.ts';
import { SHARE_MIGRATIONS } from '#main/share/migrations.ts';
import { type Installation, makeInstallation } from '#test/support/installation.ts';

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

describe('what is shared', () => {
  let installation: Installation | undefined;
  const rowsOf = (sql: string) => {
    installation ??= makeInstallation();
    return installation.handle.database
      .statement<{ name: string }>(sql)
      .all()
      .map(({ name }) => name);
  };
  afterEach(() => {
    installation?.close();
    installation = undefined;
  });

  // Catches a new table that silently stays on the computer that fills it.
  it('is decided for every table', () => {
    const tables = rowsOf(
      `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`,
    );
    const decided = [...[...CHOICE_TABLES, ...FACT_TABLES].map(({ name }) => name), ...Object.keys(LOCAL)];
    expect(decided.toSorted()).toEqual(tables.toSorted());
  });

  // Catches a new column of a shared table that reaches no other computer.
  it.each([...CHOICE_TABLES, ...FACT_TABLES])('is decided for every column of $name', (table) => {
    const columns = rowsOf(`SELECT name FROM pragma_table_info('${table.name}')`);
    const shared =
      'fields' in table
        ? [table.key.column, ...Object.keys(table.fields), ...(table.changedAt === null ? [] : [table.changedAt])]
        : Object.keys(table.columns);
    expect(columns.filter((name) => !shared.includes(name) && !LOCAL_COLUMNS.has(name))).toEqual([]);
    expect(shared.filter((name) => !columns.includes(name))).toEqual([]);
  });

  // Catches a new setting of the farm that stays on one computer.
  it('is decided for every setting', () => {
    expect([...SHARED_SETTINGS, ...LOCAL_SETTINGS].toSorted()).toEqual(Object.keys(settingsSchema.shape).toSorted());
  });

  // Catches a table that the first version of the shared schema does not make.
  it('has a table in the shared database', () => {
    const sql = SHARE_MIGRATIONS.map((migration) => migration.sql).join('\n');
    for (const { name } of FACT_TABLES) expect(sql).toContain(`CREATE TABLE farmer.${name} (`);
  });
});
