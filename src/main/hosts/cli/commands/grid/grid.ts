import { Argument, type Command } from 'commander';
import type { GridProgress } from '#main/app/grid/sync-run.ts';
import { syncGrid } from '#main/app/grid/running-sync.ts';
import { GRID_NETWORKS, type GridNetwork, type GridSync, type GridTarget } from '#shared/contract/grid/grid.ts';
import { ERROR_TABLE, invalidInput } from '#shared/errors.ts';
import { inEnglish, message } from '#shared/message.ts';
import { MAX_PERIOD_INDEX } from '#shared/domain/uptime/limits.ts';
import { toSnakeCase } from '#main/hosts/cli/json.ts';
import { oneOf, whole } from '#main/hosts/cli/options/options.ts';
import { isoUtc } from '#main/hosts/cli/options/time-option.ts';
import type { CliSession } from '#main/hosts/cli/session.ts';
import { defineProbes } from './probes.ts';
import { renderTable } from '#main/hosts/cli/style.ts';

/** The exit code if no grid service answered; see docs/cli.md#exit-codes. */
const NO_ANSWER_EXIT_CODE = ERROR_TABLE.GRID_SOURCE_FAILED.exitCode;
const MAX_CHAIN_NUMBER = 4_294_967_295;

interface ConnectOptions {
  readonly farm?: number;
  readonly node?: number;
  readonly twin?: number;
  readonly address?: string;
  readonly network: GridNetwork;
  readonly proxy?: string;
  readonly graphql?: string;
  readonly receipts?: string;
  readonly horizon?: string;
  readonly registrar?: string;
}

const JSON_NAMES = { rowCount: 'rows' };

/** The farm, node, twin or address to follow. @throws FarmerError INVALID_INPUT for none or several */
function targetOf({ farm, node, twin, address }: ConnectOptions): GridTarget {
  const targets: GridTarget[] = [
    ...(farm === undefined ? [] : [{ kind: 'farm' as const, id: farm }]),
    ...(node === undefined ? [] : [{ kind: 'node' as const, id: node }]),
    ...(twin === undefined ? [] : [{ kind: 'twin' as const, id: twin }]),
    ...(address === undefined ? [] : [{ kind: 'address' as const, address }]),
  ];
  const [target] = targets;
  if (target === undefined || targets.length > 1) {
    throw invalidInput(message('grid:core.giveOneTarget'), message('grid:core.connectFirst'));
  }
  return target;
}

async function connect(session: CliSession, options: ConnectOptions): Promise<void> {
  const { proxy = null, graphql = null, receipts = null, horizon = null, registrar = null, network } = options;
  const connection = await session.wait(
    'asking the grid',
    session.calls.grid.connect({
      target: targetOf(options),
      network,
      addresses: { proxy, graphql, receipts, horizon, registrar },
    }),
  );
  session.print(toSnakeCase(connection), () =>
    [
      ...connection.farms.map(({ id, name }) => `Farm ${id}: ${name}`),
      `${connection.nodes.length} nodes of the ${connection.network} network are followed. Next: "farmer grid sync".`,
    ].join('\n'),
  );
}

/** The progress of a synchronisation, its speed and the remaining time. */
function progressText({ part, share, events }: GridProgress, elapsedS: number): string {
  const percent = share === null ? '' : ` ${Math.floor(share * 100)} %`;
  const rate = part === 'events' && elapsedS > 0 ? `, ${Math.round(events / elapsedS)} events/s` : '';
  const left = share === null || share < 0.02 ? '' : `, ${Math.ceil((elapsedS * (1 - share)) / share)} s left`;
  return `${part}${percent}${rate}${left}`;
}

function renderSync({ nodes, events, receipts, payments, asOfS, height, problems }: GridSync): string {
  return [
    `${nodes} nodes: ${events} new events, ${receipts} receipts, ${payments} payments.`,
    ...(asOfS === null ? [] : [`The chain is known until ${isoUtc(asOfS)} (block ${height ?? 'unknown'}).`]),
    ...problems.map(({ source, message: text }) => `Problem with ${source}: ${inEnglish(text)}`),
  ].join('\n');
}

