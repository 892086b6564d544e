import Papa from 'papaparse';
import { peakReserved, type ReservedSlices, reservationsAt } from '#shared/domain/bids/reservations.ts';
import { TARGET_PERMILLE } from '#shared/domain/uptime/periods.ts';
import { sliceDefinition } from '#shared/domain/slices/definitions.ts';
import type { SliceGroup } from '#shared/domain/slices/layout.ts';
import type { Offer } from '#shared/contract/slices/prices.ts';
import { Decimal, floorTo, toPlain } from '#shared/decimal.ts';
import { type PricedOffer, type PriceSources, slicePriceOf } from './price-facts.ts';

/** Places of an offered amount: what is promised is never rounded up. */
const AMOUNT_PLACES = 2;
/** What the published offers promise where the definition says nothing. Source: docs/rules.md#slices */
const LEAST_BANDWIDTH_MBIT = sliceDefinition('cloud-slice-2024').least.bandwidthMbit;

const promised = (value: Decimal) => toPlain(floorTo(value, AMOUNT_PLACES));

/** Cells that a spreadsheet would run as a formula begin with one of these. */
const FORMULA_START = /^[=+\-@\t\r]/;

// SECURITY: names come from outside; a cell that a spreadsheet would run is made text.
function asCell(value: string): string {
  return FORMULA_START.test(value) ? `'${value}` : value;
}

function offerOfGroup(
  sources: PriceSources,
  priced: PricedOffer,
  group: SliceGroup,
  reservations: readonly ReservedSlices[],
): Offer {
  const { node, packable, plan } = priced.offer;
  const price = slicePriceOf(sources, priced, group);
  const { amounts, gpus, id: kindId } = group.kind;
  const reserved = reservationsAt(reservations, { nodeId: node.id, kindId });
  return {
    sliceId: price.id,
    nodeName: node.name,
    count: group.count,
    free: Math.max(0, group.count - peakReserved(reserved, sources.nowS, sources.nowS + 1)),
    vcpus: promised(amounts.cores),
    memoryGib: promised(amounts.memoryGib),
    ssdGib: promised(amounts.ssdGib),
    gpus,
    passmark: promised(amounts.passmark),
    minUptimePercent:
      plan.promise.minUptimePercent ?? toPlain(new Decimal(TARGET_PERMILLE[node.certification]).div(10)),
    bandwidthMbit:
      packable.bandwidthMbit === null
        ? LEAST_BANDWIDTH_MBIT
        : promised(new Decimal(packable.bandwidthMbit).div(Math.max(1, priced.offer.layout.sliceCount))),
    isCertified: node.certification === 'certified',
    hasPublicIp: plan.promise.hasPublicIp,
    currency: price.currency,
    prices: price.terms,
  };
}

/** What is for sale, one line a kind of slice. */
export function buildOffers(sources: PriceSources, priced: readonly PricedOffer[]): Offer[] {
  const reservations = sources.stores.bids.reservations();
  return priced.flatMap((entry) =>
    entry.offer.layout.groups.map((group) => offerOfGroup(sources, entry, group, reservations)),
  );
}

/** One line of the sheet, in the names of the bid file. */
function toLine(offer: Offer) {
  return {
    slice: offer.sliceId,
    node: offer.nodeName,
    count: offer.count,
    free: offer.free,
    vcpus: offer.vcpus,
    memory_gib: offer.memoryGib,
    ssd_gib: offer.ssdGib,
    gpus: offer.gpus,
    passmark: offer.passmark,
    min_uptime_percent: offer.minUptimePercent,
    bandwidth_mbit: offer.bandwidthMbit,
    certified: offer.isCertified,
    public_ip: offer.hasPublicIp,
    currency: offer.currency,
    price_hour: offer.prices.hour,
    price_day: offer.prices.day,
    price_month: offer.prices.month,
    price_year: offer.prices.year,
  };
}

/** The offer sheet as JSON of format 1. */
export function offersToJson(offers: readonly Offer[]): string {
  return `${JSON.stringify({ format: 1, offers: offers.map(toLine) }, null, 2)}\n`;
}

/** The offer sheet as CSV, one line a kind of slice. */
export function offersToCsv(offers: readonly Offer[]): string {
  const rows = offers.map((offer) => ({ ...toLine(offer), node: asCell(offer.nodeName) }));
  return Papa.unparse(rows, { newline: '\n' });
}
