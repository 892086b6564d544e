import type { DecimalString } from '#shared/decimal.ts';
import { type Amount, GIB, numberText, ROUNDED_TFT, TFT } from '#shared/number-text.ts';

/** A number with at most two places, floored. */
export function shortText(value: Amount): string {
  return numberText(value, 'en', GIB);
}

/** An amount of TFT that was paid or is to be paid, exact. */
export function tftText(tft: Amount): string {
  return numberText(tft, 'en', TFT);
}

/** An expected amount of TFT, or a sum of them. */
export function roundedTftText(tft: Amount): string {
  return numberText(tft, 'en', ROUNDED_TFT);
}

/** An amount of TFT that is known only between two bounds. */
export function tftBetweenText({ low, high }: { readonly low: DecimalString; readonly high: DecimalString }): string {
  const [from, to] = [roundedTftText(low), roundedTftText(high)];
  return from === to ? from : `${from} to ${to}`;
}
