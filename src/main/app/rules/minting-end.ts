import { isAsIfMinted } from '#shared/domain/rules/minting-end.ts';
import type { Stores } from '#main/store/stores.ts';

/** Whether amounts of a period are hypothetical because it is after the last minted period in the settings. */
export function isPeriodAsIfMinted(stores: Stores, periodIndex: number): boolean {
  return isAsIfMinted(periodIndex, stores.settings.get('minting').lastPeriod);
}
