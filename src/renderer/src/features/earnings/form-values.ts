import { Decimal, toPlain } from '#shared/decimal.ts';

/** An emptied field gives the value back to the node or the settings. */
export function orNull(text: string): string | null {
  return text === '' ? null : text;
}

/** A fraction as the percentage that a person types. */
export function toPercent(fraction: string): string {
  return toPlain(new Decimal(fraction).times(100));
}

/** A typed percentage as a fraction; empty is none. */
export function fromPercent(percent: string): string {
  return toPlain(new Decimal(percent === '' ? '0' : percent).div(100));
}
