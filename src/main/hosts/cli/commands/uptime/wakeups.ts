import { MAX_PERIOD_INDEX } from '#shared/domain/uptime/limits.ts';
import type { Command } from 'commander';
import type { WakeUp } from '#shared/contract/uptime/wake-ups.ts';
import { toSnakeCase } from '#main/hosts/cli/json.ts';
import { whole } from '#main/hosts/cli/options/options.ts';
import type { CliSession } from '#main/hosts/cli/session.ts';
import { renderPairs, renderTable, type Style } from '#main/hosts/cli/style.ts';
import { hoursMinutes, isoUtc, parseTimeS } from '#main/hosts/cli/options/time-option.ts';

/** The names of a wake-up that scripts know by another name. */
const JSON_NAMES = { asleepSinceS: 'asleep_since', isOverslept: 'overslept', isStrike: 'strike' };

function render(style: Style, wakeUps: readonly WakeUp[]): string {
  return renderTable(
    style,
    [{ title: 'Requested' }, { title: 'Kind' }, { title: 'Result' }, { title: 'Took', align: 'right' }],
    wakeUps.map(({ requestedAtS, kind, state, tookS }) => [
      isoUtc(requestedAtS),
      kind,
      state === 'late' || state === 'missed' ? style.bad(state) : state,
      tookS === null ? '' : hoursMinutes(tookS),
    ]),
  );
}

/** Whole unix seconds of a time option; null where none was given. */
function seconds(text: string | undefined, option: string): number | null {
  return text === undefined ? null : Math.floor(parseTimeS(text, option));
}

interface Choice {
  readonly node?: number;
  readonly period?: number;
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
        wakeUps: wakeUps.map((wakeUp) => ({ ...wakeUp, id: undefined })),
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
    .option('--node <number>', 'default: this machine', whole('--node', undefined, 1))
    .option('--period <index>', 'default: the current one', whole('--period', MAX_PERIOD_INDEX))
    .action((choice: Choice) => list(session, choice));
  command
    .command('drill')
    .description('note that a wake-up was asked for; the recorder of the woken machine finds the boot')
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
