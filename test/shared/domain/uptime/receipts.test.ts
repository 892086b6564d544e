import { describe, expect, test } from 'vitest';
import { Decimal } from '#shared/decimal.ts';
import { type MintingReceipt, readReceipt } from '#shared/domain/uptime/receipt-reading.ts';
import { compareReceipt, type OwnRecord, paidPriceMusd } from '#shared/domain/uptime/receipts.ts';
import { allInEnglish, inEnglish } from '#shared/message.ts';

const RECEIPT = {
  period: { start: 1_764_541_960, end: 1_767_172_840 },
  node_id: 7,
  twin_id: 9,
  farm_id: 3,
  farm_name: 'North',
  stellar_payout_address: 'G…',
  measured_uptime: 2_630_000,
  tft_connection_price: 80,
  cloud_units: { cu: 7.75, su: 4, nu: 0 },
  resource_units: { cru: 8, mru: 32, hru: 0, sru: 1000 },
  resource_utilization: { cru: 0, mru: 0, hru: 0, sru: 0, ip: 0 },
  reward: { musd: 22_577, tft: 2_822_175_000 },
  carbon_offset: null,
  node_type: 'DIY',
  farming_policy_id: 1,
  resource_rewards: { cu: 2400, su: 1000, nu: 30, ipv4: 5 },
};

const OWN: OwnRecord = {
  creditedS: { low: 2_630_000, high: 2_630_000 },
  rewardTftUnits: { low: 2_822_175_000n, high: 2_822_175_000n },
  connectionPriceMusd: 80,
  certification: 'diy',
  cu: new Decimal('7.75'),
  su: new Decimal(4),
  cuRewardMusd: 2400,
};

function receiptWith(changes: Readonly<Record<string, unknown>>): MintingReceipt {
  const reading = readReceipt({ ...RECEIPT, ...changes }, 'minting');
  if (!reading.ok) {
    throw new Error(inEnglish(reading.fault.reason));
  }
  if (reading.kind !== 'minting') {
    throw new Error('It was read as another kind.');
  }
  return reading.receipt;
}

describe('reading receipts', () => {
  test('keeps amounts as whole numbers and decimals', () => {
    expect(receiptWith({})).toMatchObject({
      rewardTftUnits: 2_822_175_000n,
      cu: new Decimal('7.75'),
      su: new Decimal(4),
      certification: 'diy',
    });
    expect(receiptWith({ cloud_units: { cu: 1e-7, su: 0, nu: 0 } }).cu).toEqual(new Decimal('0.0000001'));
  });

  test('leaves reward and policy unknown for receipts from before they were included', () => {
    const old = receiptWith({ resource_rewards: undefined, farming_policy_id: undefined });
    expect(old).toMatchObject({ resourceRewards: null, policyId: null });
  });

  test('has no price for a receipt that paid nothing, whatever it prints', () => {
    expect(paidPriceMusd(receiptWith({ reward: { musd: 0, tft: 0 } }))).toBeNull();
  });

  test('rounds bytes, reads cores of old receipts as a fraction of 2^30, and leaves impossible values unknown', () => {
    const units = { cru: 24 / 2 ** 30, mru: 188.87495040893555, hru: 8383.559944152832, sru: 476.93978118896484 };
    const cloud = { cu: 9.538795, su: 8.894059, nu: 0 };
    expect(receiptWith({ resource_units: units, cloud_units: cloud }).resources).toEqual({
      cru: 24,
      mruBytes: 202_802_933_760,
      hruBytes: Math.round(8383.559944152832 * 2 ** 30),
      sruBytes: Math.round(476.93978118896484 * 2 ** 30),
    });
    const inBytes = { cru: 8, mru: 32 * 2 ** 30, hru: 0, sru: 1000 * 2 ** 30 };
    expect(receiptWith({ resource_units: inBytes }).resources?.mruBytes).toBe(32 * 2 ** 30);
    expect(receiptWith({ resource_units: { cru: 8, mru: 32, hru: 0, sru: 1 } }).resources).toBeNull();
  });

  test('recognises a complete Fixup or Retry without its name', () => {
    const period = RECEIPT.period;
    const hash = 'a'.repeat(64);
    const reward = { musd: 1, tft: 2 };
    const place = { farm_id: 3, stellar_payout_address: 'G' };
    const fixup = { period, node_id: 7, minted_receipt: hash, correct_receipt: hash, ...place };
    const rewards = { minted_reward: reward, correct_reward: reward, fixup_reward: reward };
    expect(readReceipt({ ...fixup, ...rewards })).toMatchObject({ ok: true, kind: 'fixup' });
    const retry = { failed_payout_period: period, retry_period: period, retry_for_receipt: hash, reward, ...place };
    expect(readReceipt(retry)).toMatchObject({ ok: true, kind: 'retry' });
  });

  test.each([
    [{ measured_uptime: -1 }, 'measured_uptime'],
    [{ measured_uptime: 1.5 }, 'measured_uptime'],
    [{ node_id: undefined }, 'node_id'],
    [{ reward: { musd: 1 } }, 'reward.tft'],
    [{ node_type: 'Gold' }, 'node_type'],
    [{ period: { start: 5, end: 5 } }, 'period.end'],
    [{ period: { start: 5, end: 2_630_885 } }, 'period'],
    [{ node_id: 0 }, 'node_id'],
    [{ measured_uptime: 18_446_744_073_709_000_000 }, 'measured_uptime'],
    [{ measured_uptime: 2_630_880 + 27 * 3600 + 1 }, 'measured_uptime'],
    [{ cloud_units: { cu: '7', su: 1, nu: 1 } }, 'cloud_units.cu'],
  ])('names an error: %o', (change, field) => {
    const reading = readReceipt({ ...RECEIPT, ...change });
    expect(reading).toMatchObject({ ok: false, fault: { field } });
  });

  test('refuses anything else', () => {
    expect(allInEnglish(readReceipt([]))).toMatchObject({ ok: false, fault: { field: 'receipt' } });
  });
});

