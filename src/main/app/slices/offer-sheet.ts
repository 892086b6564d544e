import Papa from 'papaparse';
import { peakReserved, type ReservedSlices, reservationsAt } from '#shared/domain/bids/reservations.ts';
import { uptimeTarget } from '#shared/domain/rules/pay-rules.ts';
import { TODAYS_RULES } from '#shared/domain/rules/rule-versions.ts';
import { sliceDefinition } from '#shared/domain/slices/definitions.ts';
import type { ComputedOffer } from '#shared/contract/slices/prices.ts';
import type { SliceGroup } from '#shared/contract/slices/slices.ts';
import { Decimal, floorTo } from '#shared/decimal.ts';
import { computeSlicePrice, type PricedOffer, type PriceSources } from './slice-prices.ts';

/** Decimal places of an offered amount, which is never rounded up because it is a promise. */
const AMOUNT_PLACES = 2;
/** The bandwidth in published offers, for nodes whose own is unknown. Source: docs/rules.md#slices */
const MIN_BANDWIDTH_MBIT = new Decimal(sliceDefinition('cloud-slice-2024').least.bandwidthMbit);

const FORMULA_START = /^[=+\-@\t\r]/;

// SECURITY: node names are untrusted; a cell that a spreadsheet would run as a formula becomes text.
function escapeFormula(value: string): string {
  return FORMULA_START.test(value) ? `'${value}` : value;
}

function buildGroupOffer(
  sources: PriceSources,
  priced: PricedOffer,
  group: SliceGroup,
  reservations: readonly ReservedSlices[],
): ComputedOffer {
  const { node, packable, plan, layout } = priced.offer;
  const price = computeSlicePrice(sources, priced, group);
  const { amounts, gpus, kindId } = group;
  const reserved = reservationsAt(reservations, { nodeId: node.id, kindId });
  const { permille: targetPermille } = uptimeTarget(TODAYS_RULES.pay, node.policy, node.certification);
  return {
    sliceId: price.id,
    nodeName: node.name,
    count: group.count,
    free: Math.max(0, group.count - peakReserved(reserved, sources.nowS, sources.nowS + 1)),
    vcpus: floorTo(amounts.cores, AMOUNT_PLACES),
    memoryGib: floorTo(amounts.memoryGib, AMOUNT_PLACES),
    ssdGib: floorTo(amounts.ssdGib, AMOUNT_PLACES),
    gpus,
    passmark: floorTo(amounts.passmark, AMOUNT_PLACES),
    minUptimePercent: new Decimal(plan.promise.minUptimePercent ?? targetPermille / 10),
    bandwidthMbit:
      packable.bandwidthMbit === null
        ? MIN_BANDWIDTH_MBIT
        : floorTo(new Decimal(packable.bandwidthMbit).div(Math.max(1, layout.sliceCount)), AMOUNT_PLACES),
    isCertified: node.certification === 'certified',
    hasPublicIp: plan.promise.hasPublicIp,
    currency: price.currency,
    prices: price.terms,
  };
}

/** The offers, one per kind of slice. */
export function buildOffers(sources: PriceSources, priced: readonly PricedOffer[]): ComputedOffer[] {
  const reservations = sources.stores.bids.reservations();
  return priced.flatMap((entry) =>
    entry.offer.layout.groups.map((group) => buildGroupOffer(sources, entry, group, reservations)),
  );
}

/** One line of the sheet, with the field names of the bid file. */
function formatLine(offer: ComputedOffer) {
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
export function offersToJson(offers: readonly ComputedOffer[]): string {
  return `${JSON.stringify({ format: 1, offers: offers.map(formatLine) }, null, 2)}\n`;
}

/** The offer sheet as CSV. */
export function offersToCsv(offers: readonly ComputedOffer[]): string {
  const rows = offers.map((offer) => ({ ...formatLine(offer), node: escapeFormula(offer.nodeName) }));
  return Papa.unparse(rows, { newline: '\n' });
}
