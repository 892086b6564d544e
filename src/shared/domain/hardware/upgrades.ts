import { Decimal, floorTo, fromTftUnits } from '#shared/decimal.ts';
import { invalidInput } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import { GIB_BYTES } from '#shared/units.ts';
import { computeCapacity } from './capacity.ts';
import { BINDING_RESOURCES, type BindingResource } from './capacity-units.ts';
import type {
  NextUsefulStep,
  RankedUpgrade,
  UpgradeCandidate,
  UpgradeGain,
} from '#shared/contract/earnings/rewards.ts';
import type { Capacity } from '#shared/contract/hardware/capacity.ts';
import { MAX_CRU, NO_RESOURCES, type Resources } from './resources.ts';
import { money, monthsToPay, worthOfTft } from '#shared/domain/earnings/value.ts';
import { computeFullReward } from '#shared/domain/earnings/rewards.ts';
import { policyUnknown } from '#shared/domain/rules/policies.ts';
import { type RewardTerms } from '#shared/domain/earnings/reward-terms.ts';

/** The inputs of the value of an addition, other than the machine. */
export interface UpgradeTerms {
  readonly terms: RewardTerms;
  /** The farmer's price; null until it was entered. */
  readonly usdPerTft: Decimal | null;
}

const gib = (count: number) => count * GIB_BYTES;
const terabytes = (count: number) => count * 1_000_000_000_000;

/** Additions that can be bought anywhere, without prices: for a first look at what would help. */
export const COMMON_UPGRADES: readonly UpgradeCandidate[] = [
  { id: 'memory-16', label: '16 GiB of memory', adds: { ...NO_RESOURCES, mruBytes: gib(16) }, priceUsd: null },
  { id: 'memory-32', label: '32 GiB of memory', adds: { ...NO_RESOURCES, mruBytes: gib(32) }, priceUsd: null },
  { id: 'memory-64', label: '64 GiB of memory', adds: { ...NO_RESOURCES, mruBytes: gib(64) }, priceUsd: null },
  { id: 'ssd-500', label: '500 GB of SSD', adds: { ...NO_RESOURCES, sruBytes: 500_000_000_000 }, priceUsd: null },
  { id: 'ssd-1000', label: '1 TB of SSD', adds: { ...NO_RESOURCES, sruBytes: terabytes(1) }, priceUsd: null },
  { id: 'ssd-2000', label: '2 TB of SSD', adds: { ...NO_RESOURCES, sruBytes: terabytes(2) }, priceUsd: null },
  { id: 'hdd-4000', label: '4 TB of HDD', adds: { ...NO_RESOURCES, hruBytes: terabytes(4) }, priceUsd: null },
  { id: 'cores-8', label: '8 more threads', adds: { ...NO_RESOURCES, cru: 8 }, priceUsd: null },
];

/** Resources with an addition. @throws FarmerError INVALID_INPUT when the sum is more than any machine has */
export function addResources(resources: Resources, adds: Resources): Resources {
  return {
    cru: resources.cru + adds.cru,
    mruBytes: resources.mruBytes + adds.mruBytes,
    sruBytes: resources.sruBytes + adds.sruBytes,
    hruBytes: resources.hruBytes + adds.hruBytes,
  };
}

function gainOf(before: Resources, after: Resources, { terms, usdPerTft }: UpgradeTerms): UpgradeGain {
  const [capacityBefore, capacityAfter] = [computeCapacity(before, 'v3'), computeCapacity(after, 'v3')];
  const [rewardBefore, rewardAfter] = [computeFullReward(before, terms), computeFullReward(after, terms)];
  if (rewardBefore === null || rewardAfter === null) {
    throw policyUnknown(terms.policy.id);
  }
  const tftPerMonth = fromTftUnits(rewardAfter.tftUnits - rewardBefore.tftUnits);
  return {
    cu: capacityAfter.cu.minus(capacityBefore.cu),
    su: capacityAfter.su.minus(capacityBefore.su),
    tftPerMonth,
    usdPerMonth: usdPerTft === null ? null : money(worthOfTft(tftPerMonth, usdPerTft)),
  };
}

