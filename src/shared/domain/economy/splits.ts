import type { SplitShare } from '#shared/contract/economy/economy.ts';
import { Decimal } from '#shared/decimal.ts';
import { invalidInput } from '#shared/errors.ts';
import { message, type Message } from '#shared/message.ts';
import type { RuleSplitId } from './constants.ts';

/** One receiver of a split amount. `percent` is whole, 0 to 100. */
type SplitPart = Omit<SplitShare, 'amount'>;

/** How revenue is shared. The percentages of the parts add up to 100; the first part is the farmer's. */
export interface RevenueSplit {
  readonly id: string;
  readonly label: Message;
  readonly parts: readonly [SplitPart, ...SplitPart[]];
}

/** The plan for grid v4: most to the farmer, a tenth of it burned. Source: docs/rules.md#split-grid-v4 */
export const GRID_V4_SPLIT = {
  id: 'grid-v4',
  label: message('app:core.gridV4Title'),
  parts: [
    { id: 'farmer', label: message('economy:core.farmer'), percent: 80 },
    { id: 'burned', label: message('economy:core.buysAndBurnsTft'), percent: 10 },
    { id: 'threefold', label: message('economy:core.threeFold'), percent: 10 },
  ],
} as const satisfies RevenueSplit;

/** Utilisation revenue since the 2024 proposal. Source: docs/rules.md#split-gep-2024 */
export const GEP_2024_SPLIT = {
  id: 'gep-2024',
  label: message('economy:core.proposal2024'),
  parts: [
    { id: 'farmer', label: message('economy:core.farmer'), percent: 50 },
    { id: 'cooperative', label: message('economy:core.cooperative'), percent: 40 },
    { id: 'validators', label: message('economy:core.validatorStakers'), percent: 10 },
  ],
} as const satisfies RevenueSplit;

/** The splits that a rule set prescribes. */
export const RULE_SPLITS = [GRID_V4_SPLIT, GEP_2024_SPLIT] as const satisfies readonly RevenueSplit[];
/** Splits in other public texts, shown only for comparison. Source: docs/rules.md#other-splits */
export const OTHER_SPLITS = [
  {
    id: 'inca-draft',
    label: message('app:core.incaDraftTitle'),
    parts: [
      { id: 'farmer', label: message('economy:core.farmer'), percent: 60 },
      { id: 'second', label: message('economy:core.secondPart'), percent: 20 },
      { id: 'third', label: message('economy:core.thirdPart'), percent: 20 },
    ],
  },
  {
    id: 'december-2024',
    label: message('app:core.ruleTextDecember2024'),
    parts: [
      { id: 'farmer', label: message('economy:core.farmer'), percent: 80 },
      { id: 'cooperative', label: message('economy:core.cooperative'), percent: 10 },
      { id: 'partners', label: message('economy:core.partners'), percent: 10 },
    ],
  },
] as const satisfies readonly RevenueSplit[];

/** The split that a rule set prescribes. */
export function ruleSplit(id: RuleSplitId): RevenueSplit {
  return id === 'grid-v4' ? GRID_V4_SPLIT : GEP_2024_SPLIT;
}

/** A decimal of any length as a whole number of 10^-places, without rounding. */
function toUnits(amount: Decimal, places: number): bigint {
  return BigInt(amount.toFixed(places).replace('.', ''));
}

function fromUnits(units: bigint, places: number): Decimal {
  const digits = units.toString().padStart(places + 1, '0');
  return new Decimal(`${digits.slice(0, digits.length - places)}.${digits.slice(digits.length - places)}`);
}

function assertAmount(amount: Decimal): void {
  if (!amount.isFinite() || amount.isNegative()) {
    throw invalidInput(message('economy:core.splitAmountNegative'), message('economy:core.giveRevenue'), {
      field: 'amount',
    });
  }
}

/**
 * Shares an amount by whole percentages, exactly: in integers of two more places than the amount, so that nothing is
 * rounded and the parts add up to the amount.
 * @param amount zero or more, in any unit
 * @throws FarmerError INVALID_INPUT when the amount is negative
 * Source: docs/rules.md#splits
 */
export function splitExactly(amount: Decimal, split: RevenueSplit): SplitShare[] {
  assertAmount(amount);
  const places = amount.decimalPlaces();
  const hundredths = toUnits(amount, places);
  return split.parts.map((part) => ({
    ...part,
    amount: fromUnits(hundredths * BigInt(part.percent), places + 2),
  }));
}

/**
 * Shares an amount by whole percentages in units that can be paid out (cents: 2 places, Stellar: 7). Each part is
 * floored and the units left over go one each to the largest remainders, equal ones to the earlier part, so the parts
 * add up to the last unit.
 * @param amount zero or more; when it has more places than `places`, its own places are kept
 * @throws FarmerError INVALID_INPUT when the amount is negative
 * Source: docs/rules.md#splits
 */
export function splitToUnits(amount: Decimal, split: RevenueSplit, places: number): SplitShare[] {
  assertAmount(amount);
  const kept = Math.max(places, amount.decimalPlaces());
  const total = toUnits(amount, kept);
  const floored = split.parts.map((part) => (total * BigInt(part.percent)) / 100n);
  const remainders = split.parts.map((part) => (total * BigInt(part.percent)) % 100n);
  const left = Number(total - floored.reduce((sum, units) => sum + units, 0n));
  const roundedUp = new Set(
    remainders
      .map((remainder, index) => ({ remainder: Number(remainder), index }))
      .sort((a, b) => b.remainder - a.remainder || a.index - b.index)
      .slice(0, left)
      .map((entry) => entry.index),
  );
  return split.parts.map((part, index) => ({
    ...part,
    amount: fromUnits((floored[index] ?? 0n) + (roundedUp.has(index) ? 1n : 0n), kept),
  }));
}

/** The farmer's part of an amount, exact. */
export function farmerShare(amount: Decimal, split: RevenueSplit): Decimal {
  return amount.times(split.parts[0].percent).div(100);
}
