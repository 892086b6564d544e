import { implement } from '@orpc/server';
import { marketsContract } from '#shared/contract/settings/markets.ts';
import type { Settings } from '#shared/contract/settings/settings.ts';
import { Decimal, decimalOrNull, toPlain } from '#shared/decimal.ts';
import { hourlyMeans, OUNCE_GRAMS } from '#shared/domain/earnings/market-tariff.ts';
import { FarmerError, invalidInput } from '#shared/errors.ts';
import { message, type Message } from '#shared/message.ts';
import { DAY_S } from '#shared/units.ts';
import type { AppContext } from '#main/app/context.ts';
import type { Stores } from '#main/store/stores.ts';
import {
  MARKET_MEMORY,
  marketKey,
  type MarketAnswer,
  type MarketName,
  marketRequestKey,
  lastMarketAnswer,
  effectiveSettings,
} from './markets-in-use.ts';

/** The interval between requests to a source, in milliseconds: six hours. */
const REFRESH_INTERVAL_MS = 21_600_000;
/** The tariff is computed from the prices of this many days. */
const TARIFF_DAYS = 30;
const TOKEN = 'entso-e.token';
const ADDRESSES = {
  'awattar-de': 'https://api.awattar.de',
  'awattar-at': 'https://api.awattar.at',
  'entso-e': 'https://web-api.tp.entsoe.eu',
  coingecko: 'https://api.coingecko.com',
  ecb: 'https://www.ecb.europa.eu',
} as const;

type Given<N extends MarketName> = Omit<MarketAnswer<N>, 'question' | 'askedAtMs' | 'problem'>;

/** Thrown when a market has no usable answer. */
class NoUsableAnswer extends Error {
  readonly reason: Message;
  constructor(reason: Message) {
    super(reason.key);
    this.reason = reason;
  }
}

async function fetchElectricity(
  context: AppContext,
  { source, area, timeZone, address }: Settings['marketSources']['electricity'],
): Promise<Given<'electricity'>> {
  const untilS = Math.floor(context.nowMs() / 1000);
  const fromS = untilS - TARIFF_DAYS * DAY_S;
  const host = address ?? (source === 'typed' ? '' : ADDRESSES[source]);
  const market = (await context.grid()).market(host);
  const token = source === 'entso-e' ? context.secrets.read(TOKEN) : null;
  if (source === 'entso-e' && (token === null || area === null)) {
    throw new NoUsableAnswer(message('settings:core.entsoeNeeds'));
  }
  const prices = await (source === 'entso-e'
    ? market.entsoe({ area: area ?? '', token: token ?? '', fromS, untilS })
    : market.awattar(fromS, untilS));
  const means = hourlyMeans(prices, timeZone);
  if (means === null) throw new NoUsableAnswer(message('settings:core.marketIncomplete'));
  return { means: means.map(toPlain), atS: prices.at(-1)?.endS ?? null };
}

const ASK: { readonly [N in MarketName]: (context: AppContext, settings: Settings) => Promise<Given<N>> } = {
  electricity: (context, { marketSources }) => fetchElectricity(context, marketSources.electricity),
  gold: async (context, { marketSources: { gold } }) => {
    const { usdPerOunce, atS } = await (await context.grid()).market(gold.address ?? ADDRESSES.coingecko).gold();
    return { usdPerGram: toPlain(new Decimal(usdPerOunce).div(OUNCE_GRAMS).toDecimalPlaces(6)), atS };
  },
  currency: async (context, { marketSources: { currency } }) => {
    const { unitsPerEur, atS } = await (await context.grid()).market(currency.address ?? ADDRESSES.ecb).euroRates();
    return { unitsPerEur: Object.fromEntries(unitsPerEur), atS };
  },
};

const NOTHING: { readonly [N in MarketName]: Given<N> } = {
  electricity: { means: null, atS: null },
  gold: { usdPerGram: null, atS: null },
  currency: { unitsPerEur: null, atS: null },
};

