import { MAX_PERIOD_INDEX } from '#shared/domain/uptime/limits.ts';
import type { Command } from 'commander';
import { importEvents } from '#main/app/uptime/uptime-import.ts';
import { findNode } from '#main/app/nodes/find-node.ts';
import type { UptimeSummary } from '#shared/contract/uptime/uptime.ts';
import { FarmerError } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import { toSnakeCase } from '#main/hosts/cli/json.ts';
import { nodeOption, oneOf, whole } from '#main/hosts/cli/options/options.ts';
import { writeTextFile } from '#main/hosts/cli/options/output-file.ts';
import type { CliSession } from '#main/hosts/cli/session.ts';
import { importPaths, PATHS_ARGUMENT } from '#main/hosts/cli/import-paths.ts';
import { renderPlanned, renderUptime } from './uptime-text.ts';

interface Choice {
  readonly node?: number;
  readonly gridNode?: number;
  readonly period?: number;
}

const FORMATS = ['csv', 'json'] as const;
type Format = (typeof FORMATS)[number];

/** The JSON names that differ from the field names of a summary. */
const JSON_NAMES = {
  lateBoots: 'boot_strikes',
  violation: 'first_violation',
  'reports.upS': 'uptime',
  expectedUpS: 'expected_uptime',
  certification: null,
  stretches: null,
  unreachable: null,
  clockSteps: null,
  firstPeriod: null,
};

/** The fields of a summary in JSON, with its groups flattened. */
function flattened(answer: UptimeSummary) {
  const { node, period, atS: _atS, frozen, budget, burn, forecast, cliff, money, ...summary } = answer;
  return {
    period: period.index,
    periodName: period.name,
    periodStart: period.startS,
    periodEnd: period.endS,
    node: node?.id ?? null,
    ...summary,
    frozenAt: frozen && Math.floor(frozen.frozenAtMs / 1000),
    budgetLeftS: budget.leftS.high,
    budgetLeftInterval: budget.leftS,
    budgetUntilS: budget.untilS,
    burnRateMilli: Object.fromEntries(burn.map(({ window, rateMilli }) => [window, rateMilli])),
    forecastPermille: { best: forecast.bestPermille, trend: forecast.trendPermille },
    budgetExhaustedAtS: forecast.exhaustedAtS,
    expectedTft: money && money.expectedTft,
    cliff: { distanceS: cliff.distanceS, lossTft: cliff.lossTft },
  };
}

/** The selected node, by its number or by its grid number. @throws FarmerError NOT_FOUND */
async function nodeIdOf(session: CliSession, { node, gridNode }: Choice): Promise<number | null> {
  if (gridNode === undefined) {
    return node ?? null;
  }
  const { nodes } = await session.calls.nodes.list({});
  const found = nodes.find(({ grid, isDemo }) => grid.nodeId === gridNode && !isDemo);
  if (found === undefined) {
    throw new FarmerError('NOT_FOUND', message('nodes:core.gridNodeUnknown', { node: gridNode }), {
      hint: message('grid:core.connectNodeFirst', { node: gridNode }),
    });
  }
  return found.id;
}

async function show(session: CliSession, choice: Choice): Promise<void> {
  const area = session.calls.uptime;
  const nodeId = await nodeIdOf(session, choice);
  const summary = await area.getSummary({ nodeId, periodIndex: choice.period ?? null });
  const node = summary.node === null ? null : await session.calls.nodes.get({ id: summary.node.id });
  session.print(toSnakeCase(flattened(summary), JSON_NAMES), () =>
    node?.kind === 'planned' ? renderPlanned(session.style, summary) : renderUptime(session.style, summary),
  );
}

async function importFiles(
  session: CliSession,
  paths: readonly string[],
  options: { readonly node?: number; readonly format?: Format },
): Promise<void> {
  const { context } = session.app;
  await importPaths(session, paths, { imported: 0, duplicates: 0 }, async ({ name, chunks }) => {
    const stores = await context.stores();
    const node = options.node === undefined ? null : findNode(stores, options.node);
    const source = { chunks, format: options.format ?? null, node, nowMs: context.nowMs(), file: name };
    const { imported, duplicates, rejected, rejectedCount } = await importEvents(stores, source);
    return { counts: { imported, duplicates }, rejected, rejectedCount };
  });
}

async function exportFile(
  session: CliSession,
  file: string | undefined,
  options: Choice & { readonly format: Format },
): Promise<void> {
  const area = session.calls.uptime;
  const { text, count } = await area.exportEvents({
    nodeId: options.node ?? null,
    periodIndex: options.period ?? null,
    format: session.isJson && file === undefined ? 'json' : options.format,
  });
  if (file === undefined) {
    session.io.stdout(text);
    return;
  }
  await writeTextFile(file, text);
  session.print({ exported: count, file }, () => `Exported ${count} events to ${file}.`);
}

/** `farmer uptime`: this period's uptime, credit and budget; and import and export of reports. */
export function define(command: Command, session: CliSession): void {
  const node = nodeOption('default: this machine');
  const period = ['--period <index>', 'default: the current one', whole('--period', MAX_PERIOD_INDEX)] as const;
  command
    .option(...node)
    .option('--grid-node <number>', 'a node by its number on the grid', whole('--grid-node', undefined, 1))
    .option(...period)
    .action((choice: Choice) => show(session, choice));
  command
    .command('import')
    .description('import reports (node, timestamp, uptime) and power events from CSV or JSON')
    .argument(...PATHS_ARGUMENT)
    .option('--format <format>', 'csv or json; default by the content', oneOf('--format', FORMATS))
    .action((paths: readonly string[], options: { readonly format?: Format }) =>
      importFiles(session, paths, { ...command.opts<Choice>(), ...options }),
    );
  command
    .command('export')
    .description('export the reports of a node')
    .argument('[file]', 'default: standard output')
    .option('--format <format>', 'csv or json', oneOf('--format', FORMATS), 'csv')
    .action((file: string | undefined, options: { readonly format: Format }) =>
      exportFile(session, file, { ...command.opts<Choice>(), ...options }),
    );
}
