import type { Stores } from '#main/store/stores.ts';
import type { Rate } from '#shared/contract/settings/rates.ts';
import type { Settings } from '#shared/contract/settings/settings.ts';

/** A rate that every conversion uses now. */
export type RateInUse = Omit<Rate, 'typedAtMs'>;

/** The rates that the settings hold; null for one that nobody entered. */
export function ratesOf(settings: Settings): readonly RateInUse[] {
  const { rates, currency } = settings;
  return [
    { kind: 'tft-usd', currency: null, rate: rates.tftUsd },
    { kind: 'gold-usd-per-gram', currency: null, rate: rates.goldUsdPerGram },
    ...(currency.code === 'USD'
      ? []
      : [{ kind: 'currency-per-usd', currency: currency.code, rate: currency.unitsPerUsd } as const]),
  ];
}

/** Keeps each rate that a change of the settings typed, with its time, whichever screen it was typed on. */
export function noteTypedRates(stores: Stores, before: Settings, after: Settings, nowMs: number): void {
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
