import type { ReceiptStanding } from '#shared/contract/uptime/receipts.ts';
import { type FixupReceipt, type KnownReceipt, type MintingReceipt, periodIndexOf } from './receipt-reading.ts';

/** A receipt of a node that may be one of several of its period. */
export type KnownMinting = KnownReceipt<MintingReceipt> & {
  readonly contentJson: string;
  readonly importedAtMs: number;
};
/** A correction of a receipt. */
export type KnownFixup = KnownReceipt<FixupReceipt>;

/** A receipt with whether it is the one that counts for its period, and why. */
export interface StandingReceipt {
  readonly receipt: KnownMinting;
  readonly standing: ReceiptStanding;
}

/** Later programs wrote more fields; among equals the text decides, so that the order of arrival does not. */
function compareDetail(a: KnownMinting, b: KnownMinting): number {
  return b.contentJson.length - a.contentJson.length || (a.contentJson < b.contentJson ? -1 : 1);
}

/** One receipt can come with different fields, under one hash; and the same fields with and without a hash. */
function withoutRepetitions(receipts: readonly KnownMinting[]): readonly KnownMinting[] {
  const kept: KnownMinting[] = [];
  for (const receipt of receipts.toSorted(compareDetail)) {
    const isKnown = kept.some(
      (other) => (receipt.hash !== '' && other.hash === receipt.hash) || other.contentJson === receipt.contentJson,
    );
    if (!isKnown) kept.push(receipt);
  }
  return kept;
}

function compareReward(a: KnownMinting, b: KnownMinting): number {
  if (a.rewardTftUnits !== b.rewardTftUnits) {
    return a.rewardTftUnits > b.rewardTftUnits ? -1 : 1;
  }
  return compareDetail(a, b);
}

/** The receipts of one period of a node: the one that a correction names counts, else the one that paid most. */
function rankPeriod(receipts: readonly KnownMinting[], fixups: readonly KnownFixup[]): readonly StandingReceipt[] {
  const corrected = new Set(fixups.map(({ correctHash }) => correctHash));
  const wrong = new Set(fixups.map(({ mintedHash }) => mintedHash));
  const standingOf = ({ hash }: KnownMinting): 0 | 1 | 2 => {
    if (hash !== '' && corrected.has(hash)) return 0;
    return hash !== '' && wrong.has(hash) ? 2 : 1;
  };
  const [first, ...others] = receipts.toSorted((a, b) => standingOf(a) - standingOf(b) || compareReward(a, b));
  if (first === undefined) {
    return [];
  }
  const isCorrected = standingOf(first) === 0;
  const isReplaced = standingOf(first) === 2;
  return [
    {
      receipt: first,
      standing: isCorrected ? 'named-by-fixup' : isReplaced ? 'corrected' : others.length === 0 ? 'only' : 'paid-most',
    },
    ...others.map((receipt) => ({
      receipt,
      standing: isCorrected || wrong.has(receipt.hash) ? ('corrected' as const) : ('paid-less' as const),
    })),
  ];
}

/** Whether a receipt is the one that counts for its period. */
export function isCounted(standing: ReceiptStanding): boolean {
  return standing === 'only' || standing === 'paid-most' || standing === 'named-by-fixup';
}

/**
 * Every receipt of one node with its standing, the latest period first. The order in which they are given does not matter.
 * A receipt that a correction replaces counts for nothing where the corrected one is not here: the correction holds its
 * reward.
 */
export function rankReceipts(
  receipts: readonly KnownMinting[],
  fixups: readonly KnownFixup[],
): readonly StandingReceipt[] {
  const fixupsOf = Map.groupBy(fixups, periodIndexOf);
  return [...Map.groupBy(withoutRepetitions(receipts), periodIndexOf)]
    .toSorted(([a], [b]) => b - a)
    .flatMap(([index, ofPeriod]) => rankPeriod(ofPeriod, fixupsOf.get(index) ?? []));
}

/** The corrections whose reward counts, since the corrected receipt is not here; of one period the first by its text. */
export function countedFixups(
  ranked: readonly StandingReceipt[],
  fixups: readonly KnownFixup[],
): readonly KnownFixup[] {
  const periods = new Set(
    ranked.filter(({ standing }) => isCounted(standing)).map(({ receipt }) => periodIndexOf(receipt)),
  );
  return [...Map.groupBy(fixups, periodIndexOf)].flatMap(([index, ofPeriod]) => {
    const [first] = ofPeriod.toSorted((a, b) => (a.correctHash < b.correctHash ? -1 : 1));
    return periods.has(index) || first === undefined ? [] : [first];
  });
}
