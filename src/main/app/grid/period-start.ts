import { firstBlockTime, narrowSearch, searchBlock, type BlockTime } from '#shared/domain/grid/chain-time.ts';
import { REPORT_INTERVAL_S } from '#shared/domain/uptime/credit-types.ts';
import { periodByIndex } from '#shared/domain/uptime/periods.ts';
import type { GridIndexer } from '#main/grid/graphql.ts';
import type { PeriodStart } from '#main/store/grid/grid-store.ts';
import type { Stores } from '#main/store/stores.ts';

/**
 * Events this long before a period are read too, in seconds, because the first report of a period builds on the one
 * before.
 */
const LEAD_TIME_S = 2 * REPORT_INTERVAL_S;
/** The search stops after this many requests; events are then read from the best block found. */
const MAX_REQUESTS = 20;

async function searchStart(indexer: GridIndexer, startS: number, newest: BlockTime): Promise<PeriodStart> {
  const targetS = startS - LEAD_TIME_S;
  let known = newest;
  let search = searchBlock(targetS, newest);
  for (let count = 0; search.guess !== null && count < MAX_REQUESTS; count += 1) {
    const found = await indexer.firstEvent(search.guess);
    known = found ?? known;
    search = narrowSearch(search, search.guess, found, targetS);
  }
  return { block: search.low, firstBlockS: firstBlockTime(startS, known) };
}

/** The first block of a period on the chain: searched once, then stored. */
export async function findPeriodStart(
  stores: Stores,
  indexer: GridIndexer,
  periodIndex: number,
  newest: BlockTime,
): Promise<PeriodStart> {
  const known = stores.grid.periodStart(periodIndex);
  if (known !== undefined) {
    return known;
  }
  const { startS } = periodByIndex(periodIndex);
  if (newest.atS < startS) {
    return { block: newest.block, firstBlockS: startS };
  }
  const found = await searchStart(indexer, startS, newest);
  stores.grid.savePeriodStart(periodIndex, found);
  return found;
}
