import type { Command } from 'commander';
import { EXPORT_TABLES, type ExportedTable, type ExportTable } from '#shared/contract/data/exports.ts';
import { oneOf } from '#main/hosts/cli/options/options.ts';
import type { CliSession } from '#main/hosts/cli/session.ts';

const FORMATS = ['json', 'csv'] as const;

interface ExportOptions {
  readonly format: (typeof FORMATS)[number];
  readonly table?: ExportTable;
}

function toObjects({ columns, rows }: ExportedTable) {
  return rows.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index] ?? null])));
}

/** `farmer export`: the farmer's data for other programs. JSON holds every table or one, CSV one (default: nodes). */
export function define(command: Command, session: CliSession): void {
  command
    .option('--format <format>', 'json or csv', oneOf('--format', FORMATS), 'json')
    .option('--table <table>', `one of ${EXPORT_TABLES.join(', ')}`, oneOf('--table', EXPORT_TABLES))
    .action(async ({ format, table }: ExportOptions) => {
      const area = session.calls.data.exports;
      if (format === 'csv' && !session.isJson) {
        const { text } = await area.readCsv({ table: table ?? 'nodes' });
        session.io.stdout(text);
        return;
      }
      const tables = await Promise.all(
        (table === undefined ? EXPORT_TABLES : [table]).map((name) => area.read({ table: name })),
      );
      const document = Object.fromEntries(tables.map((one) => [one.table, toObjects(one)]));
      session.print(document, () => JSON.stringify(document, null, 2));
    });
}
