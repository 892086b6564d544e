import { type Decimal, fromTftUnits, toPlain } from '#shared/decimal.ts';
import { computeCapacity } from './capacity.ts';
import { listPartChanges, type PartChange } from './hardware-change/part-changes.ts';
import type { HardwareReading } from '#shared/contract/hardware/hardware-reading.ts';
import { knownResources, resourcesOf } from './reading-resources.ts';
import type { Resources } from './resources.ts';
import { computeFullReward } from '#shared/domain/earnings/rewards.ts';
import { type RewardTerms } from '#shared/domain/earnings/reward-terms.ts';
import { message, type Message } from '#shared/message.ts';

/** A difference in units and in the reward of a month (one minting period) of full uptime; negative when it got less. */
export interface WorthChange {
  readonly cuBefore: Decimal;
  readonly cuAfter: Decimal;
  readonly suBefore: Decimal;
  readonly suAfter: Decimal;
  readonly tftPerMonth: Decimal;
}

/** What is different between two readings of one machine. */
export interface HardwareChange {
  readonly parts: readonly PartChange[];
  /** null when one of the readings does not know all four resources: a change is never computed from a guess. */
  readonly worth: WorthChange | null;
  /** One sentence for a person: "a 16 GiB module is missing: CU 7.75 → 3.75, −120 TFT a month". */
  readonly sentence: Message;
}

/**
 * The difference in units and money between two sets of resources, at full uptime.
 * @returns null where the rewards of the policy are not known
 * @throws FarmerError INVALID_INPUT when an amount is negative, fractional or absurd
 * Source: docs/rules.md#hardware-change
 */
function compareWorth(before: Resources, after: Resources, terms: RewardTerms): WorthChange | null {
  const [capacityBefore, capacityAfter] = [computeCapacity(before, 'v3'), computeCapacity(after, 'v3')];
  const [rewardBefore, rewardAfter] = [computeFullReward(before, terms), computeFullReward(after, terms)];
  if (rewardBefore === null || rewardAfter === null) {
    return null;
  }
  return {
    cuBefore: capacityBefore.cu,
    cuAfter: capacityAfter.cu,
    suBefore: capacityBefore.su,
    suAfter: capacityAfter.su,
    tftPerMonth: fromTftUnits(rewardAfter.tftUnits - rewardBefore.tftUnits),
  };
}

function signed(amount: Decimal, places: number): string {
  const text = amount.abs().toFixed(places);
  return amount.isNegative() && !amount.isZero() ? `−${text}` : `+${text}`;
}

function worthText(worth: WorthChange): Message {
  const units = [
    ...(worth.cuBefore.eq(worth.cuAfter) ? [] : [`CU ${toPlain(worth.cuBefore)} → ${toPlain(worth.cuAfter)}`]),
    ...(worth.suBefore.eq(worth.suAfter) ? [] : [`SU ${toPlain(worth.suBefore)} → ${toPlain(worth.suAfter)}`]),
  ];
  return units.length === 0
    ? message('hardware:core.sameUnits')
    : message('hardware:core.unitsAndTft', { units: units.join(', '), tft: signed(worth.tftPerMonth, 2) });
}

/**
 * What changed between two readings of one machine, part by part and in money.
 * @returns null when nothing that lasts is different
 * Source: docs/rules.md#hardware-change
 */
export function compareReadings(
  before: HardwareReading,
  after: HardwareReading,
  terms: RewardTerms,
): HardwareChange | null {
  const parts = listPartChanges(before, after);
  if (parts.length === 0) {
    return null;
  }
  const [resourcesBefore, resourcesAfter] = [before, after].map((reading) => knownResources(resourcesOf(reading)));
  const worth = resourcesBefore && resourcesAfter ? compareWorth(resourcesBefore, resourcesAfter, terms) : null;
  const what = parts
    .map((part) => part.text)
    .reduceRight((rest, first) => message('hardware:core.firstAndRest', { first, rest }));
  const inUnits = worth === null ? message('hardware:core.unitsUnknown') : worthText(worth);
  return { parts, worth, sentence: message('hardware:core.changeInUnits', { what, inUnits }) };
}
