import { type Decimal, fromTftUnits, toPlain } from '#shared/decimal.ts';
import { computeCapacity } from './capacity.ts';
import { listPartChanges } from './hardware-change/part-changes.ts';
import type { HardwareChange } from '#shared/contract/hardware/hardware.ts';
import type { HardwareReading } from '#shared/contract/hardware/hardware-reading.ts';
import { knownResources, resourcesOf } from './reading-resources.ts';
import type { Resources } from './resources.ts';
import { computeFullReward } from '#shared/domain/earnings/rewards.ts';
import { type RewardTerms } from '#shared/domain/earnings/reward-terms.ts';
import { message, type Message } from '#shared/message.ts';

/**
 * The difference in units and money between two sets of resources, at full uptime.
 * @returns null where the rewards of the policy are not known
 * @throws FarmerError INVALID_INPUT when an amount is negative, fractional or absurd
 * Source: docs/rules.md#hardware-change
 */
function compareWorth(before: Resources, after: Resources, terms: RewardTerms): HardwareChange['worth'] {
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

function worthText(worth: NonNullable<HardwareChange['worth']>): Message {
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
