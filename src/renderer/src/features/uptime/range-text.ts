import type { TFunction } from 'i18next';
import type { UptimeSummary } from '#shared/contract/uptime/uptime.ts';
import { formatPermille } from '#renderer/ui/format.ts';

/** A permille range as a percentage: "96.1–99.4 %", or one value. Rounded down. */
export function permilleRange({ low, high }: { readonly low: number; readonly high: number }): string {
  return low === high ? formatPermille(low) : `${formatPermille(low).replace(/\s*%$/u, '')}–${formatPermille(high)}`;
}

/** The target, and whether it is assumed. */
export function targetText(
  { targetPermille, isTargetAssumed }: Pick<UptimeSummary, 'targetPermille' | 'isTargetAssumed'>,
  t: TFunction<'uptime'>,
): string {
  const target = formatPermille(targetPermille);
  return isTargetAssumed ? t('uptime.targetAssumed', { target }) : target;
}
