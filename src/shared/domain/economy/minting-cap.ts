import type { CapRunOut } from '#shared/contract/economy/economy.ts';
import { Decimal } from '#shared/decimal.ts';
import { invalidInput } from '#shared/errors.ts';
import { message } from '#shared/message.ts';

/** The most TFT of Farming 2.0. Source: docs/rules.md#caps */
export const FARMING_2_CAP_TFT = new Decimal(4_000_000_000);
/** The cap at which minting on Stellar ends since the 2024 proposal. Source: docs/rules.md#caps */
export const GEP_2024_CAP_TFT = new Decimal(1_000_000_000);
/** The part of the cap after which Farming 2.0 pays nothing. Source: docs/rules.md#difficulty */
export const FARMING_2_LAST_FRACTION = new Decimal('0.999');

/** A run-out after more months than this is reported as never. */
const HORIZON_MONTHS = 12_000;

function assertSupply(capTft: Decimal, mintedTft: Decimal, perMonthTft: Decimal): void {
  for (const [value, what, field] of [
    [capTft, message('economy:core.cap'), 'capTft'],
    [mintedTft, message('economy:core.mintedSoFar'), 'mintedTft'],
    [perMonthTft, message('economy:core.mintedPerMonth'), 'perMonthTft'],
  ] as const) {
    if (!value.isFinite() || value.isNegative()) {
      throw invalidInput(message('economy:core.tftNegative', { what }), message('economy:core.giveWholeTft'), {
        field,
      });
    }
  }
}

function bounded(months: Decimal): number | null {
  return months.gt(HORIZON_MONTHS) ? null : months.toNumber();
}

/**
 * When a hard cap stops minting at a steady monthly rate.
 * Worked example of the 2024 discussion: 940 M, 885 M minted, 5 M a month: 11 months.
 * @throws FarmerError INVALID_INPUT for a negative amount
 * Source: docs/rules.md#caps
 */
export function capRunOut(capTft: Decimal, mintedTft: Decimal, perMonthTft: Decimal): CapRunOut {
  assertSupply(capTft, mintedTft, perMonthTft);
  const leftTft = Decimal.max(capTft.minus(mintedTft), 0);
  const isOver = leftTft.isZero();
  const monthsLeft = isOver ? 0 : perMonthTft.isZero() ? null : bounded(leftTft.div(perMonthTft).ceil());
  return { capTft, mintedTft, leftTft, perMonthTft, monthsLeft };
}

/**
 * When Farming 2.0 stops paying, if the network does not change: each month mints in proportion to what is left, so the
 * cap is never reached, and payments end when 99.9 % of it exists.
 * @param perMonthTft what the network mints this month
 * @throws FarmerError INVALID_INPUT for a negative amount
 * Source: docs/rules.md#difficulty
 */
export function difficultyRunOut(mintedTft: Decimal, perMonthTft: Decimal): CapRunOut {
  assertSupply(FARMING_2_CAP_TFT, mintedTft, perMonthTft);
  const leftTft = Decimal.max(FARMING_2_CAP_TFT.minus(mintedTft), 0);
  const lastTft = FARMING_2_CAP_TFT.times(new Decimal(1).minus(FARMING_2_LAST_FRACTION));
  const run = { capTft: FARMING_2_CAP_TFT, mintedTft, leftTft, perMonthTft };
  if (leftTft.lt(lastTft)) {
    return { ...run, monthsLeft: 0 };
  }
  if (perMonthTft.isZero()) {
    return { ...run, monthsLeft: null };
  }
  const keptEachMonth = new Decimal(1).minus(perMonthTft.div(leftTft));
  if (keptEachMonth.lte(0)) {
    return { ...run, monthsLeft: 1 };
  }
  // Payments end when what is left falls below the last part: strictly, hence floor plus one.
  const months = lastTft.div(leftTft).ln().div(keptEachMonth.ln()).floor().plus(1);
  return { ...run, monthsLeft: bounded(months) };
}
