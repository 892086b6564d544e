import { Decimal, floorTo, sumOf } from '#shared/decimal.ts';
import { invalidInput } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import type { CheapestFix, PartGain, PricedPart } from '#shared/contract/earnings/decisions.ts';
import type { Resources } from '#shared/domain/hardware/resources.ts';
import { addResources } from '#shared/domain/hardware/upgrades.ts';
import type { Assumptions } from './assumptions.ts';
import { MAX_FIX_PARTS } from './limits.ts';
import { project } from './projection.ts';
import { monthsToPay } from './value.ts';

function withParts(assumptions: Assumptions, parts: readonly PricedPart[]): Assumptions {
  return parts.reduce(
    (sum, part) => ({
      ...sum,
      node: { ...sum.node, resources: addResources(sum.node.resources, part.adds) },
      usage: { ...sum.usage, slices: sum.usage.slices + part.addsSlices },
      costs: {
        ...sum.costs,
        wattsIdle: sum.costs.wattsIdle.plus(part.addsWatts),
        wattsLoaded: sum.costs.wattsLoaded.plus(part.addsWatts),
      },
    }),
    assumptions,
  );
}

/** The income of a month before the price of the machine: share less electricity and other costs. */
function cashPerMonth(assumptions: Assumptions): Decimal {
  const { months } = project(assumptions);
  return months
    .reduce((sum, month) => sum.plus(month.share).minus(month.electricity).minus(month.other), new Decimal(0))
    .div(months.length);
}

function assertParts(parts: readonly PricedPart[]): void {
  for (const part of parts) {
    if (!part.priceUsd.isFinite() || part.priceUsd.lte(0)) {
      throw invalidInput(
        message('app:core.priceMustBeAboveZero', { label: part.label }),
        message('app:core.giveCostInUsd'),
        {
          field: 'priceUsd',
        },
      );
    }
  }
}

/**
 * Which part to buy next: each is added alone, and its gain a month is compared with its price. Best first; those that
 * gain nothing come last.
 * @throws FarmerError INVALID_INPUT when a price is not above zero or an assumption is invalid
 * Source: docs/rules.md#upgrades
 */
export function rankParts(assumptions: Assumptions, parts: readonly PricedPart[]): readonly PartGain[] {
  assertParts(parts);
  const before = cashPerMonth(assumptions);
  return parts
    .map((part) => {
      const gainPerMonth = cashPerMonth(withParts(assumptions, [part])).minus(before);
      return {
        part,
        gainPerMonth,
        gainPerUsd: floorTo(gainPerMonth.div(part.priceUsd), 8),
        paybackMonths: monthsToPay(part.priceUsd, gainPerMonth),
      };
    })
    .toSorted((a, b) => b.gainPerUsd.comparedTo(a.gainPerUsd));
}

function subset<T>(items: readonly T[], mask: number): readonly T[] {
  return items.filter((_, index) => (mask & (1 << index)) !== 0);
}

function priceOf(parts: readonly PricedPart[]): Decimal {
  return sumOf(parts.map(({ priceUsd }) => priceUsd));
}

/**
 * The cheapest parts that make a machine eligible, found by trying every combination.
 * @param isEligible whether resources pass all checks that a purchase can fix
 * @returns null when no combination does; no parts at all when it is eligible already
 * @throws FarmerError INVALID_INPUT for more than {@link MAX_FIX_PARTS} parts or a price not above zero
 * Source: docs/rules.md#cheapest-fix
 */
export function cheapestFix(
  assumptions: Assumptions,
  parts: readonly PricedPart[],
  isEligible: (resources: Resources) => boolean,
): CheapestFix | null {
  assertParts(parts);
  if (parts.length > MAX_FIX_PARTS) {
    throw invalidInput(
      message('earnings:core.tooManyFixParts', { maxFixParts: MAX_FIX_PARTS }),
      message('earnings:core.leaveMachinesOut'),
      {
        field: 'parts',
      },
    );
  }
  let best: { readonly parts: readonly PricedPart[]; readonly priceUsd: Decimal } | null = null;
  for (let mask = 0; mask < 1 << parts.length; mask += 1) {
    const chosen = subset(parts, mask);
    const priceUsd = priceOf(chosen);
    const isCheaper = best === null || priceUsd.lt(best.priceUsd);
    if (isCheaper && isEligible(withParts(assumptions, chosen).node.resources)) {
      best = { parts: chosen, priceUsd };
    }
  }
  if (best === null) {
    return null;
  }
  const earnsPerMonth = cashPerMonth(withParts(assumptions, best.parts));
  return {
    ...best,
    earnsPerMonth,
    paybackMonths: best.priceUsd.isZero() ? 0 : monthsToPay(best.priceUsd, earnsPerMonth),
  };
}
