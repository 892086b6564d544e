import { z } from 'zod';
import { messageSchema, positiveDecimal, unixSeconds } from '#shared/contract/base.ts';
import { PRICE_SOURCES, type TftPrice } from '#shared/contract/earnings/value.ts';
import { PUBLISHED_ADDRESSES } from '#shared/contract/grid/grid.ts';
import type { Settings } from '#shared/contract/settings/settings.ts';
import { Decimal, toPlain } from '#shared/decimal.ts';
import { FarmerError } from '#shared/errors.ts';
import { message, type Message } from '#shared/message.ts';
import type { AppContext } from '#main/app/context.ts';
import type { Stores } from '#main/store/stores.ts';

/** The interval between requests to a source, in milliseconds: six hours. */
const REFRESH_INTERVAL_MS = 21_600_000;
/** The chain's own price is also determined for this amount of TFT. */
const ASKED_TFT = 100;
const MEMORY = 'tft-price';

const storedPriceSchema = z.object({
  source: z.enum(PRICE_SOURCES),
  usd: positiveDecimal.nullable(),
  atS: unixSeconds,
  askedAtMs: z.number().int(),
  problem: z.object({ message: messageSchema, atS: unixSeconds }).nullable(),
});
type StoredPrice = z.infer<typeof storedPriceSchema>;

/** The last answer of the enabled source; null when it was never contacted. */
export function lastFetchedPrice(
  { alertMemory }: Stores,
  { priceSource }: Pick<Settings, 'priceSource'>,
): StoredPrice | null {
  if (priceSource.tft === 'typed') return null;
  const read = storedPriceSchema.safeParse(alertMemory.recall(MEMORY));
  return read.success && read.data.source === priceSource.tft ? read.data : null;
}

/**
 * The TFT price that every amount is computed with, with its source and time: that of the enabled source, otherwise the
 * one that the farmer entered.
 */
export function readTftPrice(
  stores: Stores,
  settings: Pick<Settings, 'rates' | 'priceSource'> = stores.settings.all(),
): TftPrice {
  const found = lastFetchedPrice(stores, settings);
  if (found !== null && found.usd !== null) {
    return { source: found.source, usd: new Decimal(found.usd), sinceS: found.atS };
  }
  const { tftUsd } = settings.rates;
  if (tftUsd === null) {
    return { source: 'not-entered', usd: null, sinceS: null };
  }
  const typed = stores.rates.latest('tft-usd', null);
  const sinceS = typed?.rate === tftUsd ? Math.floor(typed.typedAtMs / 1000) : null;
  return { source: 'entered', usd: new Decimal(tftUsd), sinceS };
}

/** A price with its time. */
interface FoundPrice {
  readonly usd: string;
  readonly atS: number;
}

async function ask(context: AppContext, { tft: source, address }: Settings['priceSource']): Promise<FoundPrice | null> {
  const addresses = { ...PUBLISHED_ADDRESSES, [source === 'chain' ? 'graphql' : 'horizon']: address };
  const { graphql, horizon } = (await context.grid()).services('main', addresses);
  if (source === 'chain') return graphql?.tftPrice() ?? null;
  const cost = (await horizon?.costOfTft(ASKED_TFT)) ?? null;
  const atS = Math.floor(context.nowMs() / 1000);
  return cost === null ? null : { usd: toPlain(new Decimal(cost).div(ASKED_TFT)), atS };
}

/**
 * Requests the TFT price when a source is enabled and due. After a failure, the last price is kept with its age, and
 * the reason is stored.
 */
export async function refreshTftPrice(context: AppContext, isForced = false): Promise<void> {
  const stores = await context.stores();
  const { priceSource } = stores.settings.all();
  if (priceSource.tft === 'typed') return;
  const before = lastFetchedPrice(stores, { priceSource });
  const nowMs = context.nowMs();
  if (!isForced && before !== null && Math.abs(nowMs - before.askedAtMs) < REFRESH_INTERVAL_MS) return;
  const nowS = Math.floor(nowMs / 1000);
  const keep = (found: FoundPrice | null, why: Message | null) => {
    const price = found ?? { usd: before?.usd ?? null, atS: before?.atS ?? nowS };
    const problem = why === null ? null : { message: why, atS: nowS };
    stores.alertMemory.remember(MEMORY, { source: priceSource.tft, ...price, askedAtMs: nowMs, problem });
  };
  try {
    const found = await ask(context, priceSource);
    keep(found, found === null ? message('settings:core.noPriceThere') : null);
  } catch (error) {
    if (!(error instanceof FarmerError)) throw error;
    keep(null, error.messages.message);
  }
  context.events.publish('settings');
}
