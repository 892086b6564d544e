import type { BidWire, RankedBidWire, ReservationWire } from '#shared/contract/bids/bids.ts';
import { inEnglish } from '#shared/phrase.ts';
import type { AppCalls } from '#main/app/router.ts';
import { renderTable, type Style } from '#main/hosts/cli/style.ts';
import { isoUtc } from '#main/hosts/cli/options/time-option.ts';

type Bids = AppCalls['bids'];
type Ranking = Awaited<ReturnType<Bids['rank']>>;
type Best = Awaited<ReturnType<Bids['findBest']>>;
type Accepted = Awaited<ReturnType<Bids['accept']>>;

/** A bid in the names of the bid file, with what became of it. */
export function bidToJson(bid: BidWire) {
  return {
    id: bid.id,
    buyer: bid.buyer,
    vcpus: bid.vcpus,
    memory_gib: bid.memoryGib,
    ssd_gib: bid.ssdGib,
    gpus: bid.gpus,
    months: bid.months,
    price_per_month: bid.pricePerMonth,
    currency: bid.currency,
    min_uptime_percent: bid.minUptimePercent,
    certified_only: bid.certifiedOnly,
    expires_at: bid.expiresAtS === null ? null : isoUtc(bid.expiresAtS),
    state: bid.state,
    note: bid.note,
    counter_price_month: bid.counterPriceMonth,
    needs_kyc: bid.needsKyc,
    simulated: bid.isSimulated,
    worth_usd: bid.worthUsd,
  };
}

/** A ranked bid: what scripts depend on first. */
export function rankedToJson({ bid, fits, code, reason, shortage, place }: RankedBidWire) {
  return {
    id: bid.id,
    fits,
    reason: reason === null ? null : inEnglish(reason),
    net_per_month: place?.netMonthUsd ?? null,
    code,
    shortage,
    node: place?.nodeId ?? null,
    slice: place?.kindId ?? null,
    slices: place?.slices ?? null,
    gross_per_month: place?.grossMonthUsd ?? null,
    share_per_month: place?.shareMonthUsd ?? null,
    cost_per_month: place?.costMonthUsd ?? null,
    net_per_scarce_unit: place?.netPerScarceUnitUsd ?? null,
    miss_chance: place?.risk?.missChance ?? null,
    buyer: bid.buyer,
    months: bid.months,
    price_per_month: bid.pricePerMonth,
    currency: bid.currency,
    needs_kyc: bid.needsKyc,
    simulated: bid.isSimulated,
    expires_at: bid.expiresAtS === null ? null : isoUtc(bid.expiresAtS),
  };
}

/** A reservation with its times in ISO 8601. */
export function reservationToJson(reservation: ReservationWire) {
  return {
    bid: reservation.bidId,
    node: reservation.nodeId,
    slice: `${reservation.nodeId}:${reservation.kindId}`,
    slices: reservation.slices,
    start: isoUtc(reservation.startS),
    end: isoUtc(reservation.endS),
    month_usd: reservation.monthUsd,
  };
}

/** An accepted bid and what was reserved for it. */
export function acceptedToJson({ bid, reservation }: Accepted) {
  return { accepted: bid.id, reserved: reservationToJson(reservation), needs_kyc: bid.needsKyc };
}

function marks(bid: BidWire): string {
  return [...(bid.needsKyc ? ['KYC'] : []), ...(bid.isSimulated ? ['simulated'] : [])].join(', ');
}

/** Ranked bids as a table. */
export function renderRanked(style: Style, { bids, total, fitting, scarce }: Ranking): string {
  if (total === 0) {
    return 'No open bids. "farmer bids import FILE" brings some in, "farmer bids simulate" makes some to practise on.';
  }
  const table = renderTable(
    style,
    [
      { title: 'Bid' },
      { title: 'Buyer' },
      { title: 'Offers a month', align: 'right' },
      { title: 'Months', align: 'right' },
      { title: 'Net a month', align: 'right' },
      { title: 'Slices' },
      { title: '' },
    ],
    bids.map(({ bid, place, reason }) => [
      bid.id,
      bid.buyer,
      `${bid.pricePerMonth} ${bid.currency}`,
      String(bid.months),
      place === null ? '' : place.netMonthUsd,
      place === null
        ? style.warning(inEnglish(reason ?? ''))
        : `${place.slices} x ${place.kindId} on ${place.nodeName}`,
      style.quiet(marks(bid)),
    ]),
  );
  return `${table}\n${style.quiet(`${fitting} of ${total} fit; ranked by net per unit of ${scarce}.`)}`;
}

/** The best set as a table, with how surely it is the best. */
export function renderBest(style: Style, best: Best): string {
  if (best.chosen.length === 0) {
    return 'No open bid fits and brings more than it costs.';
  }
  const table = renderTable(
    style,
    [{ title: 'Bid' }, { title: 'Slices' }, { title: 'From' }, { title: 'Net (USD)', align: 'right' }],
    best.chosen.map((entry) => [
      entry.bid.id,
      `${entry.slices} x ${entry.kindId} on ${entry.nodeName}`,
      entry.startMonth === 0 ? 'now' : isoUtc(entry.startS),
      entry.netUsd,
    ]),
  );
  const proof = best.isOptimal ? 'proven to be the most' : `at most ${best.boundUsd} USD would be possible`;
  return `${table}\n${style.strong(best.incomeUsd)} USD net in ${best.months} months; ${proof}.`;
}