async function sync(
  session: CliSession,
  options: { readonly periods?: number; readonly sincePeriod?: number; readonly fresh: boolean },
): Promise<void> {
  let progress: GridProgress = { part: 'nodes', share: null, events: 0 };
  let partStartedMs = Date.now();
  const work = syncGrid(session.app.context, {
    periods: options.periods ?? null,
    sincePeriod: options.sincePeriod ?? null,
    isFresh: options.fresh,
    progress: (next) => {
      if (next.part !== progress.part) partStartedMs = Date.now();
      progress = next;
    },
  });
  const result = await session.wait(() => progressText(progress, (Date.now() - partStartedMs) / 1000), work);
  session.print(toSnakeCase(result), () => renderSync(result));
  if (!result.isAnswered) {
    session.exitWith(NO_ANSWER_EXIT_CODE);
  }
}

async function status(session: CliSession): Promise<void> {
  const answer = await session.calls.grid.getStatus();
  session.print(toSnakeCase(answer), () =>
    [
      answer.isConnected
        ? `Connected to the ${answer.network ?? ''} network: ${answer.nodes} nodes are followed.`
        : 'Not connected. "farmer grid connect --farm NUMBER" connects a farm.',
      ...(answer.asOfS === null ? [] : [`The chain is known until ${isoUtc(answer.asOfS)}.`]),
      ...(answer.sources.length === 0
        ? []
        : [
            renderTable(
              session.style,
              ['Service', 'Address', 'Last success', 'Next', 'Last problem'],
              answer.sources.map(({ name, url, lastSuccessS, nextTryS, lastProblem }) => [
                name,
                url,
                lastSuccessS === null ? 'never' : isoUtc(lastSuccessS),
                nextTryS === null ? 'when you ask' : isoUtc(nextTryS),
                lastProblem === null ? 'none' : `${isoUtc(lastProblem.atS)}: ${inEnglish(lastProblem.message)}`,
              ]),
            ),
          ]),
    ].join('\n\n'),
  );
}

function number(option: string) {
  return whole(option, MAX_CHAIN_NUMBER, 1);
}

function defineConnect(command: Command, session: CliSession): void {
  command
    .command('connect')
    .description(
      'follow the nodes of a farm, a node, a twin, or an account that is paid; asks the service that lists nodes',
    )
    .option('--farm <number>', 'a farm', number('--farm'))
    .option('--node <number>', 'a node by its number on the grid', number('--node'))
    .option('--twin <number>', 'a twin: of a farmer, or of a node', number('--twin'))
    .option('--address <account>', 'the Stellar account that is paid')
    .option(
      '--network <network>',
      'main, test, qa or dev; with v4- before it the network of grid 4',
      oneOf('--network', GRID_NETWORKS),
      'main',
    )
    .option('--proxy <url>', 'another grid proxy')
    .option('--graphql <url>', 'another indexer')
    .option('--receipts <url>', 'another receipts service')
    .option('--horizon <url>', 'another Horizon server')
    .option('--registrar <url>', 'another registrar of grid 4')
    .action((options: ConnectOptions) => connect(session, options));
}

/** `farmer grid`: a read-only connection to the farmer's real nodes; nothing is sent before "connect". */
export function define(command: Command, session: CliSession): void {
  defineConnect(command, session);
  defineProbes(command, session);
  command
    .command('sync')
    .description('fetch what the grid recorded since the last time; it continues where it was stopped')
    .option('--periods <count>', 'this many of the latest periods', whole('--periods', 400, 1))
    .option('--since-period <index>', 'from a period on', whole('--since-period', MAX_PERIOD_INDEX))
    .option('--fresh', 'ask also for what was fetched recently', false)
    .action((options: { readonly periods?: number; readonly sincePeriod?: number; readonly fresh: boolean }) =>
      sync(session, options),
    );
  command
    .command('status')
    .description('whether a connection is on, and how asking each service went')
    .action(() => status(session));
  command
    .command('automatic')
    .description('whether the window, "farmer serve" and "farmer record" keep the connection up by themselves')
    .addArgument(new Argument('<switch>').choices(['on', 'off']))
    .action(async (choice: string) => {
      const { grid } = await session.calls.settings.update({ grid: { isAutomatic: choice === 'on' } });
      session.print(toSnakeCase(grid), () =>
        grid.isAutomatic
          ? 'The grid is asked by itself: nodes every 5 minutes, events and receipts every 40.'
          : 'The grid is asked when you ask it.',
      );
    });
  command
    .command('disconnect')
    .description('stop asking the grid')
    .option('--forget', 'remove what the connection imported', false)
    .action(async ({ forget }: { readonly forget: boolean }) => {
      const answer = await session.calls.grid.disconnect({ forget });
      session.print(toSnakeCase(answer, JSON_NAMES), () =>
        forget ? `Disconnected, and ${answer.rowCount} rows went.` : 'Disconnected. What was brought in stays.',
      );
    });
}
