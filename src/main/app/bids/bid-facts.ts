import { cloudCreditUsd } from '#shared/domain/economy/cloud-credit.ts';
import type { Bid } from '#shared/domain/bids/bid.ts';
import { type BidNode, lotsOf } from '#shared/domain/bids/lots.ts';
import { fromMicroUsd, MICRO_PER_USD } from '#shared/domain/bids/micro-usd.ts';
import type { RankTerms } from '#shared/domain/bids/money.ts';
import type { MisfitReason, RankedBid } from '#shared/domain/bids/rank.ts';
import type { ScarceResource } from '#shared/domain/bids/scarcity.ts';
import { supplyOfLayout } from '#shared/domain/bids/supply.ts';
import { missChanceOver } from '#shared/domain/bids/uptime-risk.ts';
import { bidWorthUsd, KYC_ABOVE_USD } from '#shared/domain/bids/worth.ts';
import { PERIOD_LENGTH_S } from '#shared/domain/periods.ts';
import { totalCostMonth } from '#shared/domain/prices/floor.ts';
import type { BidWire, RankedBidWire, ReservationWire } from '#shared/contract/bids.ts';
import type { FarmNode } from '#shared/contract/nodes.ts';
import { Decimal, roundHalfUp, toPlain } from '#shared/decimal.ts';
import { FarmerError } from '#shared/errors.ts';
import type { StoredBid, StoredReservation } from '#main/store/bid-store.ts';
import type { Stores } from '#main/store/stores.ts';
import type { AppContext } from '#main/app/context.ts';
import { costsOf } from '#main/app/prices/node-costs.ts';
import { type NodeOffer, offerOf } from '#main/app/slices/node-offer.ts';
import { findNode } from '#main/app/nodes/find-node.ts';
import { readOwnRecord } from '#main/app/projections/own-record.ts';
import { sharePercentOf, sliceShareOf } from '#main/app/prices/price-facts.ts';

/** Places of money in USD as it leaves this area. */
const MONEY_PLACES = 6;
const CHANCE_PLACES = 4;
/** What 40 digits of a division leave behind this place is no cost. */
const SETTLED_PLACES = 12;

