import { implement } from '@orpc/server';
import { computeFarming20Reward } from '#shared/domain/earnings/farming-2-0-reward.ts';
import { PERIOD_LENGTH_S, uptimePermille } from '#shared/domain/uptime/periods.ts';
import { computeReward, type RewardInput } from '#shared/domain/earnings/rewards.ts';
import { rulesOfPeriod, TODAYS_RULES } from '#shared/domain/rules/rule-versions.ts';
import { COMMON_UPGRADES, nextUsefulStep, rankUpgrades } from '#shared/domain/hardware/upgrades.ts';
import { rewardsContract } from '#shared/contract/earnings/rewards.ts';
import { Decimal, decimalOrNull, floorTo } from '#shared/decimal.ts';
import { readTftPrice } from '#main/app/settings/tft-price.ts';
import type { AppContext } from '#main/app/context.ts';
import { resolveTerms } from '#main/app/nodes/node-terms.ts';

/** Converts a decimal amount of GiB to millionths, in which the minting program counts, rounded down. */
function toNuMillionths(nuGib: string): bigint {
  return BigInt(floorTo(new Decimal(nuGib).times(1_000_000), 0).toFixed());
}

/** An object with one property, or an empty one when the value is null. */
function given<K extends string, T>(key: K, value: T | null): { readonly [P in K]?: T } {
  // TypeScript widens a computed key to string; the object has exactly this property or none.
  return (value === null ? {} : { [key]: value }) as { readonly [P in K]?: T };
}

/** What can be computed while the minimum uptime of the policy, or all of its numbers, are unknown. */
function withoutAmount(node: RewardInput) {
  const full = computeReward({ ...node, uptimeSeconds: PERIOD_LENGTH_S, isVirtual: false, violation: null });
  return {
    baseMusd: full?.baseMusd ?? null,
    fullMusd: full?.fullMusd ?? null,
    fullTft: full?.fullTft ?? null,
    permille: uptimePermille(node.uptimeSeconds),
    musd: null,
    tft: null,
    zeroedBy: null,
  };
}

const area = implement(rewardsContract).$context<AppContext>();

export default area.router({
  compute: area.compute.handler(async ({ input, context }) => {
    const { nuGib, uptimeSeconds, periodIndex, connectedSeconds, policy, certification, connectionPriceMusd, ...rest } =
      input;
    const rules = periodIndex === null ? TODAYS_RULES : rulesOfPeriod(periodIndex);
    const node: RewardInput = {
      ...rest,
      ...(await resolveTerms(context, { policy, certification, connectionPriceMusd })),
      nuMillionths: toNuMillionths(nuGib),
      uptimeSeconds: uptimeSeconds ?? PERIOD_LENGTH_S,
      rules,
      connectedSeconds: connectedSeconds ?? PERIOD_LENGTH_S,
    };
    return { ...(computeReward(node) ?? withoutAmount(node)), rulesFrom: rules.fromPeriod };
  }),
  computeFarming20: area.computeFarming20.handler(({ input: { tftPriceUsd, farmedTft, whatIf, ...input } }) =>
    computeFarming20Reward({
      ...input,
      tftPriceUsd: new Decimal(tftPriceUsd),
      farmedTft: new Decimal(farmedTft),
      whatIf: {
        zone: whatIf.zone,
        ...given('uptimePercent', decimalOrNull(whatIf.uptimePercent)),
        ...given('utilisationPercent', decimalOrNull(whatIf.utilisationPercent)),
        ...given('monthsSinceStart', whatIf.monthsSinceStart),
        ...given('bandwidthMbps', decimalOrNull(whatIf.bandwidthMbps)),
      },
    }),
  ),
  rankUpgrades: area.rankUpgrades.handler(async ({ input: { resources, terms: stated, candidates }, context }) => {
    const terms = await resolveTerms(context, stated);
    const stores = await context.stores();
    const tftPrice = readTftPrice(stores);
    const prices = stores.settings.get('upgradePrices');
    const common = COMMON_UPGRADES.map((one) => ({ ...one, priceUsd: prices[one.id] ?? null }));
    const worth = { terms, usdPerTft: tftPrice.usd };
    const priced = (candidates ?? common).map((one) => ({ ...one, priceUsd: decimalOrNull(one.priceUsd) }));
    return {
      ranked: rankUpgrades(resources, priced, worth),
      nextStep: nextUsefulStep(resources, worth),
      tftPrice,
    };
  }),
});
