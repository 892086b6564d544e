import type { ReceiptStanding } from '#shared/contract/uptime/receipts.ts';
import {
  type FixupReceipt,
  type KnownReceipt,
  type MintingReceipt,
  periodIndexOf,
  type ReceiptReward,
} from './receipt-reading.ts';

/** A receipt of a node that may be one of several of its period. */
export type KnownMinting = KnownReceipt<MintingReceipt> & {
  readonly contentJson: string;
  readonly importedAtMs: number;
};
/** A correction of a receipt. */
export type KnownFixup = KnownReceipt<FixupReceipt> & { readonly importedAtMs: number };

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

/** The corrections of a period that no other of them corrects in turn; those that set the most right come first. */
function lastFixups(fixups: readonly KnownFixup[]): readonly KnownFixup[] {
  const corrected = new Set(fixups.map(({ mintedHash }) => mintedHash));
  const last = fixups.filter(({ correctHash }) => !corrected.has(correctHash));
  return (last.length === 0 ? fixups : last).toSorted(
    (a, b) => Number(b.correctReward.tftUnits - a.correctReward.tftUnits) || (a.correctHash < b.correctHash ? -1 : 1),
  );
}

function isPaid({ rewardMusd, rewardTftUnits }: KnownMinting, { musd, tftUnits }: ReceiptReward): boolean {
  return rewardMusd === musd && rewardTftUnits === tftUnits;
}

/** The receipt that the corrections name: by its hash, or one without a known hash by what it paid. */
function correctedReceipt(receipts: readonly KnownMinting[], fixups: readonly KnownFixup[]): KnownMinting | undefined {
  const last = lastFixups(fixups);
  const wrong = new Set(fixups.map(({ mintedHash }) => mintedHash));
  return (
    receipts.find(({ hash }) => last.some(({ correctHash }) => correctHash === hash)) ??
    receipts.find((receipt) => !wrong.has(receipt.hash) && last.some((fixup) => isPaid(receipt, fixup.correctReward)))
  );
}

/**
 * The receipts of one period of a node. Where there are corrections, the receipt that they name counts, or none of those
 * that are here; else the one that paid most.
 */
function rankPeriod(receipts: readonly KnownMinting[], fixups: readonly KnownFixup[]): readonly StandingReceipt[] {
  const sorted = receipts.toSorted(compareReward);
  if (fixups.length === 0) {
    return sorted.map((receipt, index) => ({
      receipt,
      standing: index > 0 ? 'paid-less' : sorted.length === 1 ? 'only' : 'paid-most',
    }));
  }
  const corrected = correctedReceipt(sorted, fixups);
  return [
    ...(corrected === undefined ? [] : [{ receipt: corrected, standing: 'named-by-fixup' as const }]),
    ...sorted
      .filter((receipt) => receipt !== corrected)
      .map((receipt) => ({ receipt, standing: 'corrected' as const })),
  ];
}

/** Whether a receipt is the one that counts for its period. */
export function isCounted(standing: ReceiptStanding): boolean {
  return standing === 'only' || standing === 'paid-most' || standing === 'named-by-fixup';
}

/**
 * Every receipt of one node with its standing, the latest period first. The order of the input does not matter.
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

/** The corrections whose reward counts, since the corrected receipt is not here: of one period the last. */
export function countedFixups(
  ranked: readonly StandingReceipt[],
  fixups: readonly KnownFixup[],
): readonly KnownFixup[] {
  const periods = new Set(
    ranked.filter(({ standing }) => isCounted(standing)).map(({ receipt }) => periodIndexOf(receipt)),
  );
  return [...Map.groupBy(fixups, periodIndexOf)].flatMap(([index, ofPeriod]) => {
    const [first] = lastFixups(ofPeriod);
    return periods.has(index) || first === undefined ? [] : [first];
  });
}
