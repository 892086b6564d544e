import { implement } from '@orpc/server';
import { moneyContract } from '#shared/contract/settings/money.ts';
import { invalidInput } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import { effectiveSettings } from './markets-in-use.ts';
import type { Stores } from '#main/store/stores.ts';
import type { AppContext } from '#main/app/context.ts';
import { readTftPrice, refreshTftPrice, lastFetchedPrice } from './tft-price.ts';
import { recordTypedRates } from './typed-rates.ts';

function moneySettings(stores: Stores) {
  const settings = effectiveSettings(stores);
  const { code, unitsPerUsd } = settings.currency;
  return {
    tftPrice: readTftPrice(stores, settings),
    currency: code,
    rate: unitsPerUsd,
    goldUsdPerGram: settings.rates.goldUsdPerGram,
    electricity: settings.electricity,
    priceSource: settings.priceSource.tft,
    priceProblem: lastFetchedPrice(stores, settings)?.problem ?? null,
  };
}

const area = implement(moneyContract).$context<AppContext>();

export default area.router({
  get: area.get.handler(async ({ context }) => moneySettings(await context.stores())),
  set: area.set.handler(async ({ input: { tftPriceUsd, currency, rate, goldUsdPerGram, usdPerKwh }, context }) => {
    const stores = await context.stores();
    const nowMs = context.nowMs();
    const before = stores.settings.all();
    const code = currency ?? before.currency.code;
    const kept = code === before.currency.code ? before.currency.unitsPerUsd : null;
    const unitsPerUsd = code === 'USD' ? '1' : (rate ?? kept);
    if (unitsPerUsd === null || (code === 'USD' && rate !== undefined && Number(rate) !== 1)) {
      throw invalidInput(
        message(code === 'USD' ? 'settings:core.usdTakesNoRate' : 'settings:core.currencyNeedsRate', {
          currency: code,
        }),
        message('settings:core.giveCurrencyAndRate'),
        { field: 'rate' },
      );
    }
    stores.transaction(() => {
      const { tftUsd, goldUsdPerGram: gold } = before.rates;
      const rates = { tftUsd: tftPriceUsd ?? tftUsd, goldUsdPerGram: goldUsdPerGram ?? gold };
      const electricity = usdPerKwh === undefined ? before.electricity : { plan: 'flat' as const, usdPerKwh };
      const after = stores.settings.update({ rates, currency: { code, unitsPerUsd }, electricity }, nowMs);
      // Entering the same price again updates the time of entry.
      const untouched = {
        tftUsd: tftPriceUsd === undefined ? tftUsd : null,
        goldUsdPerGram: goldUsdPerGram === undefined ? gold : null,
      };
      recordTypedRates(stores, { ...before, rates: untouched }, after, nowMs);
    });
    context.events.publish('settings');
    return moneySettings(stores);
  }),
  setPriceSource: area.setPriceSource.handler(async ({ input: { source, address }, context }) => {
    const stores = await context.stores();
    stores.settings.update({ priceSource: { tft: source, address } }, context.nowMs());
    await refreshTftPrice(context, true);
    context.events.publish('settings');
    return moneySettings(stores);
  }),
});
