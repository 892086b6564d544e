import { describe, expect, test } from 'vitest';
import type { FarmingPolicy } from '#shared/contract/rules/policies.ts';
import { computeReward, type RewardInput } from '#shared/domain/earnings/rewards.ts';
import { CERTIFIED_POLICY, DIY_POLICY, publishedPolicy } from '#shared/domain/rules/policies.ts';
import { rulesOfPeriod } from '#shared/domain/rules/rule-versions.ts';
import { toPlain } from '#shared/decimal.ts';
import { GIB_BYTES } from '#shared/units.ts';

/** The seconds of a period of 2,630,880 s at these permille: whole numbers, since 2,630.88 s are one permille. */
const AT = {
  950: 2_499_336,
  900: 2_367_792,
  980: 2_578_263,
  985: 2_591_417,
  997: 2_622_988,
  998: 2_625_619,
  1000: 2_630_880,
};

// 8 threads, 32 GiB, 1000 GiB of SSD: CU 7.75 and SU 4. On policy 1 that is 7.75 x 2400 + 4 x 1000 = 22,600 mUSD, 282.5
// TFT at 80; certified 5/4 of it, 353.125 TFT. On policy 2 it is 7.75 x 3000 + 4 x 1250 = 28,250 mUSD, 353.125 TFT.
const TITAN: RewardInput = {
  resources: { cru: 8, mruBytes: 32 * GIB_BYTES, sruBytes: 1000 * GIB_BYTES, hruBytes: 0 },
  certification: 'diy',
  policy: DIY_POLICY,
  connectionPriceMusd: 80,
  nuMillionths: 0n,
  ipv4Seconds: 0,
  uptimeSeconds: AT[1000],
  isVirtual: false,
  violation: null,
};
/** 3600/2250: 7.75 x 3600 + 4 x 2250 = 36,900 mUSD, 461.25 TFT. */
const GOLD: FarmingPolicy = {
  ...publishedPolicy(3),
  rates: { cuMusd: 3600, suMusd: 2250, nuMusd: 45, ipv4HourMusd: 5 },
  minimumPermille: 998,
  origin: 'typed',
};

function tftOf(change: Partial<RewardInput>): string | null {
  const reward = computeReward({ ...TITAN, ...change });
  return reward === null ? null : toPlain(reward.tft);
}

describe('the reward of a past period', () => {
  test.each([
    // Not enforced: 900 permille pay the whole.
    [45, { uptimeSeconds: AT[900] }, '282.5'],
    // All or nothing at 95 %.
    [46, { uptimeSeconds: AT[900] }, '0'],
    [46, { uptimeSeconds: AT[950] }, '282.5'],
    // Connected for half of the period, up for 95 % of that half: half of the reward.
    [46, { connectedSeconds: 1_315_440, uptimeSeconds: 1_249_668 }, '141.25'],
    [46, { connectedSeconds: 1_315_440, uptimeSeconds: 1_249_667 }, '0'],
    // In proportion, without a minimum: 282.5 x 0.9.
    [47, { uptimeSeconds: AT[900] }, '254.25'],
    [52, { uptimeSeconds: AT[900] }, '254.25'],
    [67, { uptimeSeconds: AT[900] }, '254.25'],
    [73, { uptimeSeconds: AT[900] }, '0'],
    [73, { uptimeSeconds: AT[950] }, '268.375'],
    [81, { uptimeSeconds: AT[950] }, '268.375'],
    // Every policy but the first was all or nothing from August 2022 on, and the second in proportion from November 2023.
    [47, { policy: CERTIFIED_POLICY, certification: 'certified', uptimeSeconds: AT[980] }, '346.0625'],
    [52, { policy: CERTIFIED_POLICY, certification: 'certified', uptimeSeconds: AT[980] }, '353.125'],
    [52, { policy: CERTIFIED_POLICY, certification: 'certified', uptimeSeconds: AT[900] }, '0'],
    [67, { policy: CERTIFIED_POLICY, certification: 'certified', uptimeSeconds: AT[900] }, '317.8125'],
    [73, { policy: CERTIFIED_POLICY, certification: 'certified', uptimeSeconds: AT[950] }, '0'],
  ] as const)('period %i, %j: is %s TFT', (period, change, tft) => {
    expect(tftOf({ ...change, rules: rulesOfPeriod(period) })).toBe(tft);
  });
});

describe('another farming policy', () => {
  test('pays the whole reward from its own minimum on, unscaled, without a bonus for certified nodes', () => {
    const gold = { policy: GOLD, certification: 'certified' } as const;
    expect(tftOf({ ...gold, uptimeSeconds: AT[1000] })).toBe('461.25');
    expect(tftOf({ ...gold, uptimeSeconds: AT[998] })).toBe('461.25');
    expect(tftOf({ ...gold, uptimeSeconds: AT[997] })).toBe('0');
  });

  test('with an unknown minimum pays in full at full uptime, and is undetermined below that', () => {
    const policy = { ...GOLD, minimumPermille: null };
    expect(tftOf({ policy })).toBe('461.25');
    expect(tftOf({ policy, uptimeSeconds: AT[998] })).toBeNull();
    expect(tftOf({ policy, uptimeSeconds: AT[998], isVirtual: true })).toBe('0');
  });

  test('with unknown rates is undetermined: neither 0 nor the reward of policy 1', () => {
    expect(tftOf({ policy: publishedPolicy(7) })).toBeNull();
  });

  test('number 3 is paid like 1 and 2 at 95 when the chain has it as neither default nor immutable', () => {
    const plain = { ...GOLD, minimumPermille: 95, isDefault: false, isImmutable: false };
    // 461.25 x 0.95 of 73 on, the whole before: 95 is then read as permille.
    expect(tftOf({ policy: plain, uptimeSeconds: AT[950], rules: rulesOfPeriod(73) })).toBe('438.1875');
    expect(tftOf({ policy: plain, uptimeSeconds: AT[900], rules: rulesOfPeriod(73) })).toBe('0');
    expect(tftOf({ policy: plain, uptimeSeconds: AT[900], rules: rulesOfPeriod(72) })).toBe('461.25');
    expect(tftOf({ policy: { ...plain, isDefault: true }, uptimeSeconds: AT[900] })).toBe('461.25');
    expect(tftOf({ policy: { ...plain, id: 4 }, uptimeSeconds: AT[900] })).toBe('461.25');
  });

  test('does not change the bonus of a certified node on policy 1', () => {
    expect(tftOf({ certification: 'certified', uptimeSeconds: AT[985] })).toBe('347.828125');
  });
});
