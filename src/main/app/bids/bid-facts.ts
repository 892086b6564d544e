import { MICRO_PER_USD, type RankingTerms } from '#shared/domain/bids/bid-value.ts';
import { type BidNode, type Capacity, listCapacities } from '#shared/domain/bids/capacity.ts';
import { listSupply } from '#shared/domain/bids/supply.ts';
import { PERIOD_LENGTH_S } from '#shared/domain/uptime/periods.ts';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import { type Decimal, roundHalfUp } from '#shared/decimal.ts';
import { FarmerError } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import type { Stores } from '#main/store/stores.ts';
import type { AppContext } from '#main/app/context.ts';
import { inBatches } from '#main/app/in-batches.ts';
import { loadStoredNodes } from '#main/app/hardware/node-assessment.ts';
import { computeNodeCosts } from '#main/app/slices/node-costs.ts';
import { buildOffer, type NodeOffer } from '#main/app/slices/node-offer.ts';
import { findSoldNode } from '#main/app/nodes/find-node.ts';
import { readOwnRecord } from '#main/app/earnings/own-record.ts';
import { canBeRented, computeSliceShare, farmerSharePercent, readUsdPerCc } from '#main/app/slices/slice-prices.ts';

/** A 40-digit quotient is first rounded to these places, so that 7.000…1 is not rounded up to 8. */
const SETTLED_PLACES = 12;

/** Everything that ranking and accepting bids depends on. */
export interface BidFacts {
  readonly stores: Stores;
  readonly capacities: readonly Capacity[];
  readonly terms: RankingTerms;
}

function readUptime(stores: Stores, nodeId: number, nowMs: number): readonly number[] {
  const downs = readOwnRecord(stores, nodeId, nowMs)?.downSecondsByPeriod ?? [];
  return downs.map((down) => Math.floor(((PERIOD_LENGTH_S - down) * 1000) / PERIOD_LENGTH_S));
}

/** The farmer's cost of one slice of each kind, rounded up to a millionth of a USD. */
function computeCostPerSlice(offer: NodeOffer, costMonthUsd: Decimal): Readonly<Record<string, number>> {
  return Object.fromEntries(
    offer.layout.groups.map((group) => {
      const usd = costMonthUsd.times(computeSliceShare(offer, group));
      return [group.kindId, roundHalfUp(usd.times(MICRO_PER_USD), SETTLED_PLACES).ceil().toNumber()];
    }),
  );
}

/**
 * The offer of a node. Of several nodes, one that cannot be divided into slices is skipped; of a single one, the error
 * is thrown.
 */
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

async function gatherNode(
  context: AppContext,
  stores: Stores,
  offer: NodeOffer,
  reservations: BidNode['reservations'],
): Promise<BidNode> {
  const { node, layout, plan } = offer;
  const { totalUsd, missing } = await computeNodeCosts(context, offer);
  return {
    nodeId: node.id,
    name: node.name,
    isCertified: node.certification === 'certified',
    groups: listSupply(layout),
    reservations,
    uptime: readUptime(stores, node.id, context.nowMs()),
    sharePercent: farmerSharePercent(plan),
    costPerSliceMicroUsd: computeCostPerSlice(offer, totalUsd),
    missingCosts: missing,
  };
}

/**
 * Gathers everything that ranking and accepting bids depends on, for one node or for all.
 * @param signal aborts the work
 * @throws FarmerError NOT_FOUND, HARDWARE_UNAVAILABLE or INVALID_INPUT for a given node that cannot be divided into
 * slices; REFUSED when aborted
 */
export async function gatherBidFacts(
  context: AppContext,
  nodeId: number | null,
  signal?: AbortSignal,
): Promise<BidFacts> {
  const stores = await context.stores();
  const nowMs = context.nowMs();
  const nodes = nodeId === null ? stores.nodes.list() : [findSoldNode(stores, nodeId)];
  const reservationsOf = Map.groupBy(stores.bids.reservations(), (entry) => entry.nodeId);
  const bidNodes: BidNode[] = [];
  let done = 0;
  for await (const batch of inBatches(nodes)) {
    if (signal?.aborted === true) {
      throw new FarmerError('REFUSED', message('bids:core.endedEarly'), { hint: message('bids:core.chooseOneNode') });
    }
    context.progress?.(done, nodes.length);
    done += batch.length;
    const storedOf = loadStoredNodes(stores, batch, nowMs);
    const rentable = batch.filter((node) => canBeRented(node, storedOf(node)));
    for (const offer of rentable.flatMap((node) => findOffer(stores, node, nodeId !== null))) {
      bidNodes.push(await gatherNode(context, stores, offer, reservationsOf.get(offer.node.id) ?? []));
    }
  }
  const nowS = Math.floor(nowMs / 1000);
  return { stores, capacities: listCapacities(bidNodes, nowS), terms: { usdPerCc: readUsdPerCc(stores), nowS } };
}