/** Everything that bids are measured by. */
export interface BidFacts {
  readonly stores: Stores;
  readonly nodes: readonly BidNode[];
  readonly nodeNames: ReadonlyMap<number, string>;
  readonly usdPerCc: Decimal;
  readonly nowS: number;
  /** The share kept, by the first node's plan: plans of one farm that differ are ranked one node at a time. */
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
  const { node, layout } = offer;
  const total = totalCostMonth(await costsOf(context, offer));
  return {
    nodeId: node.id,
    isCertified: node.certification === 'certified',
    groups: supplyOfLayout(layout),
    reservations: stores.bids.reservations().filter((entry) => entry.nodeId === node.id),
    uptime: uptimeOf(stores, node.id, context.nowMs()),
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
  const asked = nodeId === null ? stores.nodes.list() : [findNode(stores, nodeId)];
  const offers = asked.map((node) => offerOrNull(stores, node, nodeId !== null)).filter((offer) => offer !== null);
  const nodes = await Promise.all(offers.map((offer) => bidNode(context, stores, offer)));
  const sharePercent = offers[0] === undefined ? 0 : sharePercentOf(offers[0].plan);
  const nodeNames = new Map(stores.nodes.list({ withDeleted: true }).map((node) => [node.id, node.name]));
  return { stores, nodes, nodeNames, usdPerCc, nowS, terms: { sharePercent, usdPerCc, nowS } };
}

/** Every kind of slice on the gathered nodes, with what is free of it. */
export function lotsOfFacts(facts: BidFacts) {
  return lotsOf(facts.nodes, facts.nowS);
}

const money = (value: Decimal) => toPlain(roundHalfUp(value, MONEY_PLACES));
/** Millionths of a USD as a plain decimal. */
export const microToPlain = (micro: number) => toPlain(fromMicroUsd(micro));

/** A bid as it crosses a boundary. */
export function bidToWire(stored: StoredBid, usdPerCc: Decimal): BidWire {
  const { extra: _extra, ...bid } = stored.bid;
  const worth = bidWorthUsd(stored.bid, usdPerCc);
  return {
    ...bid,
    state: stored.state,
    note: stored.note,
    counterPriceMonth: stored.counterPriceMonth,
    isSimulated: stored.isSimulated,
    needsKyc: worth.gt(KYC_ABOVE_USD),
    worthUsd: money(worth),
  };
}

const SENTENCES = {
  expired: () => 'it has expired',
  'no-node': () => 'there is no node to put it on',
  'larger-than-any-node': () => 'it asks for more than any one node has',
  'needs-certified': () => 'it asks for a certified node',
  'uptime-record': (bid: Bid) =>
    `it asks for ${bid.minUptimePercent ?? '0'} % uptime, which the node's own record missed more often than not`,
  'not-free': () => 'too few slices are free for all its months',
} as const satisfies Readonly<Record<MisfitReason, (bid: Bid) => string>>;

/** Units in which a person counts a resource, against those in which fits are counted. */
const UNITS_PER_NAMED = { cores: 1000, memory: 1024, ssd: 1024, gpus: 1 } as const satisfies Readonly<
  Record<ScarceResource, number>
>;

function perNamedUnit(netMicroUsd: number, scarceAmount: number, scarce: ScarceResource): string | null {
  return scarceAmount === 0
    ? null
    : money(
        fromMicroUsd(netMicroUsd)
          .times(UNITS_PER_NAMED[scarce])
          .div(roundHalfUp(new Decimal(scarceAmount), 6)),
      );
}

/** A ranked bid as it crosses a boundary. */
export function rankedToWire(
  ranked: RankedBid,
  stored: StoredBid,
  facts: BidFacts,
  scarce: ScarceResource,
): RankedBidWire {
  const { placement, reason } = ranked;
  const place =
    placement === null
      ? null
      : {
          nodeId: placement.lot.node.nodeId,
          nodeName: facts.nodeNames.get(placement.lot.node.nodeId) ?? '',
          kindId: placement.lot.group.kindId,
          slices: placement.slices,
          grossMonthUsd: microToPlain(placement.grossMicroUsd),
          shareMonthUsd: microToPlain(placement.shareMicroUsd),
          costMonthUsd: microToPlain(placement.costMicroUsd),
          netMonthUsd: microToPlain(placement.netMicroUsd),
          netPerScarceUnitUsd: perNamedUnit(placement.netMicroUsd, placement.scarceAmount, scarce),
          risk: riskToWire(placement.risk, ranked.bid.months),
        };
  return {
    bid: bidToWire(stored, facts.usdPerCc),
    fits: reason === null,
    code: reason,
    reason: reason === null ? null : SENTENCES[reason](ranked.bid),
    place,
  };
}

const chance = (value: Decimal) => toPlain(roundHalfUp(value, CHANCE_PLACES));

function riskToWire(risk: NonNullable<RankedBid['placement']>['risk'], months: number) {
  return risk === null
    ? null
    : {
        periods: risk.periods,
        misses: risk.misses,
        missChance: chance(risk.missChance),
        missChanceOverTerm: chance(missChanceOver(risk.missChance, months)),
      };
}

/** A reservation as it crosses a boundary. */
export function reservationToWire(
  reservation: StoredReservation,
  buyer: string,
  nodeNames: ReadonlyMap<number, string>,
): ReservationWire {
  const { bidId, nodeId, kindId, slices, startS, endS, monthUsd } = reservation;
  return { bidId, buyer, nodeId, nodeName: nodeNames.get(nodeId) ?? '', kindId, slices, startS, endS, monthUsd };
}
