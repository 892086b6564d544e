import type { Command } from 'commander';
import type { Markets } from '#shared/contract/settings/markets.ts';
import { CURRENCY_SOURCES, ELECTRICITY_SOURCES, GOLD_SOURCES } from '#shared/contract/settings/settings.ts';
import { Decimal, type DecimalString, toPlain } from '#shared/decimal.ts';
import { inEnglish } from '#shared/message.ts';
import { toSnakeCase } from '#main/hosts/cli/json.ts';
import { decimal, oneOf } from '#main/hosts/cli/options/options.ts';
import { isoUtc } from '#main/hosts/cli/options/time-option.ts';
import type { CliSession } from '#main/hosts/cli/session.ts';
import { readSecretLine } from '#main/hosts/cli/secret-line.ts';
import { renderTable } from '#main/hosts/cli/style.ts';

function meanText(hours: readonly string[] | null): string {
  if (hours === null) return 'as typed';
  const sum = hours.reduce((total, hour) => total.plus(hour), new Decimal(0));
  return `${toPlain(sum.div(hours.length).toDecimalPlaces(4))} USD a kWh on average, by hour of the day`;
}

function print(session: CliSession, markets: Markets): void {
  const { electricity, gold, currency } = markets;
  const values = {
    electricity: meanText(electricity.hoursUsdPerKwh),
    gold: gold.usdPerGram === null ? 'not entered' : `${gold.usdPerGram} USD a gram`,
    currency:
      currency.unitsPerUsd === null
        ? `${currency.code}: no rate`
        : `${currency.unitsPerUsd} ${currency.code} for one USD`,
  };
  session.print(toSnakeCase(markets), () =>
    renderTable(
      session.style,
      ['Price', 'Source', 'Now', 'Since', 'Problem'],
      (['electricity', 'gold', 'currency'] as const).map((name) => {
        const { source, sinceS, problem } = markets[name];
        return [
          name,
          source,
          values[name],
          sinceS === null ? '' : isoUtc(sinceS),
          problem === null ? '' : inEnglish(problem.message),
        ];
      }),
    ),
  );
}

interface ElectricityOptions {
  readonly area?: string;
  readonly zone?: string;
  readonly fees?: DecimalString;
  readonly tax?: DecimalString;
  readonly address?: string;
}

/** The ENTSO-E token is read from standard input: arguments are visible in the list of processes. */
function defineToken(command: Command, session: CliSession): void {
  command
    .command('entsoe-token')
    .description('save the token of ENTSO-E, the first line of standard input; an empty one removes it')
    .action(async () => {
      const line = await readSecretLine('Token of ENTSO-E: ');
      print(session, await session.calls.settings.markets.setToken({ token: line.trim() || null }));
    });
}

/** `farmer money markets|electricity|gold|rate`: sources of prices; none makes a request until it is switched on. */
export function defineMarkets(command: Command, session: CliSession): void {
  // Evaluated when a command runs: --data-dir is not known before.
  const markets = () => session.calls.settings.markets;
  const set = (input: Parameters<ReturnType<typeof markets>['set']>[0]) => session.wait('asking', markets().set(input));
  command
    .command('markets')
    .description('which sources of prices are switched on, and what they gave')
    .action(async () => print(session, await markets().get()));
  command
    .command('electricity')
    .description('day-ahead prices of a market with your fees and tax as the tariff, or typed')
    .argument('<source>', ELECTRICITY_SOURCES.join(', '), oneOf('source', ELECTRICITY_SOURCES))
    .option('--fees <EUR>', 'what the supplier and the network take per kWh, before tax', decimal('--fees'))
    .option('--tax <percent>', 'tax on both', decimal('--tax'))
    .option('--zone <name>', 'time zone of the hours, like Europe/Berlin')
    .option('--area <code>', 'bidding zone of ENTSO-E, like 10Y1001A1001A82H')
    .option('--address <url>', 'instead of the published one')
    .action(async (source: Markets['electricity']['source'], options: ElectricityOptions) => {
      const { area, zone, fees, tax, address } = options;
      const electricity = { source, area, timeZone: zone, feesEurPerKwh: fees, taxPercent: tax, address };
      print(session, await set({ electricity }));
    });
  command
    .command('gold')
    .description('the price of gold from a source, or typed')
    .argument('<source>', GOLD_SOURCES.join(', '), oneOf('source', GOLD_SOURCES))
    .option('--address <url>', 'instead of the published one')
    .action(async (source: Markets['gold']['source'], { address = null }: { readonly address?: string | null }) =>
      print(session, await set({ gold: { source, address } })),
    );
  command
    .command('rate')
    .description('the rate of your currency from a source, or typed')
    .argument('<source>', CURRENCY_SOURCES.join(', '), oneOf('source', CURRENCY_SOURCES))
    .option('--address <url>', 'instead of the published one')
    .action(async (source: Markets['currency']['source'], { address = null }: { readonly address?: string | null }) =>
      print(session, await set({ currency: { source, address } })),
    );
  defineToken(command, session);
}
