import type { Stores } from '#main/store/stores.ts';
import { parseBidFile } from './parse-bid-file.ts';

/**
 * Imports the bids of a text in one transaction: bad rows are named, good ones kept.
 * @throws FarmerError INVALID_INPUT for a text that is no bid file, TOO_LARGE for one with too many rows
 */
export function importBids(stores: Stores, text: string, file: string, nowMs: number) {
  const { bids, imports } = stores;
  return stores.transaction(() => {
    const parsed = parseBidFile(text, bids.ids());
    const importId = imports.begin('bids', file, nowMs);
    bids.addAll(parsed.bids, { isDemo: false, nowMs });
    for (const { id } of parsed.bids) imports.noteBid(importId, id);
    imports.finish(importId, parsed.bids.length);
    return { imported: parsed.bids.length, rejected: parsed.rejected };
  });
}
