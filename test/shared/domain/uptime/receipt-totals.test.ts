import { expect, test } from 'vitest';
import { Decimal } from '#shared/decimal.ts';
import { periodByIndex } from '#shared/domain/uptime/periods.ts';
import { type CountedPayment, totalReceipts } from '#shared/domain/uptime/receipt-totals.ts';

function payment(periodIndex: number, about: Partial<CountedPayment> = {}): CountedPayment {
  const one = new Decimal(1);
  return {
    nodeId: 1,
    periodEndS: periodByIndex(periodIndex).endS,
    musd: 22_600n,
    tft: new Decimal('282.5'),
    units: { cu: one, su: one, nu: one, ip: one },
    ownTft: null,
    isAsIfMinted: false,
    ...about,
  };
}

const own = (low: number, high: number) => ({ ownTft: { low: new Decimal(low), high: new Decimal(high) } });

const spans = (indexes: readonly number[]) =>
  totalReceipts(indexes.map((index) => payment(index))).months.map(({ span, receipts }) => [span, receipts]);

// Catches a period that counts by its name or by its start: 80 ends on 30 December 2024, 81 on 30 January 2025.
test('counts a period in the month and year in which it ends, in UTC', () => {
  expect(spans([80, 81])).toEqual([
    ['2025-01', 1],
    ['2024-12', 1],
  ]);
  expect(totalReceipts([payment(80), payment(81)]).years.map(({ span }) => span)).toEqual(['2025', '2024']);
});

// Catches a month that is taken for a period: some months see two of them end, and February may see none.
test('allows two periods to end in one month', () => {
  const indexes = Array.from({ length: 60 }, (_, k) => 45 + k);
  const found = spans(indexes);
  expect(found.reduce((sum, [, receipts]) => sum + Number(receipts), 0)).toBe(60);
  expect(found.some(([, receipts]) => receipts === 2)).toBe(true);
});

// Catches sums in floating point: 0.1 + 0.2 of the smallest unit, and amounts beyond 2^53 units.
test('has exact sums', () => {
  const tft = new Decimal('900719925.4740993');
  const { all } = totalReceipts([
    payment(80, { tft, musd: 2n ** 60n }),
    payment(80, { tft: new Decimal('0.0000001'), musd: 1n }),
  ]);
  expect(all.tft.toFixed()).toBe('900719925.4740994');
  expect(all.musd).toBe(2n ** 60n + 1n);
});

// Catches an own record of a part that is shown as that of all, and an unknown one that counts as 0.
test('sums the known own records, with the number of receipts without one', () => {
  const { all } = totalReceipts([payment(80, own(1, 3)), payment(81, own(10, 10)), payment(82)]);
  expect(all).toMatchObject({ ownTft: { low: new Decimal(11), high: new Decimal(13) }, ownMissing: 1 });
  expect(totalReceipts([payment(80)]).all.ownTft).toBeNull();
  expect(totalReceipts([])).toMatchObject({ months: [], years: [], all: { receipts: 0, ownTft: null } });
});
