import type { PlatformNote } from '#shared/contract/rules/rules.ts';
import { message } from '#shared/message.ts';

/**
 * Public statements about the end of minting on grid 3. They are shown with their date; no live source confirms them, and
 * nothing is computed from them. Source: docs/rules.md#minting-end
 */
export const PLATFORM_NOTE = {
  text: message('rules:core.platformNote'),
  source: message('rules:core.platformNoteSource'),
  asOf: '2026-05',
} as const satisfies PlatformNote;

/**
 * Whether an amount of a period is only what would have been minted: grid 3 no longer mints it.
 * @param lastPeriod the last period that was minted; null while it is not known
 */
export function isAsIfMinted(periodIndex: number, lastPeriod: number | null): boolean {
  return lastPeriod !== null && periodIndex > lastPeriod;
}
