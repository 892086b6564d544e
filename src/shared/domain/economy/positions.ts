import { allocate, Decimal } from '#shared/decimal.ts';
import { invalidInput } from '#shared/errors.ts';
import { phrase } from '#shared/phrase.ts';

/** What a provider put into the pool and when. Recorded once; prices never change it. */
export interface LiquidityPosition {
  readonly id: string;
  readonly provider: string;
  readonly token: string;
  readonly amount: Decimal;
  /** Unix seconds. */
  readonly sinceS: number;
}

/** A position's standing at an instant. `share` is a fraction of 12 places; all shares add up to exactly 1. */
export interface PositionShare {
  readonly id: string;
  readonly provider: string;
  readonly heldS: number;
  /** amount × seconds held. */
  readonly weight: Decimal;
  readonly share: Decimal;
}

/** Places of a share: enough for any amount that can be paid, few enough to read. */
export const SHARE_PLACES = 12;

function assertPosition(position: LiquidityPosition): void {
  if (!position.amount.isFinite() || position.amount.lte(0)) {
    throw invalidInput(
      phrase('The amount of position {{id}} must be above zero.', { id: position.id }),
      'Correct it or remove the position.',
      {
        field: 'amount',
      },
    );
  }
}

/**
 * The share of each position at an instant: amount × time held, over the sum of all. A position of the future has none.
 * @param atS unix seconds
 * @returns empty when no position has been held for any time yet
 * @throws FarmerError INVALID_INPUT for an amount that is not above zero
 * Source: docs/rules.md#positions
 */
export function positionShares(positions: readonly LiquidityPosition[], atS: number): readonly PositionShare[] {
  for (const position of positions) {
    assertPosition(position);
  }
  const held = positions.map((position) => Math.max(0, atS - position.sinceS));
  const weights = positions.map((position, index) => position.amount.times(held[index] ?? 0));
  if (!weights.some((weight) => weight.gt(0))) {
    return [];
  }
  const shares = allocate(new Decimal(1), weights, SHARE_PLACES);
  return positions.map((position, index) => ({
    id: position.id,
    provider: position.provider,
    heldS: held[index] ?? 0,
    weight: weights[index] ?? new Decimal(0),
    share: shares[index] ?? new Decimal(0),
  }));
}

/** Shares a sum among the positions by their standing, to the last unit of `places`. */
export function shareOut(amount: Decimal, shares: readonly PositionShare[], places: number): readonly Decimal[] {
  return allocate(
    amount,
    shares.map((share) => share.weight),
    places,
  );
}
