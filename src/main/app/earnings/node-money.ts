import { DEFAULT_SCENARIO } from '#shared/contract/earnings/scenarios.ts';
import type { TftPrice } from '#shared/contract/earnings/value.ts';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import type { Settings } from '#shared/contract/settings/settings.ts';
import { Decimal } from '#shared/decimal.ts';
import { wattsAt } from '#shared/domain/earnings/projection.ts';
import { usdPerWatt } from '#shared/domain/earnings/tariff.ts';
import { paybackMonths, periodMoney } from '#shared/domain/earnings/value.ts';
import { currentPeriod } from '#shared/domain/uptime/periods.ts';
import { localTimeZoneAt } from '#main/app/local-time.ts';
import type { SlicePlan } from '#shared/contract/slices/slices.ts';
import { costsOfNode, resolveCosts } from './projection-costs.ts';
import { resolveUtilisation } from './projection-inputs.ts';

/** What the money of a node depends on besides the node itself. */
export interface NodeMoneyTerms {
  readonly rewardTft: Decimal | null;
  readonly price: TftPrice;
  readonly settings: Settings;
  /** How it is divided into slices and sold. */
  readonly plan: SlicePlan | undefined;
  readonly nowMs: number;
}

/**
 * The income of a node in a complete minting period, with the costs that a projection of it starts with, and its power
 * draw.
 */
export function moneyOfNode(node: FarmNode, { rewardTft, price, settings, plan, nowMs }: NodeMoneyTerms) {
  const sources = { scenario: DEFAULT_SCENARIO, plan: plan ?? null };
  const subject = costsOfNode(node);
  const { value: costs } = resolveCosts({ ...sources, subject, settings, nowMs, timeZone: localTimeZoneAt(nowMs) });
  const watts = costs.watts === null ? null : wattsAt(costs.watts, new Decimal(resolveUtilisation(sources)[0]));
  const { startS, endS } = currentPeriod(nowMs);
  const money = periodMoney({
    rewardTft,
    price,
    watts,
    usdPerWatt: costs.tariff === null ? null : usdPerWatt(costs.tariff, startS, endS),
    otherUsd: costs.otherPerMonthUsd,
  });
  return { watts, money, paybackMonths: paybackMonths(subject.hardwareUsd, money) };
}
