import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { periodAt, periodByIndex } from '#shared/domain/uptime/periods.ts';
import { payment, receiptsOfNode } from '#test/support/grid/payouts.ts';
import { useLoopbackGrid } from '#test/support/grid/use-loopback-grid.ts';
import { addFarm, addNode, addSteadyReports, FARM_ADDRESS, indexUntil } from '#test/support/grid/world.ts';

const NOW_S = Math.floor(Date.now() / 1000);
const PERIOD = periodAt(NOW_S);
const LAST = periodByIndex(PERIOD.index - 1);

const loopback = useLoopbackGrid();
beforeEach(() => {
  addFarm(loopback.world, 1, 'Freefarm');
  addNode(loopback.world, 11, 1);
  addSteadyReports(loopback.world, 11, LAST.startS + 60, NOW_S - 60, LAST.startS + 10);
  indexUntil(loopback.world, NOW_S - 60);
});

const farmer = async (...argv: readonly string[]) => (await loopback.farmer(...argv)).json;

interface Payout {
  readonly period: number;
  readonly step: string;
  readonly payments: readonly unknown[];
}

async function stepOf(periodIndex: number): Promise<string | undefined> {
  const { payouts } = (await farmer('payouts')) as { readonly payouts: readonly Payout[] };
  return payouts.find(({ period }) => period === periodIndex)?.step;
}

test('advances a payout step by step as its receipt and payment are read', async () => {
  expect(await farmer('payouts')).toEqual({ payouts: [] });
  await loopback.connect('--farm', '1');
  await farmer('grid', 'sync', '--periods', '2');
  expect(await stepOf(PERIOD.index)).toBe('running');
  expect(await stepOf(LAST.index)).toBe('receipt-awaited');
  expect(await stepOf(LAST.index - 1)).toBeUndefined();
  loopback.world.receipts.set(11, receiptsOfNode(11, LAST).slice(0, 1));
  await farmer('grid', 'sync', '--fresh');
  expect(await stepOf(LAST.index)).toBe('payment-awaited');
  loopback.world.payments.set(FARM_ADDRESS, [payment(1, 'aa'.repeat(32), '162.5000000')]);
  await farmer('grid', 'sync', '--fresh');
  const { payouts } = (await farmer('payouts', '--period', String(LAST.index))) as {
    readonly payouts: readonly Payout[];
  };
  expect(payouts).toMatchObject([
    {
      grid_node_id: 11,
      step: 'paid',
      late_since: null,
      tft: '162.5',
      payments: [
        {
          kind: 'receipt',
          state: 'paid',
          payout: { tft: '162.5', transaction: '1'.repeat(64), address: FARM_ADDRESS },
        },
      ],
    },
  ]);
});

test('expects both the first receipt and its correction to be paid for a corrected period', async () => {
  await loopback.connect('--farm', '1');
  loopback.world.receipts.set(11, receiptsOfNode(11, LAST));
  loopback.world.payments.set(FARM_ADDRESS, [payment(1, 'aa'.repeat(32), '162.5000000')]);
  await farmer('grid', 'sync', '--periods', '1');
  expect(await stepOf(LAST.index)).toBe('payment-awaited');
  loopback.world.payments.get(FARM_ADDRESS)?.push(payment(2, 'cc'.repeat(32), '120.0000000'));
  await farmer('grid', 'sync', '--fresh');
  expect(await farmer('payouts', '--period', String(LAST.index))).toMatchObject({
    payouts: [
      {
        step: 'paid',
        tft: '282.5',
        payments: [
          { kind: 'receipt', tft: '162.5' },
          { kind: 'correction', tft: '120' },
        ],
      },
    ],
  });
});

// Catches a payment that is counted twice, or not at all, because it came under the hash of its second try.
test('counts a failed payment that was sent again once, by the hash of the retry', async () => {
  await loopback.connect('--farm', '1');
  loopback.world.receipts.set(11, receiptsOfNode(11, LAST).slice(0, 1));
  loopback.world.payments.set(FARM_ADDRESS, [payment(1, 'dd'.repeat(32), '162.5000000')]);
  await farmer('grid', 'sync', '--periods', '1');
  expect(await stepOf(LAST.index)).toBe('payment-awaited');
  const retry = {
    failed_payout_period: { start: LAST.startS, end: LAST.endS },
    retry_period: { start: PERIOD.startS, end: PERIOD.endS },
    farm_id: 1,
    previous_stellar_payout_address: '',
    stellar_payout_address: FARM_ADDRESS,
    retry_for_receipt: 'aa'.repeat(32),
    reward: { musd: 13_000, tft: 1_625_000_000 },
  };
  const file = join(loopback.dataDir, 'retry.json');
  writeFileSync(file, JSON.stringify([{ hash: 'dd'.repeat(32), receipt: { Retry: retry } }]));
  expect(await farmer('receipts', 'import', file)).toMatchObject({ retries: 1 });
  expect(await farmer('payouts', '--period', String(LAST.index))).toMatchObject({
    payouts: [
      {
        step: 'paid',
        tft: '162.5',
        payments: [{ kind: 'receipt', state: 'paid', payout: { transaction: '1'.repeat(64) } }],
      },
    ],
  });
});
