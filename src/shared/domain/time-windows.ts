import type { TimeWindow } from '#shared/contract/uptime/uptime.ts';

/** How many seconds two windows have in common: 0 where they only touch. */
export function overlapSeconds(a: TimeWindow, b: TimeWindow): number {
  return Math.max(0, Math.min(a.endS, b.endS) - Math.max(a.startS, b.startS));
}
