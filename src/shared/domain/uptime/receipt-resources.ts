import { Decimal } from '#shared/decimal.ts';
import { computeCapacity } from '#shared/domain/hardware/capacity.ts';
import { MAX_CRU, type Resources } from '#shared/domain/hardware/resources.ts';
import { GIB_BYTES } from '#shared/units.ts';

/** Fields of a receipt. */
export type ReceiptFields = Readonly<Record<string, unknown>>;

/** More of anything than this is no count of GiB but of bytes. */
const MOST_GIB = 2 ** 24;

function numberIn(units: ReceiptFields, name: string): Decimal | null {
  const value = units[name];
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? new Decimal(value) : null;
}

/** Receipts hold GiB as floating point: the bytes are the nearest whole ones. */
function bytesIn(units: ReceiptFields, name: string): number | null {
  const value = numberIn(units, name);
  if (value === null) {
    return null;
  }
  const bytes = (value.lt(MOST_GIB) ? value.times(GIB_BYTES) : value).round().toNumber();
  return Number.isSafeInteger(bytes) ? bytes : null;
}

/** Old receipts divided the count of cores by 2^30, as if it were bytes. */
function coresIn(units: ReceiptFields): number | null {
  const value = numberIn(units, 'cru');
  if (value === null) {
    return null;
  }
  const cores = (value.lt(1) ? value.times(GIB_BYTES) : value).round();
  return cores.lte(MAX_CRU) ? cores.toNumber() : null;
}

/**
 * The resources of the node in a receipt.
 * @param cu the CU that the receipt paid: resources that come to less than half of it, or more than twice, are in units
 * that are not known
 * @returns null where they are missing or impossible
 */
export function resourcesOfReceipt(units: ReceiptFields | null, cu: Decimal): Resources | null {
  if (units === null) {
    return null;
  }
  const cru = coresIn(units);
  const mruBytes = bytesIn(units, 'mru');
  const sruBytes = bytesIn(units, 'sru');
  const hruBytes = bytesIn(units, 'hru');
  if (cru === null || mruBytes === null || sruBytes === null || hruBytes === null) {
    return null;
  }
  const resources = { cru, mruBytes, sruBytes, hruBytes };
  const own = computeCapacity(resources, 'v3').cu;
  return own.times(2).lt(cu) || own.gt(cu.times(2)) ? null : resources;
}
