import { implement } from '@orpc/server';
import { computeFarming20Reward } from '#shared/domain/earnings/farming-2-0-reward.ts';
import { PERIOD_LENGTH_S } from '#shared/domain/uptime/periods.ts';
import { computeReward, type Reward } from '#shared/domain/earnings/rewards.ts';
import { COMMON_UPGRADES, nextUsefulStep, rankUpgrades, type UpgradeGain } from '#shared/domain/hardware/upgrades.ts';
import { rewardsContract, type RewardWire } from '#shared/contract/earnings/rewards.ts';
import { Decimal, floorTo, fromTftUnits, parseDecimal, toPlain } from '#shared/decimal.ts';
import type { AppContext } from '#main/app/context.ts';

/** A reward as it crosses a boundary: mUSD as numbers (safe by the limits of the input), TFT as plain decimals. */
export function rewardToWire(reward: Reward): RewardWire {
  return {
    baseMusd: Number(reward.baseMusd),
    fullMusd: Number(reward.fullMusd),
    fullTft: toPlain(fromTftUnits(reward.fullTftUnits)),
    permille: reward.permille,
    musd: Number(reward.musd),
    tft: toPlain(fromTftUnits(reward.tftUnits)),
    zeroedBy: reward.zeroedBy,
  };
}

function gainToWire(gain: UpgradeGain) {
  return {
    cu: toPlain(gain.cu),
    su: toPlain(gain.su),
    usdPerMonth: toPlain(gain.usdPerMonth),
    tftPerMonth: toPlain(gain.tftPerMonth),
  };
}

/** GiB as a decimal into the millionths that the minting program counts in, floored. */
function toNuMillionths(nuGib: string): bigint {
  return BigInt(floorTo(parseDecimal(nuGib, 'the public traffic (GiB)').times(1_000_000), 0).toFixed());
}

const decimalOrNull = (text: string | null) => (text === null ? null : new Decimal(text));

/** A property that is only there when it has a value. */
function given<K extends string, T>(key: K, value: T | null): { readonly [P in K]?: T } {
  // A computed key loses its literal type; the object has exactly this one property or none.
  return (value === null ? {} : { [key]: value }) as { readonly [P in K]?: T };
}

const area = implement(rewardsContract).$context<AppContext>();

export default area.router({
  compute: area.compute.handler(({ input: { nuGib, uptimeSeconds, ...input } }) =>
    rewardToWire(
      computeReward({
        ...input,
        nuMillionths: toNuMillionths(nuGib),
        uptimeSeconds: uptimeSeconds ?? PERIOD_LENGTH_S,
      }),
    ),
  ),
  computeFarming20: area.computeFarming20.handler(({ input: { tftPriceUsd, farmedTft, whatIf, ...input } }) => {
    const reward = computeFarming20Reward({
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
    });
    return {
      cpr: toPlain(reward.cpr),
      difficultyFactor: toPlain(reward.difficultyFactor),
      factors: {
        uptime: toPlain(reward.factors.uptime),
        utilisation: toPlain(reward.factors.utilisation),
        bandwidth: toPlain(reward.factors.bandwidth),
      },
      tft: toPlain(reward.tft),
      paidTft: toPlain(reward.paidTft),
    };
  }),
  rankUpgrades: area.rankUpgrades.handler(({ input: { resources, terms, candidates } }) => {
    const asked = candidates?.map((candidate) => ({
      ...candidate,
      priceUsd: candidate.priceUsd === null ? null : new Decimal(candidate.priceUsd),
    }));
    const step = nextUsefulStep(resources, terms);
    return {
      ranked: rankUpgrades(resources, asked ?? COMMON_UPGRADES, terms).map((upgrade) => ({
        ...upgrade,
        candidate: {
          ...upgrade.candidate,
          priceUsd: upgrade.candidate.priceUsd === null ? null : toPlain(upgrade.candidate.priceUsd),
        },
        gain: gainToWire(upgrade.gain),
        usdPerMonthPerUsd: upgrade.usdPerMonthPerUsd === null ? null : toPlain(upgrade.usdPerMonthPerUsd),
      })),
      nextStep:
        step === null ? null : { adds: [...step.adds], cuAfter: toPlain(step.cuAfter), gain: gainToWire(step.gain) },
    };
  }),
});
