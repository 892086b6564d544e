import type { Command } from 'commander';
import { EXPORT_TABLES, type ExportedTable, type ExportTable, HISTORY_METRICS } from '#shared/contract/data/exports.ts';
import { oneOf, whole } from '#main/hosts/cli/options/options.ts';
import type { CliSession } from '#main/hosts/cli/session.ts';

const FORMATS = ['json', 'csv', 'openmetrics'] as const;

interface ExportOptions {
  readonly format: (typeof FORMATS)[number];
  readonly table?: ExportTable;
  readonly step?: number;
}

function toObjects({ columns, rows }: ExportedTable) {
  return rows.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index] ?? null])));
}

/** Prints the history of every node, grouped by metric, in the format of `promtool tsdb create-blocks-from openmetrics`. */
async function printHistory(session: CliSession, stepS: number | undefined): Promise<void> {
  const { nodes } = await session.calls.nodes.list({});
  for (const metric of HISTORY_METRICS) {
    let isDescribed = false;
    for (const { id } of nodes.filter(({ isDemo, kind }) => !isDemo && kind !== 'planned')) {
      const { help, lines } = await session.calls.data.exports.readHistory({
        metric,
        nodeId: id,
        ...(stepS === undefined ? {} : { stepS }),
      });
      if (lines !== '' && !isDescribed) session.io.stdout(`# HELP ${metric} ${help}.\n# TYPE ${metric} gauge\n`);
      isDescribed ||= lines !== '';
      session.io.stdout(lines);
    }
  }
  session.io.stdout('# EOF\n');
}

/** `farmer export`: the farmer's data for other programs. JSON holds every table or one, CSV one (default: nodes). */
export function define(command: Command, session: CliSession): void {
  command
    .option(
      '--format <format>',
      'json, csv, or openmetrics for the history of uptime',
      oneOf('--format', FORMATS),
      'json',
    )
    .option('--table <table>', `one of ${EXPORT_TABLES.join(', ')}`, oneOf('--table', EXPORT_TABLES))
    .option('--step <seconds>', 'seconds between samples of openmetrics (default 300)', whole('--step', 86_400, 15))
    .action(async ({ format, table, step }: ExportOptions) => {
      if (format === 'openmetrics') {
        await printHistory(session, step);
        return;
      }
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
