import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { computePeriodRevenue } from '#shared/domain/bids/revenue.ts';
import {
  assertReservable,
  endAfterMonths,
  freeInMonths,
  peakReserved,
  type ReservedSlices,
} from '#shared/domain/bids/reservations.ts';
import { PERIOD_LENGTH_S, periodAt } from '#shared/domain/uptime/periods.ts';
import { Decimal, toPlain } from '#shared/decimal.ts';
import { NOW_S } from './sample-bids.ts';

const place = { nodeId: 1, kindId: 'economics-2025' };

function reserved(slices: number, startMonth: number, months: number): ReservedSlices {
  const startS = endAfterMonths(NOW_S, startMonth);
  return { ...place, slices, startS, endS: endAfterMonths(startS, months) };
}

describe('reservations over time', () => {
  it('frees a slice in the second in which its reservation ends', () => {
    const first = reserved(7, 0, 1);
    expect(() => assertReservable(7, [first], reserved(7, 1, 2))).not.toThrow();
    expect(() => assertReservable(7, [first], { ...reserved(7, 1, 2), startS: first.endS - 1 })).toThrow(
      /No slice is free/,
    );
  });

  it('finds a later reservation within a long bid', () => {
    expect(() => assertReservable(7, [reserved(5, 6, 1)], reserved(3, 0, 12))).toThrow(/Only 2 of the 3/);
  });

  it('lists the free slices of each month', () => {
    expect(freeInMonths(7, [reserved(2, 0, 2), reserved(3, 1, 1), reserved(7, 3, 1)], NOW_S, 5)).toEqual([
      5, 2, 7, 0, 7,
    ]);
  });

  it.each([0, -1, 1.5])('rejects %d slices', (slices) => {
    expect(() => assertReservable(7, [], reserved(slices, 0, 1))).toThrow(/at least one slice/);
  });

  it('rejects a time range that ends before it begins', () => {
    expect(() => assertReservable(7, [], reserved(1, 0, 0))).toThrow(/at least one slice/);
  });

  it('never reserves more slices than there are at any moment, whatever the order of requests', () => {
    const wish = fc.record({
      slices: fc.integer({ min: 1, max: 5 }),
      start: fc.integer({ min: 0, max: 8 }),
      months: fc.integer({ min: 1, max: 8 }),
    });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.array(wish, { maxLength: 25 }), (count, wishes) => {
        const accepted: ReservedSlices[] = [];
        for (const { slices, start, months } of wishes) {
          const wanted = reserved(slices, start, months);
          try {
            assertReservable(count, accepted, wanted);
            accepted.push(wanted);
          } catch {
            // Rejected: nothing is reserved.
          }
        }
        for (let month = 0; month < 16; month += 1) {
          const atS = endAfterMonths(NOW_S, month);
          const inUse = accepted.filter((entry) => entry.startS <= atS && atS < entry.endS);
          expect(inUse.reduce((sum, entry) => sum + entry.slices, 0)).toBeLessThanOrEqual(count);
        }
        expect(peakReserved(accepted, NOW_S, endAfterMonths(NOW_S, 16))).toBeLessThanOrEqual(count);
      }),
      { numRuns: 100 },
    );
  });
});

const paid = (startS: number, endS: number) => ({
  startS,
  endS,
  monthUsd: '9.6',
});

describe('booked revenue', () => {
  const period = periodAt(NOW_S);

  it('is paid in full for a whole period, and split to the last unit', () => {
    const revenue = computePeriodRevenue([paid(period.startS - 5, period.endS + 5)], period.index, 'grid-v4');
    expect(toPlain(revenue.grossUsd)).toBe('9.6');
    expect(revenue.shares.map((share) => toPlain(share.amount))).toEqual(['7.68', '0.96', '0.96']);
    const gep = computePeriodRevenue([paid(period.startS, period.endS)], period.index, 'gep-2024');
    expect(toPlain(gep.farmerUsd)).toBe('4.8');
  });

  it('is paid by the second, so that the periods of a bid add up to its months', () => {
    const bid = paid(NOW_S, endAfterMonths(NOW_S, 3));
    const total = [0, 1, 2, 3]
      .map((offset) => computePeriodRevenue([bid], period.index + offset, 'grid-v4').grossUsd)
      .reduce((sum, gross) => sum.plus(gross), new Decimal(0));
    expect(total.minus('28.8').abs().lte('0.00000004')).toBe(true);
    expect(PERIOD_LENGTH_S).toBe(2_630_880);
  });
});
