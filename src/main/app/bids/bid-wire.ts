import type { Bid } from '#shared/domain/bids/bid.ts';
import { fromMicroUsd } from '#shared/domain/bids/micro-usd.ts';
import {
  type createShortageFinder,
  type MisfitReason,
  type Shortage,
  UNITS_PER_NAMED,
} from '#shared/domain/bids/misfit.ts';
import type { RankedBid } from '#shared/domain/bids/rank.ts';
import type { ScarceResource } from '#shared/domain/bids/scarcity.ts';
import { missChanceOver } from '#shared/domain/bids/uptime-risk.ts';
import { bidWorthUsd, KYC_ABOVE_USD } from '#shared/domain/bids/worth.ts';
import type { BidWire, RankedBidWire, ReservationWire } from '#shared/contract/bids/bids.ts';
import { Decimal, floorTo, roundHalfUp, toPlain } from '#shared/decimal.ts';
import { assertNever } from '#shared/errors.ts';
import { type Phrase, phrase } from '#shared/phrase.ts';
import type { StoredBid, StoredReservation } from '#main/store/bids/bid-store.ts';
import type { BidFacts } from './bid-facts.ts';

/** Places of money in USD as it leaves this area. */
const MONEY_PLACES = 6;
const CHANCE_PLACES = 4;
/** Places of what a bid is short of, in words. */
const SHORT_PLACES = 2;

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

/** What a bid asks for, in words: "25 GiB SSD", "1 core". Never rounded to what there is. */
function neededText({ of, needed }: Shortage): Phrase {
  const digits = toPlain(needed.toDecimalPlaces(SHORT_PLACES, Decimal.ROUND_CEIL));
  switch (of) {
    case 'cores':
      return digits === '1' ? phrase('1 core') : phrase('{{digits}} cores', { digits });
    case 'memory':
      return phrase('{{digits}} GiB memory', { digits });
    case 'ssd':
      return phrase('{{digits}} GiB SSD', { digits });
    case 'gpus':
      return digits === '1' ? phrase('1 GPU') : phrase('{{digits}} GPUs', { digits });
    case 'slices':
      return digits === '1' ? phrase('1 slice') : phrase('{{digits}} slices', { digits });
    default:
      return assertNever(of);
  }
}

/** Why a bid does not fit, as the end of a sentence; what is short is named where it can be counted. */
function misfitText(bid: Bid, reason: MisfitReason, shortage: Shortage | null): Phrase {
  const short =
    shortage === null
      ? null
      : { needed: neededText(shortage), available: toPlain(floorTo(shortage.available, SHORT_PLACES)) };
  switch (reason) {
    case 'expired':
      return phrase('it has expired');
    case 'no-node':
      return phrase('there is no node to put it on');
    case 'larger-than-any-node':
      return short === null
        ? phrase('it asks for more than any one kind of slice has')
        : phrase('it needs {{needed}}, and the most on offer is {{available}}', short);
    case 'needs-certified':
      return phrase('it asks for a certified node');
    case 'uptime-record':
      return phrase("it asks for {{uptime}} % uptime, which the node's own record missed more often than not", {
        uptime: bid.minUptimePercent ?? '0',
      });
    case 'not-free':
      return short === null
        ? phrase('too few slices are free for all its months')
        : phrase('it needs {{needed}} for all its months, and {{available}} are free', short);
    default:
      return assertNever(reason);
  }
}

function perNamedUnit(netMicroUsd: number, scarceAmount: number, scarce: ScarceResource): string | null {
  return scarceAmount === 0
    ? null
    : money(
        fromMicroUsd(netMicroUsd)
          .times(UNITS_PER_NAMED[scarce])
          .div(roundHalfUp(new Decimal(scarceAmount), 6)),
      );
}

/** What turns ranked bids into what crosses a boundary. */
export interface RankingView {
  readonly facts: BidFacts;
  readonly scarce: ScarceResource;
  readonly shortageOf: ReturnType<typeof createShortageFinder>;
}

/** A ranked bid as it crosses a boundary. */
export function rankedToWire(
  ranked: RankedBid,
  stored: StoredBid,
  { facts, scarce, shortageOf }: RankingView,
): RankedBidWire {
  const { placement, reason } = ranked;
  const shortage = reason === null ? null : shortageOf(ranked.bid, reason);
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
    reason: reason === null ? null : misfitText(ranked.bid, reason, shortage),
    shortage:
      shortage === null
        ? null
        : { of: shortage.of, needed: toPlain(shortage.needed), available: toPlain(shortage.available) },
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
