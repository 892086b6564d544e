import type { Layout, SliceGroup } from '#shared/contract/slices/slices.ts';
import { Decimal, roundHalfUp } from '#shared/decimal.ts';
import type { Bid } from '#shared/contract/bids/bids.ts';

/** What a bid needs, in whole units: thousandths of a core, and whole MiB. */
export interface BidNeed {
  readonly milliCores: number;
  readonly memoryMib: number;
  readonly ssdMib: number;
  readonly gpus: number;
}

/** Slices of one kind on one node, all together, in the units of {@link BidNeed}; every figure is a safe integer. */
export interface SupplyGroup {
  readonly kindId: string;
  readonly count: number;
  readonly milliCores: number;
  readonly memoryMib: number;
  readonly ssdMib: number;
  readonly gpusPerSlice: number;
}

const MILLI = 1000;
const MIB_PER_GIB = 1024;
/** A quotient of 40 digits is rounded to these places before it is floored, so that 6.999… counts as 7. */
const SETTLED_PLACES = 12;

function floored(total: Decimal): number {
  return roundHalfUp(total, SETTLED_PLACES).floor().toNumber();
}

function computeSupply({ kindId, count, amounts, gpus }: SliceGroup): SupplyGroup {
  return {
    kindId,
    count,
    milliCores: floored(amounts.cores.times(count).times(MILLI)),
    memoryMib: floored(amounts.memoryGib.times(count).times(MIB_PER_GIB)),
    ssdMib: floored(amounts.ssdGib.times(count).times(MIB_PER_GIB)),
    gpusPerSlice: gpus,
  };
}

/** The slices of a layout, group by group; empty groups are left out. */
export function listSupply(layout: Layout): readonly SupplyGroup[] {
  return layout.groups.filter((group) => group.count > 0).map(computeSupply);
}

/** Whole MiB of a size in GiB, floored, so that a rounded size still fits its slice. */
function wholeMib(gib: string): number {
  const [whole = '0', fraction] = gib.split('.');
  return fraction === undefined ? Number(whole) * MIB_PER_GIB : new Decimal(gib).times(MIB_PER_GIB).floor().toNumber();
}

/** The amounts that a bid needs. */
export function computeNeed(bid: Bid): BidNeed {
  return {
    milliCores: bid.vcpus * MILLI,
    memoryMib: wholeMib(bid.memoryGib),
    ssdMib: wholeMib(bid.ssdGib),
    gpus: bid.gpus,
  };
}

/** Slices that hold `need` when `count` slices hold `total`; the products stay below 2^53, so the quotient is exact. */
function slicesFor(need: number, total: number, count: number): number {
  return need === 0 ? 0 : Math.ceil((need * count) / total);
}

/**
 * How many slices of a group a bid takes: as many as its most demanding resource needs.
 * @returns null when not even all slices of the group together are enough
 */
export function slicesNeeded(need: BidNeed, group: SupplyGroup): number | null {
  const isTooMuch =
    need.milliCores > group.milliCores ||
    need.memoryMib > group.memoryMib ||
    need.ssdMib > group.ssdMib ||
    need.gpus > group.gpusPerSlice * group.count;
  if (isTooMuch || group.count === 0) {
    return null;
  }
  return Math.max(
    1,
    slicesFor(need.milliCores, group.milliCores, group.count),
    slicesFor(need.memoryMib, group.memoryMib, group.count),
    slicesFor(need.ssdMib, group.ssdMib, group.count),
    need.gpus === 0 ? 0 : Math.ceil(need.gpus / group.gpusPerSlice),
  );
}
