import { cloudCreditUsd } from '#shared/domain/economy/cloud-credit.ts';
import { type BidNode, type Lot, lotsOf } from '#shared/domain/bids/lots.ts';
import { MICRO_PER_USD } from '#shared/domain/bids/micro-usd.ts';
import type { RankTerms } from '#shared/domain/bids/money.ts';
import { supplyOfLayout } from '#shared/domain/bids/supply.ts';
import { PERIOD_LENGTH_S } from '#shared/domain/uptime/periods.ts';
import { totalCostMonth } from '#shared/domain/slices/prices/floor.ts';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import { Decimal, roundHalfUp } from '#shared/decimal.ts';
import { FarmerError } from '#shared/errors.ts';
import type { Stores } from '#main/store/stores.ts';
import type { AppContext } from '#main/app/context.ts';
import { costsOf } from '#main/app/slices/node-costs.ts';
import { type NodeOffer, offerOf } from '#main/app/slices/node-offer.ts';
import { findSoldNode } from '#main/app/nodes/find-node.ts';
import { readOwnRecord } from '#main/app/earnings/own-record.ts';
import { sharePercentOf, sliceShareOf } from '#main/app/slices/price-facts.ts';

/** What 40 digits of a division leave behind this place is no cost. */
const SETTLED_PLACES = 12;

/** Everything that bids are measured by. */
export interface BidFacts {
  readonly stores: Stores;
  /** Every kind of slice on the nodes that are asked about, with what is free of it. */
  readonly lots: readonly Lot[];
  readonly nodeNames: ReadonlyMap<number, string>;
  readonly usdPerCc: Decimal;
  readonly nowS: number;
  readonly terms: RankTerms;
}

/** What a Cloud Credit is worth by the farmer's gold price. */
export function usdPerCcOf(stores: Stores): Decimal {
  return cloudCreditUsd(new Decimal(stores.settings.all().rates.goldUsdPerGram));
}

function uptimeOf(stores: Stores, nodeId: number, nowMs: number): readonly number[] {
  const downs = readOwnRecord(stores, nodeId, nowMs)?.downSecondsByPeriod ?? [];
  return downs.map((down) => Math.floor(((PERIOD_LENGTH_S - down) * 1000) / PERIOD_LENGTH_S));
}

/** Own cost of one slice of each kind, rounded up to a millionth of a USD. */
function costPerSlice(offer: NodeOffer, costMonthUsd: Decimal): Readonly<Record<string, number>> {
  return Object.fromEntries(
    offer.layout.groups.map((group) => {
      const usd = costMonthUsd.times(sliceShareOf(offer, group));
      return [group.kind.id, roundHalfUp(usd.times(MICRO_PER_USD), SETTLED_PLACES).ceil().toNumber()];
    }),
  );
}

/** An offer, or null for a node that cannot be cut: it takes no bids. */
function offerOrNull(stores: Stores, node: FarmNode, isNamed: boolean): NodeOffer | null {
  try {
    return offerOf(stores, node);
  } catch (error) {
    if (error instanceof FarmerError && !isNamed) {
      return null;
    }
    throw error;
  }
}

async function bidNode(context: AppContext, stores: Stores, offer: NodeOffer): Promise<BidNode> {
  const { node, layout, plan } = offer;
  const total = totalCostMonth(await costsOf(context, offer));
  return {
    nodeId: node.id,
    isCertified: node.certification === 'certified',
    groups: supplyOfLayout(layout),
    reservations: stores.bids.reservations().filter((entry) => entry.nodeId === node.id),
    uptime: uptimeOf(stores, node.id, context.nowMs()),
    sharePercent: sharePercentOf(plan),
    costPerSliceMicroUsd: costPerSlice(offer, total),
  };
}

/**
 * Gathers what bids are measured by, on one node or on all.
 * @throws FarmerError NOT_FOUND, HARDWARE_UNAVAILABLE or INVALID_INPUT for a named node that cannot be cut
 */
export async function gatherBidFacts(context: AppContext, nodeId: number | null): Promise<BidFacts> {
  const stores = await context.stores();
  const usdPerCc = usdPerCcOf(stores);
  const nowS = Math.floor(context.nowMs() / 1000);
  const asked = nodeId === null ? stores.nodes.list() : [findSoldNode(stores, nodeId)];
  const offers = asked.map((node) => offerOrNull(stores, node, nodeId !== null)).filter((offer) => offer !== null);
  const nodes = await Promise.all(offers.map((offer) => bidNode(context, stores, offer)));
  const nodeNames = new Map(stores.nodes.list({ withDeleted: true }).map((node) => [node.id, node.name]));
  return { stores, lots: lotsOf(nodes, nowS), nodeNames, usdPerCc, nowS, terms: { usdPerCc, nowS } };
}
