import { MAX_PERIOD_INDEX } from '#shared/domain/uptime/limits.ts';
import type { Command } from 'commander';
import type { PeriodWithAllowance } from '#shared/contract/uptime/periods.ts';
import { toSnakeCase } from '#main/hosts/cli/json.ts';
import { whole } from '#main/hosts/cli/options/options.ts';
import type { CliSession } from '#main/hosts/cli/session.ts';
import { renderPairs } from '#main/hosts/cli/style.ts';
import { hoursMinutes, isoUtc, parseTimeS } from '#main/hosts/cli/options/time-option.ts';

/** Adds `start` and `end`: the same instants in ISO 8601. */
const JSON_NAMES = { startS: 'start_s', endS: 'end_s' };

function render(session: CliSession, period: PeriodWithAllowance): string {
  const { strong, quiet } = session.style;
  const inOwnZone = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'long' });
  const instant = (timeS: number) => `${isoUtc(timeS)}  ${quiet(inOwnZone.format(timeS * 1000))}`;
  return renderPairs(session.style, [
    ['Period', `${strong(period.name)}  ${quiet(`index ${period.index}`)}`],
    ['Starts', instant(period.startS)],
    ['Ends', instant(period.endS)],
    ['May be down, DIY', hoursMinutes(period.allowedDownSeconds.diy)],
    ['May be down, certified', hoursMinutes(period.allowedDownSeconds.certified)],
  ]);
}

/** `farmer period`: the minting period of now, of an instant, or with an index. */
export function define(command: Command, session: CliSession): void {
  command
    .option('--at <time>', 'an instant in the period: unix seconds or ISO 8601 with a zone', (text) =>
      parseTimeS(text, '--at'),
    )
    .option('--index <number>', 'the index of the period', whole('--index', MAX_PERIOD_INDEX))
    .action(async (options: { readonly at?: number; readonly index?: number }) => {
      const area = session.calls.uptime.periods;
      const period = await area.get({ index: options.index ?? null, atS: options.at ?? null });
      const instants = { start: isoUtc(period.startS), end: isoUtc(period.endS) };
      session.print(toSnakeCase({ ...period, ...instants }, JSON_NAMES), () => render(session, period));
    });
}