/** Contacts one market when it is enabled and due; after a failure, its last answer is kept with its age. */
async function refreshMarket(context: AppContext, name: MarketName, isForced: boolean): Promise<void> {
  const stores = await context.stores();
  const settings = stores.settings.all();
  const question = marketRequestKey(settings, name);
  if (question === null) return;
  const before = lastMarketAnswer(stores, settings, name);
  const nowMs = context.nowMs();
  if (!isForced && before !== null && Math.abs(nowMs - before.askedAtMs) < REFRESH_INTERVAL_MS) return;
  const keep = (found: object, why: Message | null) => {
    const problem = why === null ? null : { message: why, atS: Math.floor(nowMs / 1000) };
    stores.alertMemory.remember(marketKey(name), { ...found, question, askedAtMs: nowMs, problem });
  };
  try {
    keep(await ASK[name](context, settings), null);
  } catch (error) {
    const why =
      error instanceof NoUsableAnswer ? error.reason : error instanceof FarmerError ? error.messages.message : null;
    if (why === null) throw error;
    keep(before ?? NOTHING[name], why);
  }
  context.events.publish('settings');
}

/** Contacts every market that is enabled and due. */
export async function refreshMarkets(context: AppContext, forced: readonly MarketName[] = []): Promise<void> {
  for (const name of Object.keys(MARKET_MEMORY) as MarketName[]) {
    await refreshMarket(context, name, forced.includes(name));
  }
}

function listMarkets({ secrets }: AppContext, stores: Stores) {
  const typed = stores.settings.all();
  const inUse = effectiveSettings(stores, typed);
  const { address: _none, ...electricity } = typed.marketSources.electricity;
  const about = (name: MarketName) => {
    const answer = lastMarketAnswer(stores, typed, name);
    return { sinceS: answer?.atS ?? null, problem: answer?.problem ?? null };
  };
  const inMarket = inUse.electricity === typed.electricity ? null : inUse.electricity;
  return {
    electricity: {
      ...electricity,
      ...about('electricity'),
      isTokenSet: secrets.state(TOKEN) === 'set',
      hoursUsdPerKwh:
        inMarket?.plan === 'time-of-use' ? inMarket.bands.map(({ usdPerKwh }) => new Decimal(usdPerKwh)) : null,
    },
    gold: {
      source: typed.marketSources.gold.source,
      ...about('gold'),
      usdPerGram: decimalOrNull(inUse.rates.goldUsdPerGram),
    },
    currency: {
      source: typed.marketSources.currency.source,
      ...about('currency'),
      code: inUse.currency.code,
      unitsPerUsd: decimalOrNull(inUse.currency.unitsPerUsd),
    },
  };
}

/** The fields that are present. */
function given(fields: object | undefined) {
  return Object.fromEntries(Object.entries(fields ?? {}).filter(([, value]) => value !== undefined));
}

const area = implement(marketsContract).$context<AppContext>();

export default area.router({
  get: area.get.handler(async ({ context }) => listMarkets(context, await context.stores())),
  set: area.set.handler(async ({ input, context }) => {
    const stores = await context.stores();
    const before = stores.settings.get('marketSources');
    const marketSources = {
      electricity: { ...before.electricity, ...given(input.electricity) },
      gold: { ...before.gold, ...given(input.gold) },
      currency: { ...before.currency, ...given(input.currency) },
    };
    const { source, area: zone } = marketSources.electricity;
    if (source === 'entso-e' && (zone === null || context.secrets.state(TOKEN) !== 'set')) {
      throw invalidInput(message('settings:core.entsoeNeeds'), message('settings:core.entsoeHint'), { field: 'area' });
    }
    // Throws for an address that is not safe to contact.
    const grid = await context.grid();
    for (const { address } of Object.values(marketSources)) if (address !== null) grid.market(address);
    stores.settings.update({ marketSources }, context.nowMs());
    await refreshMarkets(
      context,
      (Object.keys(input) as MarketName[]).filter((name) => input[name] !== undefined),
    );
    context.events.publish('settings');
    return listMarkets(context, stores);
  }),
  setToken: area.setToken.handler(async ({ input: { token }, context }) => {
    context.secrets.write(TOKEN, token === '' ? null : token);
    context.events.publish('settings');
    return listMarkets(context, await context.stores());
  }),
});
