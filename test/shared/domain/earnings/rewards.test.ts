import { CERTIFICATIONS } from '#shared/domain/uptime/limits.ts';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromTftUnits, toPlain } from '#shared/decimal.ts';
import { PERIOD_LENGTH_S } from '#shared/domain/uptime/periods.ts';
import { computeFullReward, computeReward, type Reward, type RewardInput } from '#shared/domain/earnings/rewards.ts';
import { DEFAULT_REWARD_TERMS } from '#shared/domain/earnings/reward-terms.ts';
import { NO_RESOURCES, type Resources } from '#shared/domain/hardware/resources.ts';
import { PUBLISHED_POLICIES, publishedPolicy } from '#shared/domain/rules/policies.ts';
import { addResources } from '#shared/domain/hardware/upgrades.ts';
import type { ViolationKind } from '#shared/domain/uptime/violations.ts';
import { anyResources } from '#test/support/arbitrary-resources.ts';
import { readGolden } from '#test/support/golden.ts';

interface RewardVector {
  readonly name: string;
  readonly input: Resources & {
    readonly certified: boolean;
    readonly policy: number;
    readonly nuGib: number;
    readonly ipv4Seconds: number;
    readonly connectionPriceMusd: number;
    readonly uptimeSeconds: number;
    readonly virtual: boolean;
    readonly violation: ViolationKind | null;
  };
  readonly expect: {
    readonly base_musd: number;
    readonly permille: number;
    readonly musd: number;
    readonly tft: string;
    readonly zeroed_by: string | null;
  };
}
const { vectors } = readGolden('reward-vectors.json') as { readonly vectors: readonly RewardVector[] };

function toInput({ input }: RewardVector): RewardInput {
  const { certified, policy, nuGib, ipv4Seconds, connectionPriceMusd, uptimeSeconds, violation } = input;
  return {
    resources: { cru: input.cru, mruBytes: input.mruBytes, sruBytes: input.sruBytes, hruBytes: input.hruBytes },
    certification: certified ? 'certified' : 'diy',
    policy: publishedPolicy(policy),
    nuMillionths: BigInt(nuGib) * 1_000_000n,
    ipv4Seconds,
    connectionPriceMusd,
    uptimeSeconds,
    isVirtual: input.virtual,
    violation,
  };
}

function summary(reward: Reward | null): RewardVector['expect'] | null {
  return (
    reward && {
      base_musd: Number(reward.baseMusd),
      permille: reward.permille,
      musd: Number(reward.musd),
      tft: toPlain(fromTftUnits(reward.tftUnits)),
      zeroed_by: reward.zeroedBy,
    }
  );
}

const PLAIN: RewardInput = {
  ...DEFAULT_REWARD_TERMS,
  resources: NO_RESOURCES,
  nuMillionths: 0n,
  ipv4Seconds: 0,
  uptimeSeconds: PERIOD_LENGTH_S,
  isVirtual: false,
  violation: null,
};
const anyTerms = fc.record({
  certification: fc.constantFrom(...CERTIFICATIONS),
  policy: fc.constantFrom(...PUBLISHED_POLICIES),
  connectionPriceMusd: fc.integer({ min: 1, max: 10_000 }),
});

describe('minting-v3', () => {
  it.each(vectors)('$name: has the exact reward, which floats or another order of steps would change', (vector) => {
    expect(summary(computeReward(toInput(vector)))).toEqual(vector.expect);
  });

  it('never pays less for more hardware and more uptime', () => {
    const uptime = fc.integer({ min: 0, max: PERIOD_LENGTH_S });
    fc.assert(
      fc.property(anyResources, anyResources, anyTerms, uptime, uptime, (machine, more, terms, first, second) => {
        const [less, longer] = [Math.min(first, second), Math.max(first, second)];
        const pays = (resources: Resources, uptimeSeconds: number) =>
          computeReward({ ...PLAIN, ...terms, resources, uptimeSeconds })?.tftUnits ?? -1n;
        expect(pays(machine, less)).toBeLessThanOrEqual(pays(machine, longer));
        expect(pays(machine, longer)).toBeLessThanOrEqual(pays(addResources(machine, more), longer));
      }),
    );
  });

  it('pays nothing for nothing', () => {
    fc.assert(
      fc.property(anyTerms, (terms) => {
        expect(computeFullReward(NO_RESOURCES, terms)?.tftUnits).toBe(0n);
      }),
    );
  });

  it('names the cause of every zero reward', () => {
    fc.assert(
      fc.property(
        anyResources,
        fc.boolean(),
        fc.integer({ min: 0, max: PERIOD_LENGTH_S }),
        (machine, isVirtual, up) => {
          const reward = computeReward({ ...PLAIN, resources: machine, isVirtual, uptimeSeconds: up });
          const scaled = (amount: bigint | undefined) =>
            reward?.zeroedBy === null ? ((amount ?? 0n) * BigInt(reward.permille)) / 1000n : 0n;
          expect([reward?.musd, reward?.tftUnits]).toEqual([scaled(reward?.fullMusd), scaled(reward?.fullTftUnits)]);
        },
      ),
    );
  });

  it.each([
    ['a connection price of zero', { connectionPriceMusd: 0 }],
    ['a negative connection price', { connectionPriceMusd: -80 }],
    ['a fractional connection price', { connectionPriceMusd: 0.08 }],
    ['negative traffic', { nuMillionths: -1n }],
    ['absurd traffic', { nuMillionths: 10n ** 18n + 1n }],
    ['negative address time', { ipv4Seconds: -1 }],
    ['address time that is not a number', { ipv4Seconds: Number.NaN }],
    ['negative uptime', { uptimeSeconds: -1 }],
  ])('refuses %s', (_name, change) => {
    expect(() => computeReward({ ...PLAIN, ...change })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  });
});
