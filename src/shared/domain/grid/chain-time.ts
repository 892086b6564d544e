/** The time between two blocks, in seconds; a block that is left out makes it longer, nothing makes it shorter. */
const BLOCK_S = 6;

/** A block with its time. */
export interface BlockTime {
  readonly block: number;
  readonly atS: number;
}

/**
 * Up to when an indexer knows the chain: the time of its height, counted on from its newest event. Neither the count nor
 * the local clock alone may place that in the future: blocks can be left out, and clocks be wrong.
 * @param height null if the indexer does not report it
 * @param nowS the local clock
 * Source: docs/grid.md#as-of
 */
export function asOfTime(height: number | null, newest: BlockTime, nowS: number): number {
  const countedS = height === null ? newest.atS : newest.atS + (height - newest.block) * BLOCK_S;
  return countedS <= newest.atS ? countedS : Math.max(newest.atS, Math.min(countedS, nowS));
}

/** The time of the first block at or after an instant, since blocks come at one rhythm. */
export function firstBlockTime(startS: number, known: BlockTime): number {
  return startS + ((((known.atS - startS) % BLOCK_S) + BLOCK_S) % BLOCK_S);
}

/** A search for a block before which nothing of a window can be. */
export interface BlockSearch {
  /** No event at or after the wanted time is in an earlier block. */
  readonly low: number;
  /** A block whose event is later than the wanted time. */
  readonly high: BlockTime;
  /** Where to look next; null when the search is over. */
  readonly guess: number | null;
  /** The minimum step back for the next guess if the previous one was too late. */
  readonly step: number;
}

/** An event so much before the wanted time is near enough, in seconds. */
const NEAR_S = 43_200;
const FIRST_STEP = 1200;

/** Begins a search at an event that is later than the wanted time. */
export function searchBlock(targetS: number, newest: BlockTime): BlockSearch {
  const guess = newest.block - Math.ceil((newest.atS - targetS) / BLOCK_S);
  return { low: 0, high: newest, guess: Math.max(0, guess), step: FIRST_STEP };
}

/**
 * Narrows a search by one step.
 * @param found the first event from the guess on
 */
export function narrowSearch(
  search: BlockSearch,
  guess: number,
  found: BlockTime | null,
  targetS: number,
): BlockSearch {
  const { low, high, step } = search;
  if (found !== null && found.atS <= targetS) {
    const next = Math.min(found.block + Math.floor((targetS - found.atS) / BLOCK_S), high.block - 1);
    const isOver = targetS - found.atS <= NEAR_S || found.block >= high.block || next <= guess;
    return { low: guess, high, step, guess: isOver ? null : next };
  }
  const earliest = found ?? high;
  const counted = earliest.block - Math.ceil((earliest.atS - targetS) / BLOCK_S);
  const next = Math.max(low, Math.min(counted, guess - step));
  return { low, high: { block: guess, atS: earliest.atS }, guess: next < guess ? next : null, step: step * 4 };
}
