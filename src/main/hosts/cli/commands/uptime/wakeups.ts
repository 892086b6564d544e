import { MAX_PERIOD_INDEX } from '#shared/domain/uptime/limits.ts';
import type { Command } from 'commander';
import type { WakeUp } from '#shared/contract/uptime/wake-ups.ts';
import { toSnakeCase } from '#main/hosts/cli/json.ts';
import { nodeOption, whole } from '#main/hosts/cli/options/options.ts';
import type { CliSession } from '#main/hosts/cli/session.ts';
import { renderPairs, renderTable, right, type Style } from '#main/hosts/cli/style.ts';
import { hoursMinutes, isoUtc, parseTimeS } from '#main/hosts/cli/options/time-option.ts';

const JSON_NAMES = { isLastChance: 'is_last_chance', isLost: 'is_lost' };

function render(style: Style, wakeUps: readonly WakeUp[]): string {
  return renderTable(
    style,
    ['Requested', 'Kind', 'Result', right('Took'), right('Late by')],
    wakeUps.map(({ requestedAtS, kind, state, tookS, lateByS }) => [
      isoUtc(requestedAtS),
      kind,
      state === 'late' || state === 'missed' ? style.bad(state) : state,
      tookS === null ? '' : hoursMinutes(tookS),
      lateByS === null ? '' : hoursMinutes(lateByS),
    ]),
  );
}

/** A time option in whole unix seconds; null if it is not given. */
function seconds(text: string | undefined, option: string): number | null {
  return text === undefined ? null : Math.floor(parseTimeS(text, option));
}

interface Choice {
  readonly node?: number;
  readonly period?: number;
  readonly farm?: true;
}

const withoutId = (wakeUp: WakeUp) => ({ ...wakeUp, id: undefined });

/** The nodes that woke late, and by how much. */
async function listFarm(session: CliSession, { period }: Choice): Promise<void> {
  const { nodes, p95S } = await session.calls.uptime.wakeUps.listFarm({ periodIndex: period ?? null });
  const json = nodes.map(({ node, late, ...rest }) => ({
    node: node.id,
    gridNodeId: node.gridNodeId,
    ...rest,
    late: late.map(withoutId),
  }));
  session.print(toSnakeCase({ p95S, nodes: json }, JSON_NAMES), () =>
    nodes.length === 0
      ? 'No node was woken in this period.'
      : `${renderPairs(session.style, [['Request to boot, p95', p95S === null ? 'none answered yet' : hoursMinutes(p95S)]])}\n\n${renderTable(
          session.style,
          ['Node', right('Wake-ups'), right('p95'), right('Strikes'), 'Late'],
          nodes.map(({ node, count, p95S: ofNode, strikes, late }) => [
            node.name,
            String(count),
            ofNode === null ? '' : hoursMinutes(ofNode),
            String(strikes),
            late
              .map(({ requestedAtS, state, lateByS }) =>
                state === 'missed'
                  ? `${isoUtc(requestedAtS)} never booted, due ${hoursMinutes(lateByS ?? 0)} ago`
                  : `${isoUtc(requestedAtS)} late by ${hoursMinutes(lateByS ?? 0)}`,
              )
              .join('; '),
          ]),
        )}`,
  );
}

async function list(session: CliSession, choice: Choice): Promise<void> {
  const area = session.calls.uptime.wakeUps;
  const found = await area.list({ nodeId: choice.node ?? null, periodIndex: choice.period ?? null });
  const { strikes, drillStrikes, p95S, wakeUps, limitS, sleepLimitS, losingStrikes } = found;
  session.print(
    toSnakeCase(
      {
        strikes,
        losingStrikes,
        limitS,
        sleepLimitS,
        drillStrikes,
        p95S,
        wakeUps: wakeUps.map(withoutId),
      },
      JSON_NAMES,
    ),
    () =>
      `${renderPairs(session.style, [
        ['Strikes', `${strikes} of ${losingStrikes}`],
        ['Time to boot', limitS === null ? 'not limited in this period' : hoursMinutes(limitS)],
        ['Sleep', sleepLimitS === null ? 'not credited in this period' : `up to ${hoursMinutes(sleepLimitS)}`],
        ['Late drills', String(drillStrikes)],
        ['Request to boot, p95', p95S === null ? 'none answered yet' : hoursMinutes(p95S)],
      ])}${wakeUps.length === 0 ? '' : `\n\n${render(session.style, wakeUps)}`}`,
  );
}

/** `farmer wakeups`: how fast a node wakes, and the strikes of a period. */
export function define(command: Command, session: CliSession): void {
  command
    .option(...nodeOption('default: this machine'))
    .option('--period <index>', 'default: the current one', whole('--period', MAX_PERIOD_INDEX))
    .option('--farm', 'which nodes of the farm woke late, and by how much')
    .action((choice: Choice) => (choice.farm === true ? listFarm(session, choice) : list(session, choice)));
  command
    .command('drill')
    .description('note that you asked a node to wake; the recorder on it finds the boot')
    .option('--at <time>', 'when it was asked for; default: now')
    .option('--asleep-since <time>', 'when the machine went to sleep')
    .action(async (options: { readonly at?: string; readonly asleepSince?: string }) => {
      const { requestedAtS } = await session.calls.uptime.wakeUps.startDrill({
        nodeId: command.opts<Choice>().node ?? null,
        requestedAtS: seconds(options.at, '--at'),
        asleepSinceS: seconds(options.asleepSince, '--asleep-since'),
      });
      session.print({ requested_at: requestedAtS }, () => `Drill noted, asked for at ${isoUtc(requestedAtS)}.`);
    });
}
