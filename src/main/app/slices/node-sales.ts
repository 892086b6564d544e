import { cloudCreditUsd } from '#shared/domain/economy/cloud-credit.ts';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import { Decimal } from '#shared/decimal.ts';
import { FarmerError } from '#shared/errors.ts';
import type { AppContext } from '#main/app/context.ts';
import type { NodeSales } from '#main/app/earnings/input-sources.ts';
import { offerOf } from './node-offer.ts';
import type { Stores } from '#main/store/stores.ts';
import { costsOf } from './node-costs.ts';
import { monthOfSlicesUsd, type PricedOffer, type PriceSources, slicePriceOf } from './price-facts.ts';

/** What prices are made of beside the nodes. */
export async function priceSourcesOf(context: AppContext): Promise<PriceSources> {
  const stores = await context.stores();
  const usdPerCc = cloudCreditUsd(new Decimal(stores.settings.all().rates.goldUsdPerGram));
  return { stores, usdPerCc, nowS: Math.floor(context.nowMs() / 1000) };
}

/** A node as it is cut, with what it costs. @throws FarmerError when it cannot be cut as its plan says */
export async function pricedOffer(context: AppContext, stores: Stores, node: FarmNode): Promise<PricedOffer> {
  const offer = offerOf(stores, node);
  return { offer, costs: await costsOf(context, offer) };
}

async function offerOrNull(context: AppContext, stores: Stores, node: FarmNode): Promise<PricedOffer | null> {
  try {
    return await pricedOffer(context, stores, node);
  } catch (error) {
    if (error instanceof FarmerError) {
      return null;
    }
    throw error;
  }
}

/** How a node is sold, for what it may earn: the slices and prices that the prices area shows. Null without a slice. */
export async function salesOf(context: AppContext, node: FarmNode): Promise<NodeSales | null> {
  const sources = await priceSourcesOf(context);
  const priced = await offerOrNull(context, sources.stores, node);
  if (priced === null || priced.offer.layout.sliceCount === 0) {
    return null;
  }
  const prices = priced.offer.layout.groups.map((group) => slicePriceOf(sources, priced, group));
  const slices = prices.reduce((sum, { count }) => sum + count, 0);
  const monthUsd = monthOfSlicesUsd(prices, sources.usdPerCc);
  return {
    slices,
    pricePerSliceUsd: prices.some(({ isSuggested }) => isSuggested) ? null : monthUsd.div(slices),
    plan: sources.stores.slices.plan(node.id) ?? null,
  };
}
