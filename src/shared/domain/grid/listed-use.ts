import type { Resources } from '#shared/domain/hardware/resources.ts';
import { Decimal } from '#shared/decimal.ts';

const GIB = 1_073_741_824;
/** Zero-OS keeps this much for itself, and the services count it as used. Source: docs/grid.md#what-is-listed */
const LEAST_MEMORY_RESERVE_BYTES = 2 * GIB;
const MEMORY_RESERVE_SHARE = 10;
const SSD_RESERVE_BYTES = 20 * GIB;

/** The resources in use by users: those listed as used, less the share of Zero-OS. */
export function usedByUsers(total: Resources, used: Resources): Resources {
  const memoryReserve = Math.max(LEAST_MEMORY_RESERVE_BYTES, Math.floor(total.mruBytes / MEMORY_RESERVE_SHARE));
  return {
    cru: used.cru,
    mruBytes: Math.max(0, used.mruBytes - memoryReserve),
    sruBytes: Math.max(0, used.sruBytes - SSD_RESERVE_BYTES),
    hruBytes: used.hruBytes,
  };
}

/** What a node is listed at. */
export interface ListedPrice {
  readonly priceUsd: Decimal;
  /** The additional fee of the farmer, in milli-USD a month. */
  readonly extraFeeMusd: number;
  readonly isCertified: boolean;
  /** What a whole node costs less than its parts, in percent; null where the pricing policy is not known. */
  readonly dedicatedDiscountPercent: number | null;
}

/**
 * The price of a node for a month of 720 hours: the proxy adds the extra fee as if it were units of 1e-7 USD an hour, while
 * the chain means milli-USD a month. Source: docs/grid.md#what-is-listed
 */
export function rentOf({ priceUsd, extraFeeMusd, isCertified, dedicatedDiscountPercent }: ListedPrice) {
  const added = new Decimal(extraFeeMusd)
    .times(720)
    .div(10_000_000)
    .times(isCertified ? '1.25' : '1');
  const parts = Decimal.max(0, priceUsd.minus(added));
  const fee = new Decimal(extraFeeMusd).div(1000);
  return {
    monthUsd: parts.plus(fee),
    dedicatedMonthUsd:
      dedicatedDiscountPercent === null
        ? null
        : parts
            .times(100 - dedicatedDiscountPercent)
            .div(100)
            .plus(fee),
  };
}
