import { isAsIfMinted } from '#shared/domain/rules/minting-end.ts';
import type { Stores } from '#main/store/stores.ts';

/** Whether amounts of a period are only what would have been minted, by the last minted period that the farmer set. */
export function isPeriodAsIfMinted(stores: Stores, periodIndex: number): boolean {
  return isAsIfMinted(periodIndex, stores.settings.get('minting').lastPeriod);
}
