import type { Decimal } from '#shared/decimal.ts';
import { invalidInput } from '#shared/errors.ts';
import { phrase } from '#shared/phrase.ts';

/** What a node costs its farmer each month, in USD. */
export interface NodeCostsMonth {
  readonly electricityUsd: Decimal;
  readonly depreciationUsd: Decimal;
  readonly otherUsd: Decimal;
}

/** What the floor of a slice stands on. */
export interface FloorTerms {
  readonly costs: NodeCostsMonth;
  /** The slice's share of the node, 0 to 1; all slices of a node together make at most 1. */
  readonly sliceShare: Decimal;
  /** Share of the price that stays with the farmer, above 0 to 1. */
  readonly shareKept: Decimal;
  /** Share of the slices expected to be sold, above 0 to 1. */
  readonly occupancy: Decimal;
}

/** The sum of a node's costs per month, in USD. */
export function totalCostMonth({ electricityUsd, depreciationUsd, otherUsd }: NodeCostsMonth): Decimal {
  return electricityUsd.plus(depreciationUsd).plus(otherUsd);
}

function assertShare(value: Decimal, what: string, field: string): void {
  if (!value.isFinite() || value.isNegative() || value.gt(1)) {
    throw invalidInput(phrase('{{what}} must be from 0 to 1.', { what: phrase(what) }), 'Half is 0.5.', { field });
  }
}

/**
 * The own-cost floor: the price per slice and month at which the farmer earns exactly nothing. What the slice's part of
 * the node costs, divided by the share kept and by the expected occupancy.
 * @returns USD, or null when no price can cover the cost (nothing is kept, or nothing is ever sold)
 * @throws FarmerError INVALID_INPUT for shares outside 0 to 1 and costs below zero
 * Source: docs/rules.md#own-cost-floor
 */
export function ownCostFloor(terms: FloorTerms): Decimal | null {
  assertShare(terms.sliceShare, "The slice's share", 'sliceShare');
  assertShare(terms.shareKept, 'The share kept', 'shareKept');
  assertShare(terms.occupancy, 'The occupancy', 'occupancy');
  const total = totalCostMonth(terms.costs);
  if (total.isNegative()) {
    throw invalidInput('The costs of a node cannot be below zero.', 'Give each cost as zero or more.', {
      field: 'costs',
    });
  }
  const cost = total.times(terms.sliceShare);
  const earning = terms.shareKept.times(terms.occupancy);
  if (cost.isZero()) {
    return cost;
  }
  return earning.isZero() ? null : cost.div(earning);
}
