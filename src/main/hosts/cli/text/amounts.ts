import type { DecimalString } from '#shared/decimal.ts';
import { type Amount, GIB, numberText, ROUNDED_TFT, TFT } from '#shared/number-text.ts';

/** A number with at most two decimals, rounded down. */
export function shortText(value: Amount): string {
  return numberText(value, 'en', GIB);
}

/** An exact amount of TFT, for payments. */
export function tftText(tft: Amount): string {
  return numberText(tft, 'en', TFT);
}

/** A rounded amount of TFT, for estimates and their sums. */
export function roundedTftText(tft: Amount): string {
  return numberText(tft, 'en', ROUNDED_TFT);
}

/** A range of two figures; one figure when both read the same. */
export function betweenText(low: string, high: string): string {
  return low === high ? low : `${low} to ${high}`;
}

/** A range of TFT. */
export function tftBetweenText({ low, high }: { readonly low: DecimalString; readonly high: DecimalString }): string {
  return betweenText(roundedTftText(low), roundedTftText(high));
}

const percentDigits = (permille: number) => (permille / 10).toFixed(1);

/** Permille as a percentage. */
export function percentText(permille: number): string {
  return `${percentDigits(permille)} %`;
}

/** A range of permille as percentages. */
export function percentBetweenText({ low, high }: { readonly low: number; readonly high: number }): string {
  return `${betweenText(percentDigits(low), percentDigits(high))} %`;
}