const causes = (changes: Readonly<Record<string, unknown>>, own: Partial<OwnRecord> = {}, isBelowTarget = false) =>
  compareReceipt(receiptWith(changes), { ...OWN, ...own }, isBelowTarget).causes;

test('uses the price that was paid, not the one that every receipt prints', () => {
  const paid = receiptWith({ tft_connection_price: 80, reward: { musd: 22_577, tft: 5_644_250_000 } });
  expect(paidPriceMusd(paid)).toBe(40);
  expect(compareReceipt(paid, OWN, false).causes).toEqual(['connection-price']);
});

describe('comparing a receipt with the own record', () => {
  test('names no cause when they agree', () => {
    expect(compareReceipt(receiptWith({}), OWN, false)).toEqual({
      uptimeDifferenceS: 0,
      tftDifference: new Decimal(0),
      causes: [],
    });
  });

  test('names the cause of each difference', () => {
    expect(causes({}, { creditedS: null })).toEqual(['not-recorded']);
    expect(causes({}, { creditedS: { low: 1_000_000, high: 2_630_880 } })).toEqual(['unwatched-time']);
    expect(causes({ measured_uptime: 2_628_000 })).toEqual(['report-timing']);
    expect(causes({ measured_uptime: 2_600_000 })).toEqual(['uptime-lower-than-recorded']);
    expect(causes({ reward: { musd: 0, tft: 0 } })).toEqual(['violation']);
    expect(causes({ reward: { musd: 0, tft: 0 }, measured_uptime: 2_000_000 }, {}, true)).toEqual([
      'uptime-lower-than-recorded',
      'target-missed',
    ]);
    expect(causes({ tft_connection_price: 40, reward: { musd: 22_577, tft: 5_644_350_000 } })).toEqual([
      'connection-price',
    ]);
    expect(causes({ cloud_units: { cu: 3.75, su: 4, nu: 0 }, reward: { musd: 13_000, tft: 1_625_000_000 } })).toEqual([
      'capacity',
    ]);
    expect(causes({ reward: { musd: 22_577, tft: 2_822_175_001 } })).toEqual(['rounding']);
    // Catches a missing half of a reward that is called a rounding.
    expect(causes({ reward: { musd: 13_000, tft: 1_625_000_000 } })).toEqual(['not-known']);
  });
});
