import { averageWatts, wattPrices } from '#shared/domain/earnings/projection.ts';
import { type NodeCostsMonth, totalCostMonth } from '#shared/domain/slices/prices/floor.ts';
import { DEFAULT_SCENARIO } from '#shared/contract/earnings/scenarios.ts';
import { Decimal, roundHalfUp, toPlain } from '#shared/decimal.ts';
import type { AppContext } from '#main/app/context.ts';
import { localTimeZone } from '#main/app/local-time.ts';
import type { NodeOffer } from './node-offer.ts';
import { resolveInputs } from '#main/app/earnings/projection-inputs.ts';
import { resolveSubject } from '#main/app/earnings/projection-subject.ts';

/** Places of every cost in USD. */
const MONEY_PLACES = 8;

/** What nobody gave of a node's costs, and counts as zero. */
export type MissingCost = 'watts' | 'hardware-cost';

/** What a node costs per month, and what of it nobody gave. */
export interface KnownCosts extends NodeCostsMonth {
  readonly missing: readonly MissingCost[];
}

/**
 * What a node costs in the minting period that runs: electricity at the expected occupancy, the hardware spread over its
 * months, and the plan's other costs. The same inputs as every projection has.
 */
export async function costsOf(context: AppContext, { node, plan }: NodeOffer): Promise<KnownCosts> {
  const stores = await context.stores();
  const nowMs = context.nowMs();
  const { assumptions, stated } = resolveInputs({
    subject: await resolveSubject(context, { kind: 'node', nodeId: node.id }),
    scenario: DEFAULT_SCENARIO,
    settings: stores.settings.all(),
    record: null,
    bookedUsd: [],
    sales: null,
    nowMs,
    timeZone: localTimeZone(nowMs),
  });
  const usage = { ...assumptions.usage, utilisation: new Decimal(plan.occupancy) };
  const thisMonth = { ...assumptions, months: 1, usage };
  const { hardwareUsd, amortisationMonths } = assumptions.costs;
  const isMissing = (id: string) => stated.some((entry) => entry.id === id && entry.origin === 'missing');
  return {
    electricityUsd: roundHalfUp(averageWatts(thisMonth).times(wattPrices(thisMonth)[0] ?? 0), MONEY_PLACES),
    depreciationUsd: roundHalfUp(hardwareUsd.div(amortisationMonths), MONEY_PLACES),
    otherUsd: new Decimal(plan.otherPerMonthUsd),
    missing: [
      ...(isMissing('watts-idle') ? ['watts' as const] : []),
      ...(isMissing('hardware-cost') ? ['hardware-cost' as const] : []),
    ],
  };
}

/** Costs as they cross a boundary. */
export function costsToWire(costs: KnownCosts) {
  return {
    electricityUsd: toPlain(costs.electricityUsd),
    depreciationUsd: toPlain(costs.depreciationUsd),
    otherUsd: toPlain(costs.otherUsd),
    totalUsd: toPlain(totalCostMonth(costs)),
    missing: [...costs.missing],
  };
}
