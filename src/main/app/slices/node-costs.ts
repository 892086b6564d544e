import { effectiveSettings } from '#main/app/settings/markets-in-use.ts';
import { costOfPower, money } from '#shared/domain/earnings/value.ts';
import { usdPerWatt } from '#shared/domain/earnings/tariff.ts';
import { wattsAt } from '#shared/domain/earnings/projection.ts';
import { currentPeriod } from '#shared/domain/uptime/periods.ts';
import { DEFAULT_SCENARIO } from '#shared/contract/earnings/scenarios.ts';
import type { NodeCosts } from '#shared/contract/slices/slices.ts';
import { Decimal } from '#shared/decimal.ts';
import type { AppContext } from '#main/app/context.ts';
import { localTimeZoneAt } from '#main/app/local-time.ts';
import { costsOfNode, resolveCosts } from '#main/app/earnings/projection-costs.ts';
import type { NodeOffer } from './node-offer.ts';

/**
 * The costs of a node in the current minting period: electricity at the expected occupancy, the depreciation of its
 * hardware, and the plan's other costs. Missing inputs are listed; without them, the sum is only a lower bound.
 */
export async function computeNodeCosts(context: AppContext, { node, plan }: NodeOffer): Promise<NodeCosts> {
  const stores = await context.stores();
  const nowMs = context.nowMs();
  const { value: costs, stated } = resolveCosts({
    subject: costsOfNode(node),
    scenario: DEFAULT_SCENARIO,
    settings: effectiveSettings(stores),
    plan,
    nowMs,
    timeZone: localTimeZoneAt(nowMs),
  });
  const { watts, tariff, hardwareUsd, amortisationMonths, otherPerMonthUsd } = costs;
  const { startS, endS } = currentPeriod(nowMs);
  const electricityUsd =
    watts === null || tariff === null
      ? new Decimal(0)
      : costOfPower(wattsAt(watts, new Decimal(plan.occupancy)), usdPerWatt(tariff, startS, endS));
  const depreciationUsd = money(hardwareUsd.div(amortisationMonths));
  const isMissing = (id: string) => stated.some((entry) => entry.id === id && entry.origin === 'missing');
  return {
    electricityUsd,
    depreciationUsd,
    otherUsd: otherPerMonthUsd,
    totalUsd: electricityUsd.plus(depreciationUsd).plus(otherPerMonthUsd),
    missing: [
      ...(watts === null ? ['watts' as const] : []),
      ...(tariff === null ? ['tariff' as const] : []),
      ...(isMissing('hardware-cost') ? ['hardware-cost' as const] : []),
    ],
  };
}
