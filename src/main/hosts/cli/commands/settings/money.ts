import type { Command } from 'commander';
import { PRICE_SOURCES } from '#shared/contract/earnings/value.ts';
import type { DecimalString } from '#shared/decimal.ts';
import { invalidInput } from '#shared/errors.ts';
import { inEnglish, message } from '#shared/message.ts';
import { numberText, UNIT_PRICE } from '#shared/number-text.ts';
import { decimal, oneOf } from '#main/hosts/cli/options/options.ts';
import type { CliSession } from '#main/hosts/cli/session.ts';
import { renderPairs } from '#main/hosts/cli/style.ts';
import { defineMarkets } from './markets.ts';
import { tftPriceText, tftPriceToJson } from '#main/hosts/cli/text/money.ts';

interface SetOptions {
  readonly tftPrice?: DecimalString;
  readonly currency?: string;
  readonly rate?: DecimalString;
  readonly goldPrice?: DecimalString;
  readonly tariff?: DecimalString;
}

type MoneySettings = Awaited<ReturnType<CliSession['calls']['settings']['money']['get']>>;

function print(
  session: CliSession,
  { tftPrice, currency, rate, goldUsdPerGram, electricity, priceSource, priceProblem }: MoneySettings,
): void {
  const problem = priceProblem === null ? null : inEnglish(priceProblem.message);
  const json = {
    tft_price: tftPriceToJson(tftPrice),
    currency,
    rate,
    gold_price: goldUsdPerGram,
    tariff: electricity?.plan === 'flat' ? electricity.usdPerKwh : null,
    price_source: priceSource,
    price_problem: problem,
  };
  session.print(json, () =>
    renderPairs(session.style, [
      ['TFT price', tftPriceText(tftPrice)],
      problem === null ? null : ['Its source', problem],
      [
        'Currency',
        rate === null
          ? `${currency}, its rate was not entered`
          : `${currency}, ${numberText(rate, 'en', UNIT_PRICE)} for one USD`,
      ],
      [
        'Electricity',
        electricity === null
          ? 'not entered: "farmer money set --tariff USD"'
          : electricity.plan === 'flat'
            ? `${numberText(electricity.usdPerKwh, 'en', UNIT_PRICE)} USD a kWh`
            : 'by hour of the day: "farmer money markets"',
      ],
      [
        'Gold',
        goldUsdPerGram === null
          ? 'not entered: "farmer money set --gold-price USD"'
          : `${numberText(goldUsdPerGram, 'en', UNIT_PRICE)} USD a gram`,
      ],
    ]),
  );
}

async function set(session: CliSession, { tftPrice, currency, rate, goldPrice, tariff }: SetOptions): Promise<void> {
  if ([tftPrice, currency, rate, goldPrice, tariff].every((option) => option === undefined)) {
    throw invalidInput(message('cli:core.nothingToSet'), message('cli:core.giveMoneyOption'));
  }
  const given = {
    tftPriceUsd: tftPrice,
    currency: currency?.toUpperCase(),
    rate,
    goldUsdPerGram: goldPrice,
    usdPerKwh: tariff,
  };
  print(session, await session.calls.settings.money.set(given));
}

/** `farmer money`: the price of a TFT with its age, and the currency that amounts are shown in. */
export function define(command: Command, session: CliSession): void {
  const show = async () => print(session, await session.calls.settings.money.get());
  command.action(show);
  command.command('show').description('the prices of a TFT, of electricity and of gold, and the currency').action(show);
  command
    .command('set')
    .description('enter the price of a TFT, of electricity or of gold, or the currency with its rate')
    .option('--tft-price <USD>', 'what one TFT is worth', decimal('--tft-price', { isAboveZero: true }))
    .option('--currency <code>', 'in which the pages show amounts, like EUR')
    .option('--rate <units>', 'units of that currency for one USD', decimal('--rate', { isAboveZero: true }))
    .option('--tariff <USD>', 'what a kilowatt-hour costs where a node has no price of its own', decimal('--tariff'))
    .option(
      '--gold-price <USD>',
      'what a gram of gold is worth; a Cloud Credit is a milligram',
      decimal('--gold-price', { isAboveZero: true }),
    )
    .action((options: SetOptions) => set(session, options));
  defineMarkets(command, session);
  command
    .command('source')
    .description('where the price of a TFT comes from: typed (asks nobody), stellar-dex or chain')
    .argument('<source>', 'typed, stellar-dex, chain', oneOf('source', ['typed', ...PRICE_SOURCES] as const))
    .option('--address <url>', 'another Horizon or indexer')
    .action(async (source: MoneySettings['priceSource'], { address = null }: { readonly address?: string | null }) =>
      print(session, await session.wait('asking', session.calls.settings.money.setPriceSource({ source, address }))),
    );
}