function rankOne(resources: Resources, candidate: UpgradeCandidate, terms: UpgradeTerms): RankedUpgrade {
  const price = candidate.priceUsd;
  if (price?.lte(0)) {
    throw invalidInput(
      message('app:core.priceMustBeAboveZero', { label: candidate.label }),
      message('app:core.giveCostInUsd'),
      {
        field: 'priceUsd',
      },
    );
  }
  const after = addResources(resources, candidate.adds);
  const gain = gainOf(resources, after, terms);
  const { usdPerMonth } = gain;
  return {
    candidate,
    gain,
    bindingAfter: computeCapacity(after, 'v3').binding,
    usdPerMonthPerUsd: price === null || usdPerMonth === null ? null : floorTo(usdPerMonth.div(price), 8),
    paybackMonths: price === null || usdPerMonth === null ? null : monthsToPay(price, usdPerMonth),
  };
}

/** Priced ones by gain for each USD; then the unpriced by gain; ties keep the order in which they were given. */
function compareRanked(a: RankedUpgrade, b: RankedUpgrade): number {
  if (a.usdPerMonthPerUsd !== null && b.usdPerMonthPerUsd !== null) {
    return b.usdPerMonthPerUsd.comparedTo(a.usdPerMonthPerUsd) || b.gain.tftPerMonth.comparedTo(a.gain.tftPerMonth);
  }
  if (a.usdPerMonthPerUsd === null && b.usdPerMonthPerUsd === null) {
    return b.gain.tftPerMonth.comparedTo(a.gain.tftPerMonth);
  }
  return a.usdPerMonthPerUsd === null ? 1 : -1;
}

/**
 * What each addition would give, best first: priced ones by monthly gain for each USD spent, then those without a
 * price by monthly gain.
 * @throws FarmerError INVALID_INPUT when a price is not above zero, or a sum is more than any machine has
 * Source: docs/rules.md#upgrades
 */
export function rankUpgrades(
  resources: Resources,
  candidates: readonly UpgradeCandidate[],
  terms: UpgradeTerms,
): readonly RankedUpgrade[] {
  return candidates.map((candidate) => rankOne(resources, candidate, terms)).toSorted(compareRanked);
}

function termOf(capacity: Capacity, resource: BindingResource): Decimal {
  return capacity.terms[resource] ?? new Decimal(Number.POSITIVE_INFINITY);
}

/** The least whole amount of one resource whose CU term reaches `cu`. The inverse of docs/rules.md#cu-v3. */
function amountFor(resource: BindingResource, cu: Decimal): number {
  switch (resource) {
    case 'cores':
      return cu.div(2).ceil().toNumber();
    case 'memory':
      return cu.times(4).plus(1).times(GIB_BYTES).ceil().toNumber();
    case 'ssd':
      return cu.times(50).times(GIB_BYTES).ceil().toNumber();
    default:
      return resource satisfies never;
  }
}

function amountNow(resource: BindingResource, resources: Resources): number {
  return { cores: resources.cru, memory: resources.mruBytes, ssd: resources.sruBytes }[resource];
}

/**
 * What must be added at least until another resource bounds the CU, and what that gives. Where several resources bound
 * it together, all of them are named: more of only one would add no CU.
 * @returns null when all three bound it together, so that no single next bound exists
 * @throws FarmerError INVALID_INPUT when an amount is negative, fractional or absurd
 * Source: docs/rules.md#upgrades
 */
export function nextUsefulStep(resources: Resources, terms: UpgradeTerms): NextUsefulStep | null {
  const capacity = computeCapacity(resources, 'v3');
  const binding = BINDING_RESOURCES.filter((resource) => termOf(capacity, resource).lte(capacity.cu));
  const others = BINDING_RESOURCES.filter((resource) => !binding.includes(resource));
  if (others.length === 0) {
    return null;
  }
  const target = Decimal.min(...others.map((resource) => termOf(capacity, resource)));
  const adds = binding.map((resource) => ({
    resource,
    amount: amountFor(resource, target) - amountNow(resource, resources),
  }));
  const added = (resource: BindingResource) => adds.find((entry) => entry.resource === resource)?.amount ?? 0;
  const after = addResources(resources, {
    cru: added('cores'),
    mruBytes: added('memory'),
    sruBytes: added('ssd'),
    hruBytes: 0,
  });
  if (after.cru > MAX_CRU || !Number.isSafeInteger(after.mruBytes) || !Number.isSafeInteger(after.sruBytes)) {
    return null;
  }
  return { adds, cuAfter: computeCapacity(after, 'v3').cu, gain: gainOf(resources, after, terms) };
}
