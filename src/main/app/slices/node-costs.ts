import { averageWatts, wattPrices } from '#shared/domain/earnings/projection.ts';
import { DEFAULT_SCENARIO } from '#shared/contract/earnings/scenarios.ts';
import type { NodeCosts } from '#shared/contract/slices/slices.ts';
import { Decimal, roundHalfUp } from '#shared/decimal.ts';
import type { AppContext } from '#main/app/context.ts';
import { localTimeZone } from '#main/app/local-time.ts';
import type { NodeOffer } from './node-offer.ts';
import { resolveInputs } from '#main/app/earnings/projection-inputs.ts';
import { resolveSubject } from '#main/app/earnings/projection-subject.ts';

/** Decimal places of every cost in USD. */
const MONEY_PLACES = 8;

/**
 * What a node costs in the current minting period: electricity at the expected occupancy, the hardware spread over its
 * months, and the plan's other costs. The inputs are those of every projection.
 */
export async function computeNodeCosts(context: AppContext, { node, plan }: NodeOffer): Promise<NodeCosts> {
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
  const electricityUsd = roundHalfUp(averageWatts(thisMonth).times(wattPrices(thisMonth)[0] ?? 0), MONEY_PLACES);
  const depreciationUsd = roundHalfUp(hardwareUsd.div(amortisationMonths), MONEY_PLACES);
  const otherUsd = new Decimal(plan.otherPerMonthUsd);
  return {
    electricityUsd,
    depreciationUsd,
    otherUsd,
    totalUsd: electricityUsd.plus(depreciationUsd).plus(otherUsd),
    missing: [
      ...(isMissing('watts-idle') ? ['watts' as const] : []),
      ...(isMissing('hardware-cost') ? ['hardware-cost' as const] : []),
    ],
  };
}
