import { z } from 'zod';
import { decimalString, messageSchema, positiveDecimal, unixSeconds } from '#shared/contract/base.ts';
import type { Settings } from '#shared/contract/settings/settings.ts';
import { Decimal, decimalOrNull, toPlain } from '#shared/decimal.ts';
import { eurPerKwh } from '#shared/domain/earnings/market-tariff.ts';
import { cloudCreditUsd } from '#shared/domain/economy/cloud-credit.ts';
import type { UsdPerCc } from '#shared/domain/slices/prices/currency.ts';
import type { Stores } from '#main/store/stores.ts';

const requestShape = {
  /** The request that was answered; the answer is invalid for any other. */
  question: z.string(),
  atS: unixSeconds.nullable(),
  askedAtMs: z.number().int(),
  problem: z.object({ message: messageSchema, atS: unixSeconds }).nullable(),
};
/** The last answer of each source, by its key in the store. */
export const MARKET_MEMORY = {
  electricity: z.object({ ...requestShape, means: z.array(decimalString).length(24).nullable() }),
  gold: z.object({ ...requestShape, usdPerGram: positiveDecimal.nullable() }),
  currency: z.object({ ...requestShape, unitsPerEur: z.record(z.string(), positiveDecimal).nullable() }),
} as const;
export type MarketName = keyof typeof MARKET_MEMORY;
export type MarketAnswer<N extends MarketName> = z.infer<(typeof MARKET_MEMORY)[N]>;

/** The request to a market as a key; null when the value is entered manually. */
export function marketRequestKey({ marketSources }: Pick<Settings, 'marketSources'>, name: MarketName): string | null {
  const { source } = marketSources[name];
  const { area, timeZone } = marketSources.electricity;
  return source === 'typed' ? null : name === 'electricity' ? `${source} ${area ?? ''} ${timeZone}` : source;
}

/** The key under which a market's answer is stored. */
export function marketKey(name: MarketName): string {
  return `market-${name}`;
}

/** The last answer of the enabled source; null when it was never contacted. */
export function lastMarketAnswer<N extends MarketName>(
  { alertMemory }: Stores,
  settings: Pick<Settings, 'marketSources'>,
  name: N,
): MarketAnswer<N> | null {
  const question = marketRequestKey(settings, name);
  if (question === null) return null;
  const read = MARKET_MEMORY[name].safeParse(alertMemory.recall(marketKey(name)));
  return read.success && read.data.question === question ? (read.data as MarketAnswer<N>) : null;
}

/** Units of a currency per USD according to the source; null when it does not list one of the two. */
function bySource(unitsPerEur: Readonly<Record<string, string>> | null | undefined, code: string): string | null {
  const [units, dollars] = [unitsPerEur?.[code], unitsPerEur?.['USD']];
  return units === undefined || dollars === undefined
    ? null
    : toPlain(new Decimal(units).div(dollars).toDecimalPlaces(10));
}

/** The value of a Cloud Credit at the gold price of the settings. */
export function usdPerCcOf({ rates }: Pick<Settings, 'rates'>): UsdPerCc {
  const gold = decimalOrNull(rates.goldUsdPerGram);
  return gold === null ? null : cloudCreditUsd(gold);
}

/**
 * The settings used for computing amounts: a price from an enabled source replaces the entered one, which applies until
 * the source has answered.
 */
export function effectiveSettings(stores: Stores, typed: Settings = stores.settings.all()): Settings {
  const { electricity: market } = typed.marketSources;
  const usdPerGram = lastMarketAnswer(stores, typed, 'gold')?.usdPerGram ?? typed.rates.goldUsdPerGram;
  const rates = lastMarketAnswer(stores, typed, 'currency')?.unitsPerEur;
  const { code } = typed.currency;
  const unitsPerUsd = (code === 'USD' ? null : bySource(rates, code)) ?? typed.currency.unitsPerUsd;
  const eurPerUsd = bySource(rates, 'EUR') ?? (code === 'EUR' ? unitsPerUsd : null);
  const means = lastMarketAnswer(stores, typed, 'electricity')?.means ?? null;
  return {
    ...typed,
    rates: { ...typed.rates, goldUsdPerGram: usdPerGram },
    currency: { code, unitsPerUsd },
    electricity:
      means === null || eurPerUsd === null
        ? typed.electricity
        : {
            plan: 'time-of-use',
            timeZone: market.timeZone,
            bands: means.map((mean, fromHour) => ({
              fromHour,
              usdPerKwh: toPlain(eurPerKwh(new Decimal(mean), market).div(eurPerUsd).toDecimalPlaces(8)),
            })),
          },
  };
}
