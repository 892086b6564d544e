import { Decimal, roundHalfUp, toPlain } from '#shared/decimal.ts';
import type { Bid, BestSet, RankedBid, Reservation, ValuedBid } from '#shared/contract/bids/bids.ts';
import type { AppCalls } from '#main/app/router.ts';
import { type FieldNames, toSnakeCase } from '#main/hosts/cli/json.ts';
import { renderTable, right, type Style } from '#main/hosts/cli/style.ts';
import { isoUtc } from '#main/hosts/cli/options/time-option.ts';
import { inEnglish } from '#shared/message.ts';
import { moneyText } from '#shared/number-text.ts';

type Ranking = Awaited<ReturnType<AppCalls['bids']['rank']>>;

/** Fields whose names in JSON are older than those of the contract. */
const JSON_NAMES: FieldNames = {
  nodeId: 'node',
  kindId: 'slice',
  bidId: 'bid',
  grossMonthUsd: 'gross_per_month',
  shareMonthUsd: 'share_per_month',
  costMonthUsd: 'cost_per_month',
  netMonthUsd: 'net_per_month',
  netPerScarceUnitUsd: 'net_per_scarce_unit',
  netUsd: 'net',
  missingCosts: 'costs_missing',
  incomeUsd: 'income',
  boundUsd: 'bound',
  nodeName: null,
  startMonth: null,
  freeInMonth: null,
};

function expiresAt({ expiresAtS }: Bid): string | null {
  return expiresAtS === null ? null : isoUtc(expiresAtS);
}

/** A bid as JSON, with its time in ISO 8601. */
export function bidJson(bid: ValuedBid): unknown {
  return toSnakeCase({ ...bid, expiresAtS: expiresAt(bid) }, JSON_NAMES);
}

/** The place of a bid that fits nowhere: the same fields, all null. */
const NO_PLACE = {
  nodeId: null,
  kindId: null,
  slices: null,
  grossMonthUsd: null,
  shareMonthUsd: null,
  costMonthUsd: null,
  netMonthUsd: null,
  missingCosts: null,
  netPerScarceUnitUsd: null,
  risk: null,
};

/** A ranked bid as JSON: the fields of the bid that a ranking needs, and those of its place. */
export function rankedJson({ bid, reason, place, ...ranked }: RankedBid): unknown {
  const { risk, ...placed } = place ?? NO_PLACE;
  const { id, buyer, months, pricePerMonth, currency, needsKyc, isSimulated } = bid;
  return toSnakeCase(
    {
      id,
      ...ranked,
      reason: reason === null ? null : inEnglish(reason),
      ...placed,
      missChance: risk?.missChance ?? null,
      buyer,
      months,
      pricePerMonth,
      currency,
      needsKyc,
      isSimulated,
      expiresAtS: expiresAt(bid),
    },
    JSON_NAMES,
  );
}

/** A reservation as JSON, with its times in ISO 8601 and the id of its slice as in the price list. */
export function reservationJson({ buyer: _buyer, ...reservation }: Reservation): unknown {
  const { nodeId, kindId, startS, endS } = reservation;
  return toSnakeCase(
    { ...reservation, kindId: `${nodeId}:${kindId}`, startS: isoUtc(startS), endS: isoUtc(endS) },
    JSON_NAMES,
  );
}

/** The best set as JSON. */
export function bestSetJson({ chosen, fromS: _fromS, ...best }: BestSet): unknown {
  const schedule = chosen.map(({ bid, startS, ...place }) => ({ id: bid.id, ...place, startS: isoUtc(startS) }));
  return toSnakeCase({ chosen: schedule.map(({ id }) => id), ...best, schedule }, JSON_NAMES);
}

function marks(bid: ValuedBid): string {
  return [...(bid.needsKyc === true ? ['KYC'] : []), ...(bid.isSimulated ? ['simulated'] : [])].join(', ');
}

const COSTS = { watts: 'power draw', tariff: 'electricity tariff', 'hardware-cost': 'price of the hardware' } as const;

/** Names the nodes whose net leaves out costs that were not entered; empty when there are none. */
function renderMissing(style: Style, places: readonly Pick<BestSet['chosen'][number], 'nodeName' | 'missingCosts'>[]) {
  const incomplete = new Map(
    places.filter(({ missingCosts }) => missingCosts.length > 0).map((place) => [place.nodeName, place.missingCosts]),
  );
  return [...incomplete]
    .map(([name, costs]) => {
      const list = costs.map((cost) => COSTS[cost]).join(', ');
      return `\n${style.warning(`Net on ${name} is before costs that were not entered: ${list}.`)}`;
    })
    .join('');
}

/** Ranked bids as a table. */
export function renderRanked(style: Style, { bids, total, fitting, scarce }: Ranking): string {
  if (total === 0) {
    return 'No open bids. "farmer bids import FILE" brings some in, "farmer bids simulate" makes some to practise on.';
  }
  const table = renderTable(
    style,
    ['Bid', 'Buyer', right('Offers a month'), right('Months'), right('Net a month'), 'Slices', ''],
    bids.map(({ bid, place, reason }) => [
      bid.id,
      bid.buyer,
      `${moneyText(bid.pricePerMonth)} ${bid.currency}`,
      String(bid.months),
      place === null ? '' : moneyText(place.netMonthUsd),
      place === null
        ? style.warning(reason === null ? '' : inEnglish(reason))
        : `${place.slices} x ${place.kindId} on ${place.nodeName}`,
      style.quiet(marks(bid)),
    ]),
  );
  const places = bids.flatMap(({ place }) => place ?? []);
  const fit = style.quiet(`${fitting} of ${total} fit; ranked by net per unit of ${scarce}.`);
  return `${table}\n${fit}${renderMissing(style, places)}`;
}

function gapPercent({ incomeUsd, boundUsd }: BestSet): string {
  return toPlain(roundHalfUp(new Decimal(boundUsd).div(incomeUsd).minus(1).times(100), 1));
}

/** The best set as a table, and whether it is proven to be the best. */
export function renderBest(style: Style, best: BestSet): string {
  const unvalued =
    best.needGoldPrice === 0
      ? ''
      : `\n${style.warning(`${best.needGoldPrice} in CC left out: their value needs the gold price ("farmer money set --gold-price USD").`)}`;
  if (best.chosen.length === 0) {
    return `No open bid${unvalued === '' ? '' : ' with a known value'} fits and brings more than it costs.${unvalued}`;
  }
  const table = renderTable(
    style,
    ['Bid', 'Slices', 'From', right('Net (USD)')],
    best.chosen.map((entry) => [
      entry.bid.id,
      `${entry.slices} x ${entry.kindId} on ${entry.nodeName}`,
      entry.startMonth === 0 ? 'now' : isoUtc(entry.startS),
      moneyText(entry.netUsd),
    ]),
  );
  const proof = best.isOptimal
    ? 'proven to be the most'
    : best.needGoldPrice > 0
      ? 'of the bids whose value is known'
      : `at most ${moneyText(best.boundUsd)} USD, ${gapPercent(best)} % more, would be possible`;
  const income = `${style.strong(moneyText(best.incomeUsd))} USD net in ${best.months} months; ${proof}.`;
  return `${table}\n${income}${unvalued}${renderMissing(style, best.chosen)}`;
}
