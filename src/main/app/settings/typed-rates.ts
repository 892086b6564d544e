import type { Stores } from '#main/store/stores.ts';
import type { Rate } from '#shared/contract/settings/rates.ts';
import type { Settings } from '#shared/contract/settings/settings.ts';

/** A rate that conversions currently use. */
export type CurrentRate = Omit<Rate, 'typedAtMs'>;

/** The rates in the settings; null for one that was not entered. */
export function ratesOf(settings: Settings): readonly CurrentRate[] {
  const { rates, currency } = settings;
  return [
    { kind: 'tft-usd', currency: null, rate: rates.tftUsd },
    { kind: 'gold-usd-per-gram', currency: null, rate: rates.goldUsdPerGram },
    ...(currency.code === 'USD'
      ? []
      : [{ kind: 'currency-per-usd', currency: currency.code, rate: currency.unitsPerUsd } as const]),
  ];
}

/** Records the time of each rate that a change of the settings entered, on whichever page. */
export function recordTypedRates(stores: Stores, before: Settings, after: Settings, nowMs: number): void {
  const old = ratesOf(before);
  for (const rate of ratesOf(after)) {
    const wasSame = old.some(
      (entry) => entry.kind === rate.kind && entry.currency === rate.currency && entry.rate === rate.rate,
    );
    if (!wasSame && rate.rate !== null) {
      stores.rates.add({ ...rate, rate: rate.rate, typedAtMs: nowMs });
    }
  }
}
