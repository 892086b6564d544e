import { implement } from '@orpc/server';
import { type Rate, ratesContract } from '#shared/contract/settings/rates.ts';
import { DEFAULT_SETTINGS, type Settings } from '#shared/contract/settings/settings.ts';
import { invalidInput } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import type { Stores } from '#main/store/stores.ts';
import type { AppContext } from '#main/app/context.ts';
import { type CurrentRate, ratesOf } from './typed-rates.ts';

type TypedNow = CurrentRate & { readonly rate: string };

/**
 * Values come from the settings, times of entry from the record of entered rates; a rate that was set elsewhere has no
 * time.
 */
function listRates(stores: Stores): { rates: Rate[] } {
  return {
    rates: ratesOf(stores.settings.all()).map((inUse) => {
      const typed = stores.rates.latest(inUse.kind, inUse.currency);
      return { ...inUse, typedAtMs: typed !== undefined && typed.rate === inUse.rate ? typed.typedAtMs : null };
    }),
  };
}

function patchFor(settings: Settings, { kind, currency, rate }: TypedNow): Partial<Settings> {
  switch (kind) {
    case 'tft-usd':
      return { rates: { ...settings.rates, tftUsd: rate } };
    case 'gold-usd-per-gram':
      return { rates: { ...settings.rates, goldUsdPerGram: rate } };
    case 'currency-per-usd':
      return { currency: { code: currency ?? DEFAULT_SETTINGS.currency.code, unitsPerUsd: rate } };
    default:
      return kind satisfies never;
  }
}

function assertCurrency({ kind, currency }: TypedNow): void {
  if ((kind === 'currency-per-usd') !== (currency !== null)) {
    throw invalidInput(
      kind === 'currency-per-usd'
        ? message('settings:core.whichCurrencyRate')
        : message('settings:core.rateTakesNoCurrency'),
      message('settings:core.nameCurrencyOfRate'),
      { field: 'currency' },
    );
  }
}

const area = implement(ratesContract).$context<AppContext>();

export default area.router({
  list: area.list.handler(async ({ context }) => listRates(await context.stores())),
  set: area.set.handler(async ({ input, context }) => {
    assertCurrency(input);
    const stores = await context.stores();
    const nowMs = context.nowMs();
    stores.transaction(() => {
      stores.settings.update(patchFor(stores.settings.all(), input), nowMs);
      stores.rates.add({ ...input, typedAtMs: nowMs });
    });
    context.events.publish('settings');
    return listRates(stores);
  }),
});
