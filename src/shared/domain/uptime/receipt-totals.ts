import type { ReceiptTotal, ReceiptTotals } from '#shared/contract/uptime/receipts.ts';
import { type Decimal, sumOf } from '#shared/decimal.ts';

/** The units that were paid. No correction names its IPv4 addresses. */
interface PaidUnits extends Readonly<Record<'cu' | 'su' | 'nu', Decimal>> {
  readonly ip: Decimal | null;
}

/** A counted payment of a period, with the amount from the own record. */
export interface CountedPayment {
  readonly nodeId: number;
  readonly periodEndS: number;
  readonly musd: bigint;
  readonly tft: Decimal;
  /** The units of the receipt; null for a correction that names none. */
  readonly units: PaidUnits | null;
  readonly ownTft: { readonly low: Decimal; readonly high: Decimal } | null;
  readonly isAsIfMinted: boolean;
}

/** The sum of what is known; null where payments name nothing of it. */
function sumOfKnown(payments: readonly CountedPayment[], of: (units: PaidUnits) => Decimal | null): Decimal | null {
  const known = payments.flatMap(({ units }) => (units === null ? [] : (of(units) ?? [])));
  return known.length === 0 && payments.length > 0 ? null : sumOf(known);
}

/** Adds up payments. Milli-USD are integers and TFT has seven places, so that no sum is rounded. */
function totalOf(span: string, payments: readonly CountedPayment[]): ReceiptTotal {
  const own = payments.flatMap(({ ownTft }) => ownTft ?? []);
  return {
    span,
    nodes: new Set(payments.map(({ nodeId }) => nodeId)).size,
    receipts: payments.length,
    musd: payments.reduce((sum, { musd }) => sum + musd, 0n),
    tft: sumOf(payments.map(({ tft }) => tft)),
    cu: sumOfKnown(payments, ({ cu }) => cu),
    su: sumOfKnown(payments, ({ su }) => su),
    nu: sumOfKnown(payments, ({ nu }) => nu),
    ip: sumOfKnown(payments, ({ ip }) => ip),
    unitsMissing: payments.filter(({ units }) => units === null).length,
    ipMissing: payments.filter(({ units }) => (units?.ip ?? null) === null).length,
    ownTft:
      own.length === 0 ? null : { low: sumOf(own.map(({ low }) => low)), high: sumOf(own.map(({ high }) => high)) },
    ownMissing: payments.length - own.length,
    isAsIfMinted: payments.some(({ isAsIfMinted }) => isAsIfMinted),
  };
}

/** The month in which a period ends, in UTC. Source: docs/rules.md#receipt-totals */
export function monthOfEnd(periodEndS: number): string {
  return new Date(periodEndS * 1000).toISOString().slice(0, 7);
}

/**
 * What was paid by month and by year, the latest first. A period belongs to the month in which it ends, in UTC.
 * Source: docs/rules.md#receipt-totals
 */
export function totalReceipts(payments: readonly CountedPayment[]): ReceiptTotals {
  const totalsBy = (length: number) =>
    [...Map.groupBy(payments, ({ periodEndS }) => monthOfEnd(periodEndS).slice(0, length))]
      .toSorted(([a], [b]) => (a < b ? 1 : -1))
      .map(([span, ofSpan]) => totalOf(span, ofSpan));
  return { months: totalsBy('2025-01'.length), years: totalsBy('2025'.length), all: totalOf('', payments) };
}
