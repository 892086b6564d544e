import { Decimal, floorTo, toPlain } from '#shared/decimal.ts';
import { bytesToGib } from '#shared/units.ts';
import type { Unavailable } from '#shared/domain/hardware-reading.ts';
import type { Amount } from '#shared/domain/reading-resources.ts';
import type { Finding } from './check.ts';

/** Bytes for a person: GiB with two places, floored, so that a figure is never shown larger than it is. */
export function gibText(bytes: number): string {
  return `${toPlain(floorTo(bytesToGib(bytes), 2))} GiB`;
}

/** Disk bytes for a person: GiB, and GB as disks are sold by. */
export function diskText(bytes: number): string {
  return `${gibText(bytes)} (${toPlain(floorTo(new Decimal(bytes).div(1_000_000_000), 0))} GB)`;
}

/** An amount for a person, with its lower bound where that is all there is. */
export function amountText(amount: Amount, format: (value: number) => string): string {
  if (amount.state === 'known') {
    return format(amount.value);
  }
  return amount.atLeast > 0 ? `at least ${format(amount.atLeast)}: ${amount.because}` : cannotTellText(amount);
}

/** "cannot tell: …" with the reason. */
export function cannotTellText(missing: Unavailable): string {
  return `cannot tell: ${missing.because}`;
}

/** The finding for a part that could not be read. */
export function cannotTell(missing: Unavailable): Finding {
  return { state: 'unknown', measured: cannotTellText(missing) };
}

/** How an amount stands against a minimum; `null` when the lower bound does not settle it. */
export function reaches(amount: Amount, minimum: number | Decimal): boolean | null {
  const certain = amount.state === 'known' ? amount.value : amount.atLeast;
  if (new Decimal(certain).gte(minimum)) {
    return true;
  }
  return amount.state === 'known' ? false : null;
}
