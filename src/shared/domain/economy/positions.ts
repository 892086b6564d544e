import type { LiquidityPosition, PositionShare } from '#shared/contract/economy/economy.ts';
import { allocate, Decimal } from '#shared/decimal.ts';
import { invalidInput } from '#shared/errors.ts';
import { message } from '#shared/message.ts';

/** Places of a share: enough for any amount that can be paid, few enough to read. */
const SHARE_PLACES = 12;

function assertPosition(position: LiquidityPosition): void {
  if (!position.amount.isFinite() || position.amount.lte(0)) {
    throw invalidInput(
      message('economy:core.positionAmountNotAboveZero', { id: position.id }),
      message('economy:core.correctPosition'),
      {
        field: 'amount',
      },
    );
  }
}

/**
 * The share of each position at an instant: amount × time held, over the sum of all. A position in the future has none.
 * @param atS unix seconds
 * @returns an empty list when no position has been held for any time yet
 * @throws FarmerError INVALID_INPUT for an amount that is not above zero
 * Source: docs/rules.md#positions
 */
export function computePositionShares(positions: readonly LiquidityPosition[], atS: number): PositionShare[] {
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
    share: shares[index] ?? new Decimal(0),
  }));
}
