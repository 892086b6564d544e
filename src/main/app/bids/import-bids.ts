import type { RejectedRow } from '#shared/domain/table-header.ts';
import type { Stores } from '#main/store/stores.ts';
import { readBidFile } from './parse-bid-file.ts';

/**
 * Imports a bid file in one transaction; invalid rows are reported and skipped.
 * @throws FarmerError INVALID_INPUT for a text that is not a bid file, TOO_LARGE for one with too many rows
 */
export function importBids(stores: Stores, text: string, file: string, nowMs: number) {
  const { bids, imports } = stores;
  return stores.transaction(() => {
    const known = bids.ids();
    const importId = imports.begin('bids', file, nowMs);
    const rejected: RejectedRow[] = [];
    let imported = 0;
    readBidFile(text, {
      isKnown: (id) => known.has(id),
      take: (bid) => {
        bids.add(bid, { isDemo: false, nowMs });
        imports.noteBid(importId, bid.id);
        imported += 1;
      },
      reject: (row) => rejected.push(row),
    });
    imports.finish(importId, imported);
    return { imported, rejected };
  });
}
