import type { TftPrice } from '#shared/contract/earnings/value.ts';
import type { Settings } from '#shared/contract/settings/settings.ts';
import { Decimal } from '#shared/decimal.ts';
import type { Stores } from '#main/store/stores.ts';

/** The price of a TFT that every amount is computed with, and when the farmer entered it. */
export function readTftPrice(stores: Stores, { rates }: Pick<Settings, 'rates'> = stores.settings.all()): TftPrice {
  if (rates.tftUsd === null) {
    return { source: 'not-entered', usd: null, sinceS: null };
  }
  const typed = stores.rates.latest('tft-usd', null);
  const sinceS = typed?.rate === rates.tftUsd ? Math.floor(typed.typedAtMs / 1000) : null;
  return { source: 'entered', usd: new Decimal(rates.tftUsd), sinceS };
}
