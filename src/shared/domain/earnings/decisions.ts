import { Decimal, floorTo } from '#shared/decimal.ts';
import { invalidInput } from '#shared/errors.ts';
import { phrase } from '#shared/phrase.ts';
import type { Resources } from '#shared/domain/hardware/resources.ts';
import { addResources } from '#shared/domain/hardware/upgrades.ts';
import type { Assumptions } from './assumptions.ts';
import { type Projection, project } from './projection.ts';

/** Something to buy for a machine: what it adds, what it costs, and what else it brings or draws. */
export interface PricedPart {
  readonly id: string;
  readonly label: string;
  readonly adds: Resources;
  readonly priceUsd: Decimal;
  /** Slices that it adds, for rule sets in which users pay. */
  readonly addsSlices: number;
  readonly addsWatts: Decimal;
}

/** What a part changes, on average over the months of the projection, in USD. */
export interface PartGain {
  readonly part: PricedPart;
  /** Share less electricity and other costs, a month; may be negative. */
  readonly gainPerMonth: Decimal;
  /** Gain a month for each USD spent, floored to 8 places. */
  readonly gainPerUsd: Decimal;
  /** Months until the gain has paid the price, rounded up; null for never. */
  readonly paybackMonths: number | null;
}

/** The least that must be bought before a machine may register. */
export interface CheapestFix {
  readonly parts: readonly PricedPart[];
  readonly priceUsd: Decimal;
  /** Share less running costs a month once it is eligible. */
  readonly earnsPerMonth: Decimal;
  readonly paybackMonths: number | null;
}

/** More parts than this are not combined: every subset is tried. */
export const MAX_FIX_PARTS = 14;
/** The most machines compared at once. */
export const MAX_COMPARED = 5;

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

/** What a machine brings in a month before its own price: share less electricity and other costs. */
function inHandPerMonth(assumptions: Assumptions): Decimal {
  const { months } = project(assumptions);
  return months
    .reduce((sum, month) => sum.plus(month.share).minus(month.electricity).minus(month.other), new Decimal(0))
    .div(months.length);
}

function paybackOf(priceUsd: Decimal, perMonth: Decimal): number | null {
  return perMonth.gt(0) ? priceUsd.div(perMonth).ceil().toNumber() : null;
}

function assertParts(parts: readonly PricedPart[]): void {
  for (const part of parts) {
    if (!part.priceUsd.isFinite() || part.priceUsd.lte(0)) {
      throw invalidInput(
        phrase('The price of "{{label}}" must be above zero.', { label: part.label }),
        'Give what it costs in USD.',
        {
          field: 'priceUsd',
        },
      );
    }
  }
}

/**
 * Which part to buy next: each is built in alone, and the gain a month is set against its price. Best first; those that
 * gain nothing come last.
 * @throws FarmerError INVALID_INPUT when a price is not above zero or an assumption cannot stand
 * Source: docs/rules.md#upgrades
 */
export function rankParts(assumptions: Assumptions, parts: readonly PricedPart[]): readonly PartGain[] {
  assertParts(parts);
  const before = inHandPerMonth(assumptions);
  return parts
    .map((part) => {
      const gainPerMonth = inHandPerMonth(withParts(assumptions, [part])).minus(before);
      return {
        part,
        gainPerMonth,
        gainPerUsd: floorTo(gainPerMonth.div(part.priceUsd), 8),
        paybackMonths: paybackOf(part.priceUsd, gainPerMonth),
      };
    })
    .toSorted((a, b) => b.gainPerUsd.comparedTo(a.gainPerUsd));
}

function subset<T>(items: readonly T[], mask: number): readonly T[] {
  return items.filter((_, index) => (mask & (1 << index)) !== 0);
}

function priceOf(parts: readonly PricedPart[]): Decimal {
  return parts.reduce((sum, part) => sum.plus(part.priceUsd), new Decimal(0));
}

/**
 * The cheapest parts that make a machine eligible, found by trying every combination.
 * @param isEligible whether resources pass all checks that buying can mend
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
      phrase('At most {{maxFixParts}} parts are combined.', { maxFixParts: MAX_FIX_PARTS }),
      'Leave out the ones you would not buy.',
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
  const earnsPerMonth = inHandPerMonth(withParts(assumptions, best.parts));
  return {
    ...best,
    earnsPerMonth,
    paybackMonths: best.priceUsd.isZero() ? 0 : paybackOf(best.priceUsd, earnsPerMonth),
  };
}

/** One machine of a comparison. */
export interface Compared {
  readonly label: string;
  readonly assumptions: Assumptions;
  readonly projection: Projection;
  /** Total net after all months for each USD of hardware; null for hardware that cost nothing. */
  readonly netPerUsd: Decimal | null;
}

/**
 * Up to five machines side by side under one set of rules, the best total net first.
 * @throws FarmerError INVALID_INPUT for none or too many, and when an assumption cannot stand
 */
export function compareMachines(
  machines: readonly { readonly label: string; readonly assumptions: Assumptions }[],
): readonly Compared[] {
  if (machines.length === 0 || machines.length > MAX_COMPARED) {
    throw invalidInput(
      phrase('Compare 1 to {{maxCompared}} machines at once.', { maxCompared: MAX_COMPARED }),
      'Choose fewer.',
      { field: 'machines' },
    );
  }
  return machines
    .map(({ label, assumptions }) => {
      const projection = project(assumptions);
      const { hardwareUsd } = assumptions.costs;
      const netPerUsd = hardwareUsd.isZero() ? null : floorTo(projection.totalNet.div(hardwareUsd), 8);
      return { label, assumptions, projection, netPerUsd };
    })
    .toSorted((a, b) => b.projection.totalNet.comparedTo(a.projection.totalNet));
}
