import { formatPermille, formatTft } from '#renderer/ui/format.ts';
import { formatHoursMinutes } from '#renderer/ui/format-time.ts';

/** A figure that is known only between two bounds. */
export interface Range<T> {
  readonly low: T;
  readonly high: T;
}

function between(low: string, high: string): string {
  return low === high ? low : `${low}–${high}`;
}

/** Permille as a percentage, or the range of it: "96.1–99.4 %". Floored. */
export function permilleRange({ low, high }: Range<number>): string {
  return low === high ? formatPermille(low) : `${formatPermille(low).replace(/\s*%$/u, '')}–${formatPermille(high)}`;
}

/** Seconds as h:mm, or the range of it. */
export function hoursRange({ low, high }: Range<number>): string {
  return between(formatHoursMinutes(low), formatHoursMinutes(high));
}

/** TFT to two places, or the range of it. */
export function tftRange({ low, high }: Range<string>): string {
  return between(formatTft(low, { maxPlaces: 2 }), formatTft(high, { maxPlaces: 2 }));
}
