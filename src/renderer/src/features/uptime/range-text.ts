import { formatPermille } from '#renderer/ui/format.ts';

/** Permille as a percentage, or the range of it: "96.1–99.4 %". Floored. */
export function permilleRange({ low, high }: { readonly low: number; readonly high: number }): string {
  return low === high ? formatPermille(low) : `${formatPermille(low).replace(/\s*%$/u, '')}–${formatPermille(high)}`;
}
