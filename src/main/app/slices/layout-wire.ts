import { bandedPrices } from '#shared/domain/slices/prices/band.ts';
import { type Layout, totalOf, wasteCostMonth } from '#shared/domain/slices/layout.ts';
import type { SliceAmounts } from '#shared/domain/slices/packable-node.ts';
import type { OwnBand, PriceBand } from '#shared/domain/slices/prices/band.ts';
import type { LayoutWire } from '#shared/contract/slices/slices.ts';
import { type Decimal, roundHalfUp, toPlain } from '#shared/decimal.ts';

/** Places of a layout's shares, and of money: enough that nothing shown is decided by a rounding. */
const SHARE_PLACES = 6;
const MONEY_PLACES = 8;
/** Where 40 digits of a division stand for a whole number again. */
const SETTLED_PLACES = 12;

/** Amounts as they cross a boundary. */
export function amountsToWire(amounts: SliceAmounts) {
  return {
    cores: toPlain(amounts.cores),
    memoryGib: toPlain(amounts.memoryGib),
    ssdGib: toPlain(amounts.ssdGib),
    passmark: toPlain(amounts.passmark),
  };
}

/** A band as it crosses a boundary. */
export function bandToWire(band: PriceBand) {
  return { min: toPlain(band.min), max: toPlain(band.max) };
}

const share = (value: Decimal) => toPlain(roundHalfUp(value, SHARE_PLACES));

/** The memory of some slices together, in GiB. */
export function memoryTogether(each: Decimal, count: number): Decimal {
  return roundHalfUp(each.times(count), SETTLED_PLACES);
}

/** What a layout is shown with beside itself. */
export interface LayoutContext {
  readonly costMonthUsd: Decimal;
  readonly ownBand: OwnBand | null;
  /** For mixed layouts: whether the solver proved it. */
  readonly isOptimal: boolean | null;
}

/** A layout as it crosses a boundary. */
export function layoutToWire(layout: Layout, { costMonthUsd, ownBand, isOptimal }: LayoutContext): LayoutWire {
  const memory = roundHalfUp(totalOf(layout.groups).memoryGib, SETTLED_PLACES);
  return {
    id: layout.id,
    groups: layout.groups.map(({ kind, count }) => ({
      kindId: kind.id,
      count,
      amounts: amountsToWire(kind.amounts),
      gpus: kind.gpus,
    })),
    sliceCount: layout.sliceCount,
    sellable: amountsToWire(layout.sellable),
    reserve: amountsToWire(layout.reserve),
    unused: amountsToWire(layout.unused),
    unusedShares: {
      cores: share(layout.unusedShares.cores),
      memory: share(layout.unusedShares.memory),
      ssd: share(layout.unusedShares.ssd),
    },
    wasteShare: share(layout.wasteShare),
    wasteMonthUsd: toPlain(roundHalfUp(wasteCostMonth(layout, costMonthUsd), MONEY_PLACES)),
    fragmentation: share(layout.fragmentation),
    binding: layout.binding,
    incomeMonth: bandToWire(bandedPrices(memory, layout.sliceCount, ownBand).incomeMonth),
    isOptimal,
  };
}
