import { MICRO_PER_USD, type RankingTerms } from '#shared/domain/bids/bid-value.ts';
import { type BidNode, type Capacity, listCapacities } from '#shared/domain/bids/capacity.ts';
import { listSupply } from '#shared/domain/bids/supply.ts';
import { PERIOD_LENGTH_S } from '#shared/domain/uptime/periods.ts';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import { type Decimal, roundHalfUp } from '#shared/decimal.ts';
import { FarmerError } from '#shared/errors.ts';
import type { Stores } from '#main/store/stores.ts';
import type { AppContext } from '#main/app/context.ts';
import { computeNodeCosts } from '#main/app/slices/node-costs.ts';
import { buildOffer, type NodeOffer } from '#main/app/slices/node-offer.ts';
import { findSoldNode } from '#main/app/nodes/find-node.ts';
import { readOwnRecord } from '#main/app/earnings/own-record.ts';
import { canBeRented, computeSliceShare, farmerSharePercent, readUsdPerCc } from '#main/app/slices/slice-prices.ts';

/** A quotient of 40 digits is rounded to these places before it is rounded up, so that 7.000…1 costs 7. */
const SETTLED_PLACES = 12;

/** Everything that bids are ranked and accepted by. */
export interface BidFacts {
  readonly stores: Stores;
  readonly capacities: readonly Capacity[];
  readonly terms: RankingTerms;
}

function readUptime(stores: Stores, nodeId: number, nowMs: number): readonly number[] {
  const downs = readOwnRecord(stores, nodeId, nowMs)?.downSecondsByPeriod ?? [];
  return downs.map((down) => Math.floor(((PERIOD_LENGTH_S - down) * 1000) / PERIOD_LENGTH_S));
}

/** Own cost of one slice of each kind, rounded up to a millionth of a USD. */
function computeCostPerSlice(offer: NodeOffer, costMonthUsd: Decimal): Readonly<Record<string, number>> {
  return Object.fromEntries(
    offer.layout.groups.map((group) => {
      const usd = costMonthUsd.times(computeSliceShare(offer, group));
      return [group.kindId, roundHalfUp(usd.times(MICRO_PER_USD), SETTLED_PLACES).ceil().toNumber()];
    }),
  );
}

/** The offer of a node; among all nodes, one that cannot be cut into slices is left out. */
function findOffer(stores: Stores, node: FarmNode, isOnlyNode: boolean): readonly NodeOffer[] {
  try {
    return [buildOffer(stores, node)];
  } catch (error) {
    if (error instanceof FarmerError && !isOnlyNode) {
      return [];
    }
    throw error;
  }
}

async function gatherNode(context: AppContext, stores: Stores, offer: NodeOffer): Promise<BidNode> {
  const { node, layout, plan } = offer;
  const { totalUsd, missing } = await computeNodeCosts(context, offer);
  return {
    nodeId: node.id,
    name: node.name,
    isCertified: node.certification === 'certified',
    groups: listSupply(layout),
    reservations: stores.bids.reservations().filter((entry) => entry.nodeId === node.id),
    uptime: readUptime(stores, node.id, context.nowMs()),
    sharePercent: farmerSharePercent(plan),
    costPerSliceMicroUsd: computeCostPerSlice(offer, totalUsd),
    missingCosts: missing,
  };
}

/**
 * Gathers what bids are ranked and accepted by, on one node or on all.
 * @throws FarmerError NOT_FOUND, HARDWARE_UNAVAILABLE or INVALID_INPUT for a given node that cannot be cut into slices
 */
export async function gatherBidFacts(context: AppContext, nodeId: number | null): Promise<BidFacts> {
  const stores = await context.stores();
  const nowS = Math.floor(context.nowMs() / 1000);
  const nodes = nodeId === null ? stores.nodes.list() : [findSoldNode(stores, nodeId)];
  const rentable = nodes.filter((node) => canBeRented(stores, node, context.nowMs()));
  const offers = rentable.flatMap((node) => findOffer(stores, node, nodeId !== null));
  const bidNodes = await Promise.all(offers.map((offer) => gatherNode(context, stores, offer)));
  return { stores, capacities: listCapacities(bidNodes, nowS), terms: { usdPerCc: readUsdPerCc(stores), nowS } };
}
