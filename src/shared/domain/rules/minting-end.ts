import type { PlatformNote } from '#shared/contract/rules/rules.ts';
import { message } from '#shared/message.ts';

/**
 * What public texts say about the end of minting on grid 3. It is shown and dated; no live source was seen, and nothing is
 * computed with it. Source: docs/rules.md#minting-end
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
